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


class TestSeveralMessages:
    FIRST, SECOND, THIRD = (said(text, message=number) for number, text in ((7, "one"), (8, "two"), (9, "three")))

    def test_one_question_says_all_of_them_on_lines_of_their_own(self):
        asked = self.THIRD.after(self.SECOND.after(self.FIRST))
        assert asked.turn().text == "Ada: one\ntwo\nthree"
        assert asked.message == 9

    def test_what_is_pointed_at_is_that_of_the_last_one_or_else_of_an_earlier_one(self):
        quoting = replace(self.FIRST, quote=Quote("Bob", "this"))
        assert self.SECOND.after(quoting).quote == Quote("Bob", "this")
        other = replace(self.SECOND, quote=Quote("Bob", "that"))
        assert other.after(quoting).quote == Quote("Bob", "that")

    def test_each_can_be_edited(self):
        asked = self.SECOND.after(self.FIRST)
        assert asked.reworded(said("won", message=7)).text == "won\ntwo"
        assert asked.reworded(said("too", message=8)).text == "one\ntoo"
        assert asked.reworded(self.THIRD) == asked

    def test_an_earlier_one_can_be_taken_out(self):
        asked = self.SECOND.after(self.FIRST)
        assert asked.without(7) == self.SECOND
        assert asked.without(9) == asked
