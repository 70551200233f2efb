"""The sandbox's time can be moved on: what would have happened meanwhile has happened, and nothing else."""

import asyncio

from bot.sandbox import Clock, Limits, Sandbox, Window
from bot.sandbox.state.snowflakes import time_of

from .conftest import BotThat, Connect, MakeApi, StartSandbox


async def test_what_was_due_happens_in_its_order_and_the_rest_later() -> None:
    clock, happened = Clock(), []
    for seconds in (30, 10, 20, 3600):
        clock.call_later(seconds, happened.append, seconds)
    clock.call_later(15, happened.append, "cancelled").cancel()
    clock.advance(29)
    assert happened == [10, 20]
    clock.advance(1)
    assert happened == [10, 20, 30]


async def test_by_itself_it_goes_on_like_any_clock() -> None:
    clock, fired = Clock(), asyncio.Event()
    clock.call_later(0.01, fired.set)
    before = clock.now(), clock.wall()
    await asyncio.wait_for(fired.wait(), 10)
    assert 0.01 <= clock.now() - before[0] < 10
    assert 0.009 <= clock.wall() - before[1] < 10


async def test_what_one_timer_calls_may_cancel_the_next() -> None:
    clock, happened = Clock(), []
    later = clock.call_later(2, happened.append, "later")
    clock.call_later(1, later.cancel)
    clock.advance(3)
    assert happened == []


async def test_a_window_ends_without_anybody_waiting(sandbox: Sandbox, api: MakeApi) -> None:
    bot, path = api(sandbox, sandbox.bot), f"/channels/{sandbox.general.id}/messages"
    statuses = [(await bot("POST", path, {"content": "x"})).status for _ in range(6)]
    sandbox.clock.advance(5.0)
    assert [*statuses, (await bot("POST", path, {"content": "x"})).status] == [200] * 5 + [429, 200]


async def test_ids_tell_the_moved_time(sandbox: Sandbox) -> None:
    before = sandbox.ada.say(sandbox.general, "before")
    sandbox.clock.advance(3600)
    after = sandbox.ada.say(sandbox.general, "after")
    assert 3600 <= (time_of(after.id) - time_of(before.id)).total_seconds() < 3660


async def test_a_message_is_old_after_an_hour(sandbox: Sandbox, api: MakeApi) -> None:
    bot, path = api(sandbox, sandbox.bot), f"/channels/{sandbox.general.id}/messages"
    old = f"{path}/{(await bot('POST', path, {'content': 'x'})).body['id']}"
    sandbox.clock.advance(3599)
    assert [(await bot("PATCH", old, {"content": "y"})).status for _ in range(4)] == [200] * 4
    sandbox.clock.advance(6)
    answers = [await bot("PATCH", old, {"content": "z"}) for _ in range(4)]
    assert [answer.status for answer in answers] == [200] * 3 + [429]
    assert answers[-1].code == 30046


async def test_the_first_answer_is_due_in_three_seconds(sandbox: Sandbox, bot_that: BotThat) -> None:
    await bot_that(sandbox, lambda *_: asyncio.sleep(0))
    asked = sandbox.ada.command(sandbox.general, "ask", prompt="x")
    sandbox.clock.advance(2)
    assert not asked.failed
    sandbox.clock.advance(1)
    assert asked.failed


async def test_connections_stand_and_lost_sessions_end(sandbox: Sandbox, connect: Connect) -> None:
    staying, leaving, back = [await connect(sandbox) for _ in range(3)]
    await staying.identify(sandbox.ada.user)
    ready = await leaving.identify(sandbox.bot)
    sandbox.drop_gateway()
    await sandbox.until(lambda: "lost" in sandbox.journal.connections)
    sandbox.clock.advance(3600)
    await staying.send(1, staying.sequence)
    await staying.op(11)
    await back.op(10)
    await back.send(6, {"token": sandbox.bot_token, "session_id": ready["session_id"], "seq": leaving.sequence})
    assert (await back.op(9))["d"] is False


async def test_a_clock_can_be_brought_along(start_sandbox: StartSandbox, api: MakeApi) -> None:
    clock = Clock()
    sandbox = await start_sandbox(Limits(other_requests=Window(1, 60.0)), clock=clock)
    bot = api(sandbox, sandbox.bot)
    first = [(await bot("GET", "/users/@me")).status for _ in range(2)]
    clock.advance(60)
    assert [*first, (await bot("GET", "/users/@me")).status] == [200, 429, 200]
