import asyncio
from contextlib import suppress

import pytest

from bot.core.notices import Notice
from bot.core.stopping import Stoppable, Stopped


async def test_a_stop_ends_what_the_block_awaits_and_says_why():
    work = Stoppable()
    asyncio.get_running_loop().call_soon(work.stop, Notice("enough"))
    with pytest.raises(Stopped) as stopped:
        async with work:
            await asyncio.Event().wait()
    assert (stopped.value.note, stopped.value.outcome) == (Notice("enough"), "stopped")
    await asyncio.sleep(0)  # Nothing of the cancellation is left.


async def test_a_block_that_is_over_cannot_be_stopped():
    work = Stoppable()
    assert not work.stop(Notice("too early"))
    async with work:
        pass
    assert not work.stop(Notice("too late"))


async def test_only_the_first_stop_counts():
    work = Stoppable()

    def stop_twice():
        assert work.stop(Notice("first"))
        assert not work.stop(Notice("second"))

    asyncio.get_running_loop().call_soon(stop_twice)
    with pytest.raises(Stopped, match="first"):
        async with work:
            await asyncio.Event().wait()


async def test_a_true_cancellation_passes_through():
    work, inside = Stoppable(), asyncio.Event()

    async def job():
        async with work:
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(job())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_cancellation_beside_a_stop_stays_a_cancellation():
    work, inside = Stoppable(), asyncio.Event()

    async def job():
        async with work:
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(job())
    await inside.wait()
    work.stop(Notice("enough"))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_an_error_of_the_work_itself_is_not_hidden_by_a_stop():
    work = Stoppable()

    async def job():
        async with work:
            try:
                asyncio.get_running_loop().call_soon(work.stop, Notice("enough"))
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                raise ValueError("boom") from None

    with pytest.raises(ValueError, match="boom"):
        await job()


async def test_a_task_that_got_over_a_cancellation_before_can_be_stopped():
    async def work():
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        async with stoppable:
            inside.set()
            await asyncio.Event().wait()

    stoppable, inside = Stoppable(), asyncio.Event()
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    await inside.wait()
    stoppable.stop(Notice("enough"))
    with pytest.raises(Stopped):
        await task
