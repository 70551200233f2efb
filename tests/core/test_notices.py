"""What the bot says of itself in numbers."""

from bot.core import notices
from bot.core.chat import Options
from bot.core.errors import Refused
from bot.core.record import Answer, Recipe


def test_how_many_come_first_is_told_in_proper_english():
    assert notices.waiting(1) == "⏳ 1 message comes before yours in this channel."
    assert notices.waiting(2) == "⏳ 2 messages come before yours in this channel."


def test_why_an_answer_ended_is_told_where_that_was_not_its_own_end():
    recipe = Recipe("model", "engine", Options(max_new_tokens=100))
    assert notices.ending(Answer(id=1, question=1, finish="stop", recipe=recipe)) == ()
    assert notices.ending(Answer(id=1, question=1)) == ()
    assert notices.ending(Answer(id=1, question=1, finish="length", recipe=recipe)) == ("Cut off at 100 tokens.",)
    assert notices.ending(Answer(id=1, question=1, finish="length")) == ("Cut off here.",)
    assert notices.ending(Answer(id=1, question=1, finish="loop", recipe=recipe)) == (notices.LOOP,)
    stopped = Answer(id=1, question=1, finish="length", recipe=recipe, reason=notices.STOPPED)
    assert notices.ending(stopped) == (notices.STOPPED,)


def test_a_refusal_reads_the_same_in_the_channel_and_in_the_log():
    assert (Refused("No.").notice, str(Refused("No."))) == ("No.", "No.")
