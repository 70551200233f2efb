"""Somebody sees what the model is shown, over sockets."""

from bot.core import notices
from bot.core.profile import Overrides, Persona
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers

PIRATE = Persona("pirate", "A pirate", Overrides(system_prompt="Arr."))


async def shown(sandbox, person, channel):
    """What /context tells the person, and its file."""
    typed = person.command(channel, "context")
    response = await sandbox.until(lambda: typed.response and typed.response.embeds and typed.response)
    assert response.ephemeral
    [file] = response.attachments
    return response.embeds[0]["description"].split("\n"), file.data.decode()


async def test_everybody_sees_what_was_said_there_and_moderators_what_it_begins_with(sandbox, start_bot):
    async with start_bot(ScriptedEngine("Because."), personas=[PIRATE]) as bot:
        typed = sandbox.ada.command(sandbox.general, "persona", name="pirate")
        await sandbox.until(lambda: typed.response and not typed.response.loading)
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} why?")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        said = "## user\n\n```\nAda: why?\n```\n\n## assistant\n\n```\nBecause.\n```\n"
        lines, file = await shown(sandbox, sandbox.ada, sandbox.general)
        assert lines[:2] == [
            english(notices.context_persona("channel", "A pirate")),
            english(notices.context_shown(1)),
        ]
        assert file == f"## system\n\n```\nArr.\n```\n\n{said}"
        lines, file = await shown(sandbox, sandbox.linus, sandbox.general)
        assert lines[-1] == english(notices.CONTEXT_FILE_WITHOUT_INSTRUCTIONS)
        assert file == said
        lines, file = await shown(sandbox, sandbox.linus, sandbox.linus.dm_channel)
        assert lines[1] == english(notices.context_shown(0))
        assert file == "## system\n\n```\nbe kind\n```\n"
