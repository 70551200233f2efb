"""Text comes as soon as it is complete, is that of all tokens, and costs the same for each."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from transformers import AutoTokenizer
from transformers.convert_slow_tokenizer import bytes_to_unicode

from bot.engines.text.detokenizer import Detokenizer

from ..conftest import DEMO, make_tokenizer
from .test_encoding import gemma, mistral

law = settings(deadline=None, max_examples=50)


def streamed(tokenizer, ids, **how):
    """The pieces that come out when `ids` go in one by one."""
    detokenizer = Detokenizer(tokenizer.backend_tokenizer, **how)
    pieces = [detokenizer.put([id_]) for id_ in ids]
    return [piece for piece in [*pieces, detokenizer.rest()] if piece]


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


class Counting:
    """Notes how many tokens a decoder is given each time."""

    def __init__(self, tokenizer):
        self.backend_tokenizer = self
        self._decoder = tokenizer.backend_tokenizer
        self.decoded = []

    def decode(self, ids, skip_special_tokens=True):
        self.decoded.append(len(ids))
        return self._decoder.decode(ids, skip_special_tokens=skip_special_tokens)


@pytest.mark.parametrize("text", ["abc," * 500, "สวัสดี" * 100, "\n" * 500, "👩‍👩‍👧" * 100, " " * 500])
def test_a_token_costs_the_same_however_long_the_answer_is(byte_level, text):
    counting, ids = Counting(byte_level), byte_level(text).input_ids
    assert "".join(streamed(counting, ids)) == at_once(byte_level, ids)
    assert sum(counting.decoded) <= 8 * len(ids) + 40
    assert max(counting.decoded) <= 20


def test_characters_of_several_tokens_cost_the_same_where_a_vocabulary_falls_back_to_bytes(sentencepiece):
    ids = sentencepiece("བོད་ཡིག 𝔘𝔫𝔦 " * 60, add_special_tokens=False).input_ids
    counting = Counting(sentencepiece)
    assert "".join(streamed(counting, ids)) == at_once(sentencepiece, ids)
    assert len(ids) > 1000
    assert max(counting.decoded) <= 20


@pytest.mark.parametrize("bytes_", [b"\xe4", b"\xf0\x9f", b"\xbd\xff"])
def test_tokens_that_make_no_character_cost_the_same_however_many_there_are(byte_level, bytes_):
    spelled = {byte: byte_level.convert_tokens_to_ids(bytes_to_unicode()[byte]) for byte in bytes_}
    counting, ids = Counting(byte_level), [spelled[byte] for byte in bytes_] * 200
    ids += byte_level("好 a").input_ids
    assert "".join(streamed(counting, ids)) == at_once(byte_level, ids)
    assert max(counting.decoded) <= 40


def test_control_tokens_cost_the_same_however_many_there_are(byte_level):
    ids = [*byte_level(" a").input_ids, *[byte_level.eos_token_id] * 300, *byte_level(" b").input_ids]
    counting = Counting(byte_level)
    assert "".join(streamed(counting, ids)) == " a b"
    assert max(counting.decoded) <= 40


def test_control_tokens_and_those_to_be_skipped_are_not_shown(byte_level):
    hello, more = byte_level("Hello").input_ids, byte_level("!").input_ids
    assert "".join(streamed(byte_level, [*hello, byte_level.eos_token_id, *more], skipped=more)) == "Hello"
