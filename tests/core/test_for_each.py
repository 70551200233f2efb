"""The same is done with each of many things, with a few at once."""

import asyncio

import pytest

from bot.core.for_each import for_each


async def test_each_is_done_once_in_their_order():
    done = []

    async def work(thing):
        done.append(thing)

    await for_each(range(10), work, at_once=3)
    assert done == list(range(10))


async def test_one_that_never_ends_keeps_the_others_from_nothing():
    done, most, busy = [], 0, 0

    async def work(thing):
        nonlocal most, busy
        busy += 1
        most = max(most, busy)
        if thing == 0:
            await asyncio.Event().wait()
        await asyncio.sleep(0)
        done.append(thing)
        busy -= 1

    doing = asyncio.create_task(for_each(range(10), work, at_once=3))
    while len(done) < 9:  # noqa: ASYNC110 - the last of them tells nobody
        await asyncio.sleep(0)
    assert (sorted(done), most) == (list(range(1, 10)), 3)
    doing.cancel()
    await asyncio.wait([doing])


async def test_a_failure_is_raised_as_it_is_and_ends_the_others():
    ended = []

    async def work(thing):
        if thing == 1:
            raise KeyError(thing)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(thing)

    with pytest.raises(KeyError):
        await for_each(range(5), work, at_once=3)
    assert sorted(ended) == [0, 2]
