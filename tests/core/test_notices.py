"""What the bot has to say of itself."""

from bot.core import notices
from bot.core.chat import Options
from bot.core.errors import Refused
from bot.core.record import Answer, Recipe
from bot.core.settling import ending


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
