"""Where answers are drawn, and where they stay as they were written."""

from bot.core.errors import HistoryError
from bot.core.profile import Overrides, Profile, Scope
from bot.core.profiles import Profiles
from bot.stores.memory_profiles import MemoryProfiles
from tests.conftest import ScriptedEngine
from tests.core.talking import Talk, said

TABLE = "| a | b |\n|---|---|\n| 1 | 2 |\n"
DRAWN = "```\na │ b\n──┼──\n1 │ 2\n```"


async def test_what_is_drawn_stays_as_it_was_written_on_record():
    talk = Talk(ScriptedEngine(*TABLE))
    exchange = await talk.answered()
    assert talk.seen == [DRAWN]
    assert exchange.answer.text == TABLE


async def test_a_place_can_have_answers_as_they_were_written():
    talk = Talk(ScriptedEngine(TABLE))
    await talk.profiles.change(Scope("channel", 1), lambda _: Overrides(display=False))
    asking, reply = talk.ask(channel=1)
    await asking
    assert talk.seen == [TABLE.strip()]
    assert all("│" not in page for wish in reply.wishes for page in wish)
    await talk.answered(channel=2)
    assert talk.seen[-1] == DRAWN


async def test_an_answer_is_drawn_as_by_default_where_that_cannot_be_read():
    class Unreadable(MemoryProfiles):
        async def overrides(self, scopes, /):
            raise HistoryError("the disk is gone")

    profiles = Profiles(Unreadable(), defaults=Profile(system_prompt="be kind", display=False))
    assert await profiles.draws(said()) is False
