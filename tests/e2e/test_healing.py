"""What a restart, a kick or a lost permission leaves behind is put right, and what was missed is answered."""

import asyncio
from datetime import timedelta

from bot.core.notices import INTERRUPTED
from bot.sandbox import Permission
from bot.stores.memory import MemoryRecord
from tests.conftest import ScriptedEngine, english
from tests.e2e.waiting import answers, own


async def test_a_permission_withdrawn_in_mid_answer_leaves_no_cursor_once_it_is_back(sandbox, start_bot):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("so far", go_on, *[" and on"] * 500)) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        sandbox.permit(sandbox.general, sandbox.bot, deny=Permission.VIEW_CHANNEL)
        go_on.set()
        await bot.at_rest()
        assert "▌" in own(sandbox, sandbox.general)[0]
        [(_, said)] = await bot.remembered(sandbox.general)
        sandbox.permit(sandbox.general, sandbox.bot)
        await sandbox.until(lambda: "▌" not in "".join(own(sandbox, sandbox.general)))
        assert own(sandbox, sandbox.general)[0].startswith(said[:1900])


async def test_a_bot_that_was_kicked_in_mid_answer_ends_it_when_it_comes_back_and_forgets_the_rest(sandbox, start_bot):
    engine = ScriptedEngine("whole")
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} before")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        engine.script = ("so far", asyncio.Event())
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        await sandbox.until(lambda: len(own(sandbox, sandbox.general)) == 2)
        sandbox.remove_bot_from(sandbox.guild)
        await bot.at_rest()
        while len(await bot.remembered(sandbox.general)) > 1:  # noqa: ASYNC110 - a record tells nobody that it changed
            await asyncio.sleep(0.01)
        assert await bot.remembered(sandbox.general) == [("Ada: go", "so far")]
        sandbox.return_bot_to(sandbox.guild)
        await sandbox.until(lambda: "▌" not in own(sandbox, sandbox.general)[1])
        assert own(sandbox, sandbox.general)[1].startswith("so far\n-# ")


async def test_what_is_stopped_at_the_end_is_marked_and_can_be_regenerated_after_the_start(sandbox, start_bot):
    record, engine = MemoryRecord(), ScriptedEngine("so far", asyncio.Event())
    async with start_bot(engine, record=record):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
    assert own(sandbox, sandbox.general) == [f"so far\n-# {english(INTERRUPTED)}"]
    engine.script = ("all of it",)
    async with start_bot(engine, record=record):
        [message] = sandbox.messages(sandbox.general, by=sandbox.bot)
        sandbox.ada.click(message, "answer:regenerate:1")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["all of it"])


async def test_what_was_asked_while_the_bot_was_away_is_answered_once(sandbox, start_bot):
    record, engine = MemoryRecord(), ScriptedEngine("hello")
    async with start_bot(engine, record=record) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} two")
    sandbox.linus.say(sandbox.general, "nothing for the bot")
    for _ in range(2):
        async with start_bot(engine, record=record) as bot:
            await answers(sandbox, sandbox.general, 2)
            await bot.at_rest()
    assert own(sandbox, sandbox.general) == ["hello", "hello"]
    assert await bot.remembered(sandbox.general) == [("Ada: one", "hello"), ("Ada: two", "hello")]


async def test_a_direct_message_of_a_time_away_is_answered_to_who_wrote_one_before(sandbox, start_bot):
    record, engine = MemoryRecord(), ScriptedEngine("hello")
    async with start_bot(engine, record=record) as bot:
        sandbox.ada.dm("one")
        await answers(sandbox, sandbox.ada.dm_channel)
        await bot.at_rest()
    sandbox.ada.dm("two")
    async with start_bot(engine, record=record) as bot:
        await answers(sandbox, sandbox.ada.dm_channel, 2)
        await bot.at_rest()
        assert await bot.remembered(sandbox.ada.dm_channel) == [("one", "hello"), ("two", "hello")]


async def test_of_what_was_missed_the_newest_few_are_answered_and_none_that_is_too_old(sandbox, start_bot):
    sandbox.ada.say(sandbox.random, f"{sandbox.mention} long ago")
    sandbox.clock.advance(10 * 60)
    for number in range(5):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} {number}")
    async with start_bot(ScriptedEngine("hello")) as bot:
        await answers(sandbox, sandbox.general, 3)
        await bot.at_rest()
        assert [question for question, _ in await bot.remembered(sandbox.general)] == ["Ada: 2", "Ada: 3", "Ada: 4"]


