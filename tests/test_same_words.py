"""`bot chat` says what the script in Qwen2's documentation says, with each engine in the process."""

import gguf
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

from benchmarks import gguf_file, same_words
from benchmarks.near_ties import first_difference
from bot.demo import MODEL_PATH

# All of them are asked by `python -m benchmarks.same_words`.
FEW = same_words.CONVERSATIONS[:4]


@pytest.fixture(scope="module")
def exact():
    # A model as small gains nothing from a second core.
    torch.set_num_threads(1)
    return AutoModelForCausalLM.from_pretrained(MODEL_PATH, dtype=torch.float32).eval()


@pytest.fixture(scope="module")
def held(exact):
    return same_words.said_by_script(exact, AutoTokenizer.from_pretrained(MODEL_PATH), tokens=64, conversations=FEW)


def test_twenty_conversations_are_held_some_of_them_in_several_turns():
    assert len(set(same_words.CONVERSATIONS)) == 20
    assert sum(len(questions) > 1 for questions in same_words.CONVERSATIONS) == 8
    assert max(map(len, same_words.CONVERSATIONS)) == 3


@pytest.mark.parametrize("engine", same_words.ENGINES)
def test_the_bot_says_the_same_words(held, engine):
    assert same_words.printed_by_bot(MODEL_PATH, engine, tokens=64, conversations=FEW) == same_words.printed(held)


def test_llama_cpp_says_the_same_words_but_where_two_were_as_likely(exact, held, tmp_path):
    tokenizer, file = AutoTokenizer.from_pretrained(MODEL_PATH), tmp_path / "tiny.gguf"
    said = same_words.printed_by_bot(
        gguf_file.write(MODEL_PATH, file, kind="f32"),
        "gguf",
        tokens=64,
        conversations=FEW,
        repetition_penalty=exact.generation_config.repetition_penalty,
    )
    pairs = zip(held, said, same_words.printed(held), strict=True)
    differing = [
        first_difference(exact, tokenizer, turns, text, tokens=64) for turns, text, wanted in pairs if text != wanted
    ]
    assert [each for each in differing if each["gap"] > same_words.NEAR_TIE] == []


def test_a_difference_is_told_with_how_close_the_two_likeliest_tokens_were(exact, held):
    turns, (wanted, *_) = held[0], same_words.printed(held)
    assert len(wanted) > 12
    said = wanted[:10] + "¿" + wanted[11:]
    found = first_difference(exact, AutoTokenizer.from_pretrained(MODEL_PATH), turns, said, tokens=64)
    assert found["wanted"].startswith(wanted[:11])
    assert found["said"].startswith(said[:11])
    assert 0 < found["after"] < 10
    assert found["gap"] > 0


def test_what_a_gguf_file_holds_in_few_bits_is_the_same_in_32(tmp_path):
    packed = gguf_file.write(MODEL_PATH, tmp_path / "packed.gguf", kind="q8_0")
    whole = gguf.GGUFReader(gguf_file.write_unpacked(packed, tmp_path / "whole.gguf"))
    reader = gguf.GGUFReader(packed)
    assert {tensor.tensor_type for tensor in whole.tensors} == {gguf.GGMLQuantizationType.F32}
    for before, after in zip(reader.tensors, whole.tensors, strict=True):
        values = gguf.quants.dequantize(before.data, before.tensor_type)
        assert (before.name, list(before.shape)) == (after.name, list(after.shape))
        assert torch.allclose(torch.tensor(values), torch.tensor(after.data), rtol=2**-8)
    of_both = [{name: field.contents() for name, field in each.fields.items()} for each in (reader, whole)]
    assert of_both[0] == of_both[1]


def test_with_16_bits_the_bot_agrees_with_float32_as_often_as_plain_transformers_does(exact, held):
    texts = same_words.sequences(AutoTokenizer.from_pretrained(MODEL_PATH), held)
    ours, theirs = same_words.agreement(MODEL_PATH, exact, texts)
    assert theirs > 0.9
    # What a processor rounds is chance: one token of a hundred is within it.
    assert ours >= theirs - 0.01
