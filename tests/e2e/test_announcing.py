"""A call that tells somebody that a long answer is there."""

from bot.core import notices
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own


async def test_whoever_waited_long_is_pinged_and_the_call_goes_when_they_come(sandbox, start_bot):
    async with start_bot(ScriptedEngine("at last"), announce_after=0.0) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} a novel, please")
        answer, call = await answers(sandbox, sandbox.general, 2)
        assert (answer.content, call.content) == ("at last", f"<@{sandbox.ada.user.id}> {english(notices.ANSWERED)}")
        assert call.mentions == [sandbox.ada.user]
        assert answer.mentions == []
        await bot.at_rest()
        sandbox.ada.say(sandbox.general, "thank you")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["at last"])
        assert await bot.remembered(sandbox.general) == [("Ada: a novel, please", "at last")]


async def test_nobody_is_called_to_an_answer_that_came_soon(sandbox, start_bot):
    async with start_bot(ScriptedEngine("at once")) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
    assert own(sandbox, sandbox.general) == ["at once"]