async def test_catching_up_can_be_switched_off(sandbox, start_bot):
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} missed")
    async with start_bot(ScriptedEngine("hello"), as_client={"missed": timedelta(0)}) as bot:
        sandbox.ada.say(sandbox.random, f"{sandbox.mention} asked now")
        await answers(sandbox, sandbox.random)
        await bot.at_rest()
    assert own(sandbox, sandbox.general) == []


async def test_a_question_asked_again_meanwhile_is_not_answered_a_second_time(sandbox, start_bot):
    record, engine = MemoryRecord(), ScriptedEngine("hello")
    sandbox.ada.say(sandbox.general, f"{sandbox.mention} missed")
    async with start_bot(engine, record=record, as_client={"missed": timedelta(0)}) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} asked again")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
    async with start_bot(engine, record=record) as bot:
        sandbox.ada.say(sandbox.random, f"{sandbox.mention} asked now")
        await answers(sandbox, sandbox.random)
        await bot.at_rest()
    assert own(sandbox, sandbox.general) == ["hello"]


async def test_what_was_answered_and_taken_back_is_not_answered_a_second_time(sandbox, start_bot):
    record, engine = MemoryRecord(), ScriptedEngine("hello")
    async with start_bot(engine, record=record) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} taken back")
        [answer] = await answers(sandbox, sandbox.general)
        await bot.at_rest()
        sandbox.ada.command(sandbox.general, "undo")
        await sandbox.until(lambda: answer.deleted)
    async with start_bot(engine, record=record) as bot:
        sandbox.ada.say(sandbox.random, f"{sandbox.mention} asked now")
        await answers(sandbox, sandbox.random)
        await bot.at_rest()
    assert own(sandbox, sandbox.general) == []


async def test_an_edit_of_a_time_away_is_followed_once(sandbox, start_bot):
    record, engine = MemoryRecord(), ScriptedEngine("old")
    async with start_bot(engine, record=record) as bot:
        question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
    sandbox.ada.edit(question, f"{sandbox.mention} two")
    engine.script = ("new",)
    async with start_bot(engine, record=record) as bot:
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["new"])
        await bot.at_rest()
        assert await bot.remembered(sandbox.general) == [("Ada: two", "new")]
    engine.script = ("again",)
    async with start_bot(engine, record=record) as bot:
        sandbox.ada.say(sandbox.random, f"{sandbox.mention} asked now")
        await answers(sandbox, sandbox.random)
        await bot.at_rest()
    assert own(sandbox, sandbox.general) == ["new"]


async def test_buttons_go_after_a_while(sandbox, start_bot):
    record, engine = MemoryRecord(), ScriptedEngine("hello")
    async with start_bot(engine, record=record) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await sandbox.until(lambda: any(m.components for m in sandbox.messages(sandbox.general, by=sandbox.bot)))
        await bot.at_rest()
    async with start_bot(engine, record=record, as_client={"buttons": timedelta(microseconds=1)}):
        [message] = await sandbox.until(
            lambda: [m for m in sandbox.messages(sandbox.general, by=sandbox.bot) if not m.components]
        )
        assert message.content == "hello"


async def test_a_message_that_was_sent_and_not_put_on_record_any_more_is_found(sandbox, start_bot):
    class Dying(MemoryRecord):
        """Takes no more of an answer than its first words, like that of a process which is killed then."""

        is_dying = True

        async def place(self, answer, pages, /):
            if not self.is_dying:
                await super().place(answer, pages)

        async def grow(self, answer, parts, /, *, thought="", pages=None):
            await super().grow(answer, parts, thought=thought, pages=None if self.is_dying else pages)

        async def end(self, answer, outcome, /, **how):
            if not self.is_dying:
                await super().end(answer, outcome, **how)

        async def settle(self, answer, /, *, controls, pages=None):
            if not self.is_dying:
                await super().settle(answer, controls=controls, pages=pages)

    record = Dying()
    async with start_bot(ScriptedEngine("so far", asyncio.Event()), record=record) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        assert not (await record.recent(sandbox.general.id))[0].answer.pages
    record.is_dying = False
    async with start_bot(ScriptedEngine("new"), record=record, as_client={"missed": timedelta(0)}) as bot:
        while not (await record.recent(sandbox.general.id))[0].answer.is_settled:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
        [message] = sandbox.messages(sandbox.general, by=sandbox.bot)
        [exchange] = await bot.record.recent(sandbox.general.id)
        assert exchange.answer.pages == (message.id,)
        assert message.content == f"so far\n-# {english(INTERRUPTED)}"
