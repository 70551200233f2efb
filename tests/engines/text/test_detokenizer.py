import warnings

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st
from transformers import AutoTokenizer, GenerationConfig

from bot.core.chat import Options
from bot.engines.text.detokenizer import StopWhen, TextStreamer, generation_config

from ..conftest import DEMO, make_tokenizer
from .test_encoding import gemma, mistral

law = settings(deadline=None, max_examples=50)

QWEN2_SETTINGS = {"do_sample": True, "temperature": 0.7, "top_p": 0.8, "top_k": 20, "repetition_penalty": 1.05}


def streamed(tokenizer, ids, *, prompt=(1, 2, 3)):
    """The pieces that come out when `ids` go in one by one, as `generate` puts them."""
    pieces = []
    streamer = TextStreamer(tokenizer, pieces.append)
    streamer.put(torch.tensor([prompt]))
    for id_ in ids:
        streamer.put(torch.tensor([id_]))
    streamer.end()
    return pieces


def at_once(tokenizer, ids):
    return tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)


@pytest.fixture(scope="module", params=["tiny", "demo"])
def byte_level(request):
    return make_tokenizer() if request.param == "tiny" else AutoTokenizer.from_pretrained(DEMO)


@pytest.fixture(scope="module", params=[gemma, mistral])
def sentencepiece(request):
    return request.param()


@law
@given(data=st.data())
def test_the_pieces_together_are_the_text_of_all_ids(byte_level, data):
    ids = data.draw(st.lists(st.integers(0, len(byte_level) - 1), max_size=120))
    assert "".join(streamed(byte_level, ids)) == at_once(byte_level, ids)


@law
@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
@example(text="    return 1\n        x\n" * 20)
@example(text="👩‍👩‍👧 你好 สวัสดี " * 20)
def test_no_piece_ever_shows_half_a_character(byte_level, text):
    ids = byte_level(text).input_ids
    pieces = streamed(byte_level, ids)
    assert "".join(pieces) == at_once(byte_level, ids)
    if "\N{REPLACEMENT CHARACTER}" not in text:
        assert not any("\N{REPLACEMENT CHARACTER}" in piece for piece in pieces)


@law
@given(text=st.text(st.sampled_from("ab \n你é<"), max_size=200))
@example(text="\n    indented\n" * 30)
def test_tokenizers_that_drop_a_leading_space_keep_those_within_the_text(sentencepiece, text):
    ids = sentencepiece(text, add_special_tokens=False).input_ids
    assert "".join(streamed(sentencepiece, ids)) == at_once(sentencepiece, ids)


def test_every_token_of_complete_characters_is_shown_at_once(byte_level):
    # Neither spaces nor Chinese characters, which TextIteratorStreamer by itself would wait for.
    assert streamed(byte_level, byte_level("สวัสดี").input_ids) == list("สวัสดี")


def test_a_token_costs_the_same_in_a_long_line(byte_level):
    decoded = []

    class Counting:
        def decode(self, ids, **options):
            decoded.append(len(ids))
            return byte_level.decode(ids, **options)

    ids = byte_level("abc," * 2000).input_ids
    streamed(Counting(), ids)
    assert max(decoded) < 50


def test_control_tokens_and_the_prompt_are_not_shown(byte_level):
    ids = [*byte_level("Hello").input_ids, byte_level.eos_token_id]
    assert "".join(streamed(byte_level, ids, prompt=byte_level("Secret").input_ids)) == "Hello"


@pytest.mark.parametrize("asked", [True, False])
def test_stopping_is_said_for_every_row(asked):
    assert StopWhen(lambda: asked)(torch.zeros(3, 5), None).tolist() == [asked] * 3


def settled(options, **checkpoint):
    return generation_config(GenerationConfig(**checkpoint), options, max_new_tokens=7)


def test_the_checkpoint_decides_what_the_options_leave_open():
    config = settled(Options(), **QWEN2_SETTINGS)
    assert {name: getattr(config, name) for name in QWEN2_SETTINGS} == QWEN2_SETTINGS
    assert config.max_new_tokens == 7


def test_options_replace_only_what_they_name():
    config = settled(Options(temperature=1.5, repetition_penalty=1.2), **QWEN2_SETTINGS)
    assert (config.temperature, config.top_p, config.top_k, config.repetition_penalty) == (1.5, 0.8, 20, 1.2)


def test_a_temperature_of_zero_is_greedy():
    config = settled(Options(temperature=0, top_p=0.5), **QWEN2_SETTINGS)
    assert not config.do_sample
    assert config.repetition_penalty == 1.05
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        config.validate(strict=True)


@pytest.mark.parametrize("options", [Options(temperature=0.5), Options(top_p=0.5), Options(top_k=5)])
def test_asking_for_a_sampling_setting_turns_sampling_on(options):
    assert settled(options, do_sample=False).do_sample


def test_a_greedy_checkpoint_stays_greedy():
    assert not settled(Options(repetition_penalty=1.1)).do_sample


def test_the_checkpoint_itself_is_not_changed():
    checkpoint = GenerationConfig(**QWEN2_SETTINGS)
    generation_config(checkpoint, Options(temperature=0), max_new_tokens=7)
    assert checkpoint.temperature == 0.7
