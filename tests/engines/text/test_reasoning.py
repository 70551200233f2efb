"""What a model thinks before it answers never reaches whoever asked, however its text comes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.engines.text.reasoning import WithoutThoughts

texts = st.lists(st.sampled_from(["<think>", "</think>", "<thi", "</", ">", " ", "\n", "a", "你"]), max_size=8)


def heard(pieces, *, is_open=False):
    said = []
    hear = WithoutThoughts(said.append, is_open=is_open)
    for piece in pieces:
        hear(piece)
    hear.end()
    assert "" not in said
    return "".join(said)


def answer(text, *, is_open=False):
    """What is left of the whole text."""
    if is_open:
        return text.partition("</think>")[2].lstrip()
    begun = text.lstrip()
    return begun.partition("</think>")[2].lstrip() if begun.startswith("<think>") else text


@given(texts.map("".join), st.data(), st.booleans())
def test_the_answer_is_the_text_without_the_thought_it_begins_with(text, data, is_open):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert heard(pieces, is_open=is_open) == answer(text, is_open=is_open)


@given(texts.map("".join))
@example("The tag <think> begins a thought, </think> ends it.")
def test_text_that_begins_otherwise_is_left_as_it_is(text):
    assert heard(["So: ", *text]) == f"So: {text}"


def test_an_answer_is_said_as_soon_as_it_is_known_for_one():
    said = []
    hear = WithoutThoughts(said.append)
    for piece in ("\n", "<", "b", ">"):
        hear(piece)
    assert said == ["\n<b", ">"]


@pytest.mark.parametrize("text", ["<think>What do they", "  <think>", "<think>a</think>", "<think>a</think>\n"])
def test_an_answer_that_ends_in_its_thought_has_said_nothing(text):
    assert heard(text) == ""
