"""What the bot has to say of itself."""

import pytest

from bot.core import notices
from bot.core.chat import Options
from bot.core.errors import Refused
from bot.core.record import Answer, Recipe
from bot.core.settling import ending
from tests.conftest import english


def test_how_many_come_first_is_told_in_proper_english():
    assert english(notices.waiting(1)) == "⏳ 1 answer before yours."
    assert english(notices.waiting(2)) == "⏳ 2 answers before yours."


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0.1, "5 s"), (8.0, "10 s"), (42.0, "40 s"), (58.0, "1 min"), (80.0, "1 min"), (100.0, "2 min")],
)
def test_how_long_it_takes_is_told_no_more_exactly_than_it_is_known(seconds, told):
    assert english(notices.waiting_about(3, seconds)) == f"⏳ 3 answers before yours, about {told}."


def test_how_many_may_wait_is_told_in_proper_english():
    assert "no question of yours may wait" in english(notices.busy_person(0))
    assert "only 1 question may wait in this channel" in english(notices.busy_channel(1))
    assert "only 100 questions may wait on this server" in english(notices.busy_server(100))


def test_why_an_answer_ended_is_told_where_that_was_not_its_own_end():
    recipe = Recipe("model", "engine", Options(max_new_tokens=100))
    assert ending(Answer(id=1, question=1, finish="stop", recipe=recipe)) == ()
    assert ending(Answer(id=1, question=1)) == ()
    assert ending(Answer(id=1, question=1, finish="length", recipe=recipe)) == (notices.cut_off_at(100),)
    assert ending(Answer(id=1, question=1, finish="length")) == (notices.CUT_OFF,)
    assert ending(Answer(id=1, question=1, finish="loop", recipe=recipe)) == (notices.LOOP,)
    stopped = Answer(id=1, question=1, finish="length", recipe=recipe, reason=notices.STOPPED)
    assert ending(stopped) == (notices.STOPPED,)


def test_the_log_of_a_refusal_holds_no_words_of_people():
    refused = Refused(notices.not_theirs("Ada"))
    assert (str(refused), refused.notice.arguments) == ("not-theirs", {"name": "Ada"})
