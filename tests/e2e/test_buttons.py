"""What people press under an answer."""

import asyncio

from bot.core.chat import Piece
from bot.core.notices import STOPPED
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own


def buttons(message):
    """The custom ids of what can be pressed under the message, by what each does."""
    rows = message.components or []
    pressable = [part for row in rows for part in row["components"] if not part.get("disabled")]
    return {part["custom_id"].split(":")[1]: part["custom_id"] for part in pressable}


async def asked(sandbox, text="hi", count=1):
    """The bot's messages after Ada asked something, when the last one has its buttons."""
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} {text}")
    await answers(sandbox, sandbox.general, count)
    return await with_buttons(sandbox, "regenerate")


async def with_buttons(sandbox, what):
    """The bot's last message in the channel, as soon as `what` can be pressed there."""

    def last():
        messages = sandbox.messages(sandbox.general, by=sandbox.bot)
        return messages[-1] if messages and what in buttons(messages[-1]) else None

    return await sandbox.until(last)


async def test_stop_ends_the_answer_that_is_being_written(sandbox, start_bot):
    engine = ScriptedEngine("so far", asyncio.Event())
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        message = await with_buttons(sandbox, "stop")
        sandbox.ada.click(message, buttons(message)["stop"])
        message = await with_buttons(sandbox, "regenerate")
        assert message.content == f"so far\n-# {english(STOPPED)}"
        assert engine.closed_early
        await bot.at_rest()


async def test_regenerate_writes_another_version_and_both_can_be_looked_at(sandbox, start_bot):
    engine = ScriptedEngine("first")
    async with start_bot(engine) as bot:
        message = await asked(sandbox)
        engine.script = ("second",)
        sandbox.ada.click(message, buttons(message)["regenerate"])
        message = await with_buttons(sandbox, "older")
        assert own(sandbox, sandbox.general) == ["second"]
        sandbox.ada.click(message, buttons(message)["older"])
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["first"])
        await sandbox.until(lambda: "newer" in buttons(sandbox.messages(sandbox.general, by=sandbox.bot)[-1]))
        assert await bot.remembered(sandbox.general) == [("Ada: hi", "first")]


async def test_continue_goes_on_in_the_same_message(sandbox, start_bot):
    engine = ScriptedEngine("one ", Piece("two", "length"))
    async with start_bot(engine) as bot:
        message = await asked(sandbox)
        engine.script = (" three",)
        sandbox.ada.click(message, buttons(message)["continue"])
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["one two three"])
        await bot.at_rest()
        assert await bot.remembered(sandbox.general) == [("Ada: hi", "one two three")]


async def test_delete_takes_all_pages_away(sandbox, start_bot):
    async with start_bot(ScriptedEngine(*["word " * 20] * 60)) as bot:
        message = await asked(sandbox, count=4)
        assert len(own(sandbox, sandbox.general)) == 4
        sandbox.ada.click(message, buttons(message)["delete"])
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [])
        assert await bot.remembered(sandbox.general) == []


async def test_buttons_are_on_the_last_page_only(sandbox, start_bot):
    async with start_bot(ScriptedEngine(*["word " * 20] * 60)) as bot:
        await asked(sandbox, count=4)
        await bot.at_rest()
        shown = [bool(buttons(message)) for message in sandbox.messages(sandbox.general, by=sandbox.bot)]
        assert shown == [False, False, False, True]


async def test_somebody_else_is_told_so_privately(sandbox, start_bot):
    async with start_bot(ScriptedEngine("first")) as bot:
        message = await asked(sandbox)
        press = sandbox.linus.click(message, buttons(message)["delete"])
        [followup] = await sandbox.until(lambda: press.followups)
        assert "Only Ada or a moderator" in followup.content
        assert followup.ephemeral
        assert len(await bot.remembered(sandbox.general)) == 1


async def test_buttons_work_after_a_restart(sandbox, start_bot, tmp_path):
    from bot.stores.sqlite import open_record

    record = await open_record(f"sqlite:///{tmp_path / 'history.db'}")
    engine = ScriptedEngine("first")
    async with start_bot(engine, record=record):
        message = await asked(sandbox)
    engine.script = ("second",)
    async with start_bot(engine, record=record):
        sandbox.ada.click(message, buttons(message)["regenerate"])
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["second"])
    await record.close()


async def test_an_answer_that_is_forgotten_says_so_to_who_presses(sandbox, start_bot):
    async with start_bot(ScriptedEngine("first")) as bot:
        message = await asked(sandbox)
        await bot.conversation.reset(sandbox.general.id)
        press = sandbox.ada.click(message, buttons(message)["regenerate"])
        [followup] = await sandbox.until(lambda: press.followups)
        assert "do not remember" in followup.content
