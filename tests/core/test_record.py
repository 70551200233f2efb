from dataclasses import replace

import pytest

from bot.core.chat import Text, Turn
from bot.core.record import Answer, Quote, words
from tests.core.talking import said


@pytest.mark.parametrize(
    ("incoming", "text"),
    [
        (said("hi"), "Ada: hi"),
        (said("hi", is_private=True), "hi"),
        (said("why?", quote=Quote("Bob", "one\ntwo")), "Ada, replying to Bob:\n> one\n> two\n\nwhy?"),
        (said("why?", quote=Quote("Bob", "one"), is_private=True), "Bob said:\n> one\n\nwhy?"),
    ],
)
def test_a_message_reads_as_who_speaks_what_they_point_at_and_what_they_say(incoming, text):
    assert incoming.turn().text == text
    assert incoming.turn().role == "user"


def test_a_turn_keeps_its_parts_and_reads_as_their_words():
    turn = Turn("user", "one ", Text("two"))
    assert turn.parts == (Text("one "), Text("two"))
    assert turn.text == "one two"
    assert turn == Turn("user", Text("one "), "two")


def test_an_answer_is_remembered_without_the_space_around_it():
    answer = Answer(id=1, question=1, parts=words("\n hi \n"))
    assert answer.turn() == Turn("assistant", "hi")


def test_an_empty_text_has_no_parts():
    assert words("") == ()
    assert words(" ") == (Text(" "),)


@pytest.mark.parametrize(
    ("state", "is_ended"),
    [("queued", False), ("writing", False), ("done", True), ("stopped", True), ("failed", True), ("lost", True)],
)
def test_an_answer_has_ended_when_nobody_writes_on_it(state, is_ended):
    assert replace(Answer(id=1, question=1), state=state).is_ended is is_ended
