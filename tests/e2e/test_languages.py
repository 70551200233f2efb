"""What all can see is said in the language of the place, and what one person sees alone in theirs."""

from bot.core import notices
from bot.core.errors import EngineError
from bot.languages.sentences import sentence
from tests.conftest import ScriptedEngine
from tests.e2e.waiting import own


def buttons(message):
    """What can be pressed below the message: the custom ids, by what stands on the buttons."""
    return {part["label"]: part["custom_id"] for row in message.components or [] for part in row["components"]}


async def test_on_a_server_all_see_its_language_and_whoever_acts_sees_their_own(sandbox, start_bot):
    sandbox.speak("de")
    sandbox.ada.user.locale, sandbox.linus.user.locale = "ja", "es-419"
    async with start_bot(ScriptedEngine("half", EngineError("boom"))) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        failed = f"half\n-# {sentence(notices.WRITING_FAILED, 'de')}"
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [failed])
        await bot.at_rest()
        [answer] = sandbox.messages(sandbox.general, by=sandbox.bot)
        assert list(buttons(answer)) == ["Neu schreiben", "Löschen"]

        pressed = sandbox.linus.click(answer, buttons(answer)["Löschen"])
        [refusal] = await sandbox.until(lambda: pressed.followups)
        assert refusal.content == sentence(notices.not_theirs("Ada"), "es-419")

        stopping = sandbox.ada.command(sandbox.general, "stop")
        response = await sandbox.until(lambda: stopping.response)
        assert (response.content, response.ephemeral) == (sentence(notices.NOTHING_RUNS, "ja"), True)

        resetting = sandbox.ada.command(sandbox.general, "reset")
        await sandbox.until(lambda: resetting.response and resetting.response.content == sentence(notices.RESET, "de"))


async def test_a_direct_message_is_in_the_persons_language_once_it_was_heard(sandbox, start_bot):
    sandbox.ada.user.locale = "fr"
    channel = sandbox.ada.dm_channel
    async with start_bot(ScriptedEngine(EngineError("boom"))) as bot:
        sandbox.ada.command(channel, "ask", prompt="hello")
        failed = sentence(notices.WRITING_FAILED, "fr")
        await sandbox.until(lambda: [failed in text for text in own(sandbox, channel)] == [True])
        sandbox.ada.say(channel, "again")
        await sandbox.until(lambda: [failed in text for text in own(sandbox, channel)] == [True, True])
        await bot.at_rest()
