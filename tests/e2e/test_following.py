"""What people do to messages, and the bot follows."""

import asyncio

import pytest

from tests.conftest import ScriptedEngine
from tests.e2e.waiting import answers, own

pytestmark = pytest.mark.hurrying


async def test_an_edit_of_the_question_that_is_being_answered_starts_its_answer_again(sandbox, start_bot):
    engine = ScriptedEngine("old", asyncio.Event())
    async with start_bot(engine) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        engine.script = ("new",)
        sandbox.ada.edit(question, f"{sandbox.mention} two")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["new"])
        await bot.at_rest()
        assert await bot.remembered(sandbox.general) == [("Ada: two", "new")]


async def test_an_edit_of_the_last_question_is_answered_anew_in_place(sandbox, start_bot):
    engine = ScriptedEngine("old")
    async with start_bot(engine) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        engine.script = ("new",)
        sandbox.ada.edit(question, f"{sandbox.mention} two")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["new"])
        await bot.at_rest()
        assert await bot.remembered(sandbox.general) == [("Ada: two", "new")]


async def test_a_mention_that_an_edit_adds_is_answered_and_followed(sandbox, start_bot):
    engine = ScriptedEngine("ok")
    async with start_bot(engine) as bot:
        message = sandbox.ada.say(sandbox.general, "what is a haiku?")
        sandbox.ada.edit(message, f"{sandbox.mention} what is a haiku?")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        assert await bot.remembered(sandbox.general) == [("Ada: what is a haiku?", "ok")]
        engine.script = ("new",)
        sandbox.ada.edit(message, f"{sandbox.mention} what is a sonnet?")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["new"])
        await bot.at_rest()
        assert await bot.remembered(sandbox.general) == [("Ada: what is a sonnet?", "new")]


async def test_a_deleted_question_takes_its_answer_along(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok")) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        sandbox.ada.delete(question)
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [])
        assert await bot.remembered(sandbox.general) == []


async def test_a_question_deleted_while_it_is_answered_stops_the_engine(sandbox, start_bot):
    engine = ScriptedEngine("so far", asyncio.Event())
    async with start_bot(engine) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        sandbox.ada.delete(question)
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [])
        await bot.at_rest()
        assert engine.closed_early


async def test_messages_deleted_together_are_followed(sandbox, start_bot):
    async with start_bot(ScriptedEngine("ok")) as bot:
        questions = []
        for text in ("one", "two"):
            questions.append(sandbox.ada.say(sandbox.general, f"{sandbox.mention} {text}"))
            await answers(sandbox, sandbox.general, len(questions))
            await bot.at_rest()
        sandbox.ada.delete(*questions)
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [])
        assert await bot.remembered(sandbox.general) == []


async def test_a_page_that_a_moderator_deletes_is_forgotten_with_the_rest(sandbox, start_bot):
    async with start_bot(ScriptedEngine(*["word " * 20] * 60)) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} much")
        pages = await answers(sandbox, sandbox.general, 4)
        await bot.at_rest()
        sandbox.ada.delete(pages[1])
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [])
        assert await bot.remembered(sandbox.general) == []


async def test_a_channel_that_is_deleted_is_forgotten(sandbox, start_bot):
    channel = sandbox.add_channel("short-lived")
    async with start_bot(ScriptedEngine("ok")) as bot:
        sandbox.ada.say(channel, f"{sandbox.mention} one")
        await answers(sandbox, channel)
        await bot.at_rest()
        assert await bot.remembered(channel)
        sandbox.delete_channel(channel)
        await bot.forgotten(channel)


async def test_shrinking_an_answer_is_not_taken_for_somebody_s_deletion(sandbox, start_bot):
    engine = ScriptedEngine(*["word " * 20] * 60)
    async with start_bot(engine) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} much")
        await answers(sandbox, sandbox.general, 4)
        await bot.at_rest()
        engine.script = ("short",)
        sandbox.ada.edit(question, f"{sandbox.mention} little")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["short"])
        await bot.at_rest()
        assert await bot.remembered(sandbox.general) == [("Ada: little", "short")]


async def test_pages_that_the_bot_itself_takes_away_are_nobodys_deletion(sandbox, start_bot):
    engine, go_on = ScriptedEngine(*["word " * 20] * 60), asyncio.Event()
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} long")
        await answers(sandbox, sandbox.general, 4)
        await bot.at_rest()
        [long] = await bot.record.recent(sandbox.general.id)
        engine.script = ("so far", go_on)
        sandbox.linus.say(sandbox.general, f"{sandbox.mention} something else")
        await sandbox.until(lambda: len(own(sandbox, sandbox.general)) == 5)
        last = sandbox.messages(sandbox.general, by=sandbox.bot)[3]
        sandbox.ada.click(last, f"answer:regenerate:{long.answer.id}")
        # Its other pages go as soon as it is told that another one comes first.
        await sandbox.until(lambda: len(own(sandbox, sandbox.general)) == 2)
        engine.script = ("short",)
        go_on.set()
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["short", "so far"])
        await bot.at_rest()
        assert [answer for _, answer in await bot.remembered(sandbox.general)] == ["short", "so far"]
