"""How the bot says that it is doing."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.core import notices
from bot.core.chat import Piece, Usage
from bot.core.errors import StartError
from tests.conftest import ScriptedEngine
from tests.core.talking import ADA, BOB, Talk, said, until


async def test_while_the_model_loads_and_where_it_cannot_be():
    engine = asyncio.get_running_loop().create_future()
    talk = Talk(engine)
    status = await talk.conversation.status(said())
    assert (status.is_loading, status.model, status.engine) == (True, None, None)
    engine.set_exception(StartError("too large"))
    status = await talk.conversation.status(said())
    assert (status.is_loading, status.model, status.room) == (False, None, 0)


async def test_it_names_the_model_and_since_when_it_is_there():
    before = datetime.now(UTC)
    talk = Talk(ScriptedEngine("ok"))
    await asyncio.sleep(0)
    status = await talk.conversation.status(said())
    assert (status.model, status.engine, status.is_loading) == ("script-1", "scripted", False)
    assert before <= status.since <= before + timedelta(seconds=60)


async def test_the_room_taken_is_what_the_next_prompt_would_take():
    talk = Talk(ScriptedEngine("fine", context_length=400))
    empty = await talk.conversation.status(said())
    assert (empty.used, empty.room) == (len("be kind"), 400)
    await talk.answered("hello")
    await talk.answered("elsewhere", channel=2)
    status = await talk.conversation.status(said())
    assert status.used == len("be kind" + "Ada: hello" + "fine")
    await talk.conversation.reset(1)
    assert (await talk.conversation.status(said())).used == len("be kind")


async def test_what_waits_is_counted_and_ones_own_is_told_where_it_stands():
    go_on = asyncio.Event()
    talk = Talk(ScriptedEngine(go_on, "ok"))
    tasks = [talk.ask(author=author, channel=channel)[0] for author, channel in [(ADA, 1), (BOB, 2), (BOB, 3)]]
    await until(lambda: talk.conversation.load.waiting == 2)
    status = await talk.conversation.status(said(author=BOB))
    assert (status.load.writing, status.load.slots, status.load.waiting) == (1, 1, 2)
    assert sorted(map(repr, status.waiting)) == sorted(map(repr, [notices.waiting(1), notices.waiting(2)]))
    assert (await talk.conversation.status(said(author=ADA))).waiting == ()
    go_on.set()
    await asyncio.gather(*tasks)
    assert (await talk.conversation.status(said())).load.waiting == 0


async def test_the_speed_is_that_of_the_answers_so_far():
    talk = Talk(ScriptedEngine("a", "b", Piece("c", "stop", usage=Usage(read=50, written=3))))
    assert (await talk.conversation.status(said())).load.speed.decode is None
    await talk.answered()
    speed = (await talk.conversation.status(said())).load.speed
    assert speed.decode > 0
    assert speed.prefill > 0
