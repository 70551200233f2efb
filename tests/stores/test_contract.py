"""What the conversation may expect of any store."""

import asyncio

import pytest

from bot.core.chat import Exchange
from bot.core.ports import HistoryStore

HERE, THERE = 2**63 - 1, 1128000000000000001


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest) -> HistoryStore:
    return request.getfixturevalue(request.param)


async def fill(store: HistoryStore, channel: int, count: int) -> list[Exchange]:
    said = [Exchange(f"question {number}", f"answer {number}") for number in range(count)]
    for exchange in said:
        await store.append(channel, exchange)
    return said


async def test_a_channel_nobody_has_spoken_in_has_no_history(store):
    assert await store.recent(HERE) == []


async def test_what_was_said_comes_back_oldest_first(store):
    said = await fill(store, HERE, 3)
    assert await store.recent(HERE) == said


async def test_channels_know_nothing_of_each_other(store):
    here = await fill(store, HERE, 2)
    await store.append(THERE, Exchange("elsewhere", "yes"))
    assert await store.recent(HERE) == here
    assert await store.recent(THERE) == [Exchange("elsewhere", "yes")]


@pytest.mark.parametrize(
    "text", ["", "  spaces \n", "nul\0inside", "<|im_end|>", "'; DROP TABLE exchanges; --", "你好 👩‍👩‍👧"]
)
async def test_text_comes_back_as_it_was(store, text):
    await store.append(HERE, Exchange(text, text))
    assert await store.recent(HERE) == [Exchange(text, text)]


async def test_what_is_left_out_is_shown_no_more(store):
    said = await fill(store, HERE, 5)
    await store.leave_out(HERE, 2)
    assert await store.recent(HERE) == said[2:]


async def test_leaving_out_counts_from_what_is_still_shown(store):
    said = await fill(store, HERE, 5)
    await store.leave_out(HERE, 2)
    await store.leave_out(HERE, 1)
    assert await store.recent(HERE) == said[3:]


async def test_leaving_out_says_true_the_first_time_only(store):
    await fill(store, HERE, 5)
    assert await store.leave_out(HERE, 1) is True
    assert await store.leave_out(HERE, 1) is False


async def test_leaving_out_says_true_again_after_forgetting(store):
    await fill(store, HERE, 2)
    await store.leave_out(HERE, 1)
    await store.forget(HERE)
    await fill(store, HERE, 2)
    assert await store.leave_out(HERE, 1) is True


@pytest.mark.parametrize("count", [0, -1])
async def test_leaving_out_nothing_is_not_the_first_time(store, count):
    said = await fill(store, HERE, 2)
    assert await store.leave_out(HERE, count) is False
    assert await store.recent(HERE) == said
    assert await store.leave_out(HERE, 1) is True


async def test_where_there_is_nothing_to_leave_out_nothing_is(store):
    assert await store.leave_out(HERE, 3) is False
    said = await fill(store, HERE, 2)
    assert await store.recent(HERE) == said


async def test_leaving_out_more_than_there_is_leaves_what_comes_later(store):
    await fill(store, HERE, 2)
    assert await store.leave_out(HERE, 9) is True
    assert await store.recent(HERE) == []
    await store.append(HERE, Exchange("later", "shown"))
    assert await store.recent(HERE) == [Exchange("later", "shown")]


async def test_leaving_out_touches_no_other_channel(store):
    await fill(store, HERE, 2)
    there = await fill(store, THERE, 2)
    await store.leave_out(HERE, 1)
    assert await store.recent(THERE) == there
    assert await store.leave_out(THERE, 1) is True


async def test_forgetting_empties_one_channel_only(store):
    await fill(store, HERE, 3)
    there = await fill(store, THERE, 3)
    await store.forget(HERE)
    assert await store.recent(HERE) == []
    assert await store.recent(THERE) == there


async def test_a_forgotten_channel_starts_afresh(store):
    await fill(store, HERE, 3)
    await store.leave_out(HERE, 2)
    await store.forget(HERE)
    await store.forget(HERE)
    said = await fill(store, HERE, 2)
    assert await store.recent(HERE) == said


async def test_many_channels_at_once_lose_and_mix_nothing(store):
    channels = range(8)
    said = await asyncio.gather(*(fill(store, channel, 10) for channel in channels))
    assert [await store.recent(channel) for channel in channels] == said


async def test_what_recent_gave_is_the_callers_own(store):
    said = await fill(store, HERE, 2)
    (await store.recent(HERE)).clear()
    assert await store.recent(HERE) == said
