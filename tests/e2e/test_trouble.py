"""What people see when something goes wrong, and that the bot goes on."""

import asyncio

import pytest

from bot.core.errors import EngineError
from bot.core.notices import INTERRUPTED
from bot.stores.sqlite import open_record
from tests.conftest import ScriptedEngine, english
from tests.e2e.conftest import PacedEngine
from tests.e2e.waiting import answers, own

MESSAGE = "/channels/*/messages/*"


async def test_a_failing_engine_is_a_sentence_and_the_next_answer_works(sandbox, start_bot):
    engine = ScriptedEngine("half of it", EngineError("boom"))
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} one")
        await answers(sandbox, sandbox.general)
        await bot.at_rest()
        assert own(sandbox, sandbox.general) == [f"half of it\n-# {english(EngineError.notice)}"]
        assert await bot.remembered(sandbox.general) == [("Ada: one", "half of it")]
        engine.script = ("all of it",)
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} two")
        await answers(sandbox, sandbox.general, 2)
        assert own(sandbox, sandbox.general)[1] == "all of it"


@pytest.mark.hurrying
@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"reset": True}, {"reset": True, "applied": True}])
async def test_an_edit_that_fails_for_a_moment_is_made_up_for(sandbox, start_bot, fault):
    async with start_bot(PacedEngine("one two three four", rate=10)) as bot:
        sandbox.faults.next("PATCH", MESSAGE, times=1, **fault)
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} count")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["one two three four"], timeout=60)
        await bot.at_rest()
        assert len(await bot.remembered(sandbox.general)) == 1


async def test_a_first_message_whose_arrival_is_not_confirmed_is_not_sent_twice(sandbox, start_bot):
    async with start_bot(ScriptedEngine("hello")) as bot:
        sandbox.faults.next("POST", "/channels/*/messages", reset=True, applied=True)
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        await bot.at_rest()
        assert own(sandbox, sandbox.general) == ["hello"]


async def test_a_reply_that_was_deleted_stops_the_engine(sandbox, start_bot):
    engine = PacedEngine("word " * 400, rate=50)
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        [reply] = await sandbox.until(lambda: sandbox.messages(sandbox.general, by=sandbox.bot))
        sandbox.ada.delete(reply)
        await bot.at_rest()
        assert engine.ended == []
        await bot.forgotten(sandbox.general)


async def test_an_answer_survives_a_dropped_gateway_and_the_session_is_resumed(sandbox, start_bot):
    go_on = asyncio.Event()
    async with start_bot(ScriptedEngine("before ", go_on, "after")):
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} go")
        await sandbox.until(lambda: own(sandbox, sandbox.general))
        sandbox.drop_gateway()
        sandbox.linus.dm("said while the bot was away")
        go_on.set()
        await sandbox.until(lambda: own(sandbox, sandbox.general) == ["before after"], timeout=60)
        await answers(sandbox, sandbox.linus.dm_channel, within=60)
        assert "resume" in sandbox.journal.connections
        assert sandbox.journal.connections.count("identify") == 1


async def test_a_restart_keeps_the_history(sandbox, start_bot, tmp_path):
    url = f"sqlite:///{tmp_path / 'history.db'}"
    engine = ScriptedEngine("ok")
    for text in ("one", "two"):
        record = await open_record(url)
        try:
            async with start_bot(engine, record=record) as bot:
                sandbox.ada.say(sandbox.general, f"{sandbox.mention} {text}")
                await sandbox.until(lambda text=text: engine.prompts and engine.prompts[-1][-1].text.endswith(text))
                await bot.at_rest()
        finally:
            await record.close()
    assert [turn.text for turn in engine.prompts[1]] == ["be kind", "Ada: one", "ok", "Ada: two"]


async def test_leaving_says_so_on_every_reply(sandbox, start_bot):
    engine = ScriptedEngine("so far", asyncio.Event(), slots=2)
    async with start_bot(engine) as bot:
        for channel in (sandbox.general, sandbox.random):
            sandbox.ada.say(channel, f"{sandbox.mention} go")
        await sandbox.until(lambda: own(sandbox, sandbox.general) and own(sandbox, sandbox.random))
    for channel in (sandbox.general, sandbox.random):
        assert own(sandbox, channel) == [f"so far\n-# {english(INTERRUPTED)}"]
        assert await bot.remembered(channel) == [("Ada: go", "so far")]
