"""What a model is asked for a summary, and what is taken of its answer."""

from dataclasses import replace

import pytest

from bot.core.chat import File, Text
from bot.core.minutes import Minutes, instructed, taken
from bot.core.record import Answer, Exchange, Question, Summary, words
from tests.core.talking import said


def exchange(asked, answered="Rome."):
    return Exchange(Question(1, asked), Answer(id=1, question=1, parts=words(answered)))


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("Trip to Rome\nAda goes by train.", Minutes("Ada goes by train.", "Trip to Rome")),
        (
            "**Title: “Trip to Rome”**\n\nSummary: Ada goes.\nBob, too.\n",
            Minutes("Ada goes.\nBob, too.", "Trip to Rome"),
        ),
        ("Ada goes by train.", Minutes("Ada goes by train.")),
        ("Title: Trip to Rome", Minutes("Title: Trip to Rome")),
        ("x" * 81 + "\nAda goes.", Minutes("x" * 81 + "\nAda goes.")),
        ("---\nAda goes.", Minutes("---\nAda goes.")),
        ("\n\n", None),
        ("", None),
    ],
)
def test_the_first_line_is_the_title_where_it_reads_like_one(written, minutes):
    assert taken(written) == minutes


def test_it_is_asked_for_after_all_that_it_is_made_of():
    system, user = instructed(Summary("Ada wants to travel.", 3), [exchange(said("where to?"))])
    assert (system.role, user.role) == ("system", "user")
    told = user.text.split("\n\n")
    assert told[:3] == ["[Summed up before]\nAda wants to travel.", "Ada: where to?", "Assistant: Rome."]
    assert told[3].startswith("[End of the conversation]\n")
    assert len(told) == 4


def test_of_what_is_too_long_it_is_made_of_the_beginning():
    _, user = instructed(None, [exchange(said("where to?", is_private=True), "Romeward ho")], most=5)
    assert user.text.startswith("User: where\n\nAssistant: Romew\n\n[End")


def test_what_came_with_a_message_is_not_in_it():
    linked = File("a message by Grace in #board", "we are sold", length=11)
    _, user = instructed(None, [exchange(replace(said("look"), parts=(Text("look"), linked)))])
    assert "a message by Grace in #board" in user.text
    assert "we are sold" not in user.text
