"""What a model thinks before it answers is told from the answer, however its text comes."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.engines.text.reasoning import ReasoningParser

texts = st.lists(st.sampled_from(["<think>", "</think>", "<thi", "</", ">", " ", "\n", "a", "你"]), max_size=8)


def parsed(pieces, *, is_open=False):
    """What is thought and what is said."""
    heard = []
    parser = ReasoningParser(lambda text, kind: heard.append((kind, text)), is_open=is_open)
    for piece in pieces:
        parser.put(piece)
    parser.end()
    assert all(text for _, text in heard)
    assert [kind for kind, _ in heard] == sorted((kind for kind, _ in heard), reverse=True)
    return tuple("".join(text for kind, text in heard if kind == wanted) for wanted in ("thought", "text"))


def expected(text, *, is_open=False):
    """The thought and the answer of the whole text."""
    begun = text.lstrip()
    if not is_open and not begun.startswith("<think>"):
        return "", text
    thought, _, answer = (text if is_open else begun.removeprefix("<think>")).partition("</think>")
    return thought.strip(), answer.lstrip()


@given(texts.map("".join), st.data(), st.booleans())
def test_thought_and_answer_are_those_of_the_whole_text(text, data, is_open):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert parsed(pieces, is_open=is_open) == expected(text, is_open=is_open)


@given(texts.map("".join))
@example("The tag <think> begins a thought, </think> ends it.")
def test_text_that_begins_otherwise_is_left_as_it_is(text):
    assert parsed(["So: ", *text]) == ("", f"So: {text}")


def test_an_answer_is_said_as_soon_as_it_is_known_for_one():
    said = []
    parser = ReasoningParser(lambda text, kind: said.append(text))
    for piece in ("\n", "<", "b", ">"):
        parser.put(piece)
    assert said == ["\n<b", ">"]


def test_a_thought_is_told_as_it_comes():
    heard = []
    parser = ReasoningParser(lambda text, kind: heard.append((kind, text)))
    for piece in ("<think>", "\nA user", ". <", "b", "</th"):
        parser.put(piece)
    assert heard == [("thought", "A user"), ("thought", "."), ("thought", " <b")]


@pytest.mark.parametrize("text", ["<think>What do they", "  <think>", "<think>a</think>", "<think>a</think>\n"])
def test_an_answer_that_ends_in_its_thought_has_said_nothing(text):
    assert parsed(text)[1] == ""
