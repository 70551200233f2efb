"""What a model in llama.cpp has read is known exactly, whatever was stopped or went wrong."""

import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from bot.core.errors import EngineError, EngineExhausted, EngineUnavailable, StartError
from bot.engines.llamacpp.gguf_file import write
from bot.engines.llamacpp.reader import Place, Reader

from ..conftest import DEMO

LONG = [3 + n * 7 % 300 for n in range(1200)]


def never():
    return False


@pytest.fixture(scope="module")
def tiny_file(tiny, tmp_path_factory):
    target = tmp_path_factory.mktemp("file") / "model.gguf"
    write(tiny, target, kind="f32")
    return target


@pytest.fixture
def reader(tiny_file):
    reader = Reader(tiny_file, tokens=1280, place=Place(threads=1), in_32_bits=True)
    yield reader
    reader.close()


def scores_after(reader, ids):
    reader.read(ids, stopped=never)
    return torch.from_numpy(reader.scores.copy())


def same(scores, others):
    torch.testing.assert_close(scores, others, rtol=0, atol=1e-4)


def test_reading_in_parts_is_reading_at_once(reader):
    at_once = scores_after(reader, LONG)
    assert reader.ids == LONG
    reader.cut(700)
    assert reader.ids == LONG[:700]
    same(scores_after(reader, LONG[700:]), at_once)
    reader.cut(0)
    for begin, end in ((0, 1), (1, 2), (2, 515), (515, 1200)):
        reader.read(LONG[begin:end], stopped=never)
    same(torch.from_numpy(reader.scores.copy()), at_once)


@pytest.mark.parametrize("looks", [1, 2, 3, 20, 60, 100])
def test_a_stop_ends_the_reading_of_a_prompt_and_what_was_read_can_be_gone_on_from(reader, looks):
    at_once = scores_after(reader, LONG)
    reader.cut(0)
    looked = []

    def stopped():
        looked.append(True)
        return len(looked) >= looks

    with pytest.raises(EngineUnavailable):
        reader.read(LONG, stopped=stopped)
    assert len(looked) == looks  # So nothing more was computed.
    assert len(reader.ids) < len(LONG)
    assert reader.ids == LONG[: len(reader.ids)]
    same(scores_after(reader, LONG[len(reader.ids) :]), at_once)


def test_a_state_is_put_back_after_something_else_was_read(reader):
    at_once = scores_after(reader, LONG[:301])
    reader.cut(300)
    state = reader.state
    assert state.size == reader.size
    reader.cut(0)
    reader.read(LONG[500:600], stopped=never)
    reader.put_back(state)
    assert reader.ids == LONG[:300]
    same(scores_after(reader, LONG[300:301]), at_once)


def test_there_is_no_state_of_nothing_and_one_that_was_spoilt_is_not_put_back(reader):
    assert reader.state is None
    reader.read(LONG[:50], stopped=never)
    state = reader.state
    state.data[0] ^= 255
    reader.put_back(state)
    assert reader.ids == []
    assert scores_after(reader, LONG[:50]).isfinite().all()


def test_more_than_there_is_room_for_is_exhaustion_and_the_reader_lives_on(reader):
    expected = scores_after(reader, LONG[:100])
    with pytest.raises(EngineExhausted):
        reader.read(LONG, stopped=never)
    assert reader.ids == []
    same(scores_after(reader, LONG[:100]), expected)


def test_an_id_that_is_none_is_an_error_and_the_reader_lives_on(reader):
    expected = scores_after(reader, LONG[:100])
    with pytest.raises(EngineError, match="token"):
        reader.read([reader.vocabulary], stopped=never)
    assert reader.ids == []
    same(scores_after(reader, LONG[:100]), expected)


def test_what_is_no_model_is_refused_with_what_llama_cpp_says_of_it(tmp_path):
    file = tmp_path / "model.gguf"
    file.write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(StartError, match=r"model\.gguf \(.*version"):
        Reader(file, tokens=256, place=Place(threads=1))


def test_loading_is_abandoned(tiny_file):
    with pytest.raises(StartError, match="abandoned"):
        Reader(tiny_file, tokens=256, place=Place(threads=1), abandoned=lambda: True)


# How far rounding may move a score; of the demo model they spread ten times as wide as of the tiny one.
@pytest.mark.parametrize(
    ("name", "kind", "closeness"), [("tiny", "f32", 1e-5), ("tiny", "f16", 0.02), ("demo", "f16", 0.2)]
)
def test_every_token_that_is_best_here_is_best_in_transformers_but_for_rounding(tiny, tmp_path, name, kind, closeness):
    folder = DEMO if name == "demo" else tiny
    write(folder, tmp_path / "model.gguf", kind=kind)
    ids = AutoTokenizer.from_pretrained(folder)("<|im_start|>user\nHello!<|im_end|>\n<|im_start|>assistant\n").input_ids
    begin = len(ids)
    reader = Reader(tmp_path / "model.gguf", tokens=256, place=Place(threads=1), in_32_bits=kind == "f32")
    for _ in range(60):
        reader.read(ids[len(reader.ids) :], stopped=never)
        ids.append(int(reader.scores.argmax()))
    reader.close()
    with torch.no_grad():
        scores = AutoModelForCausalLM.from_pretrained(folder, dtype="float32")(torch.tensor([ids])).logits[0]
    best = scores[begin - 1 : -1].max(-1).values
    chosen = scores[begin - 1 : -1].gather(-1, torch.tensor(ids[begin:])[:, None])[:, 0]
    assert (best - chosen).max() <= 2 * closeness
