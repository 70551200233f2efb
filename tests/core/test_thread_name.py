"""What a thread is called."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.record import Quote
from bot.core.thread_name import LONGEST, thread_name
from tests.core.talking import said


def test_a_thread_is_called_by_its_question_on_one_line():
    assert thread_name(said("what is\n\n a   haiku?")) == "what is a haiku?"
    assert thread_name(said("x" * LONGEST)) == "x" * LONGEST


def test_a_long_question_is_cut_after_a_word_and_loses_what_would_hang_there():
    assert thread_name(said("word, " * 30)) == "word, " * 15 + "word" + "…"
    assert thread_name(said("a" * 99 + " b")) == "a" * 99 + "…"
    assert thread_name(said("a" * 98 + " bcd")) == "a" * 98 + "…"


def test_a_long_word_is_cut_after_a_grapheme():
    family = "👩‍👩‍👧"
    assert thread_name(said(family * 40)) == family * 19 + "…"
    assert thread_name(said("x" * 200)) == "x" * 99 + "…"
    assert thread_name(said("e" + "\u0301" * 200)) == "e" + "\u0301" * 98 + "…"


def test_a_question_without_words_is_called_by_what_it_points_at_or_who_asks():
    assert thread_name(said(" ", quote=Quote("Bob", "the\nearth is flat"))) == "the earth is flat"
    assert thread_name(said("")) == "Ada"


@given(st.text(max_size=300))
def test_discord_takes_any_name(text):
    name = thread_name(said(text))
    assert 1 <= len(name) <= LONGEST
    assert name == " ".join(name.split())
