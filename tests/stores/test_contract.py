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


async def leave_out_oldest(store: HistoryStore, channel: int, count: int) -> bool:
    """Leave out the oldest `count` of what is still shown."""
    return await store.leave_out(channel, (await store.recent(channel))[count - 1].number)


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
    await leave_out_oldest(store, HERE, 2)
    assert await store.recent(HERE) == said[2:]


async def test_a_channels_exchanges_are_numbered_upwards(store):
    await fill(store, HERE, 3)
    await fill(store, THERE, 1)
    before = [exchange.number for exchange in await store.recent(HERE)]
    await store.forget(HERE)
    await fill(store, HERE, 3)
    numbers = [*before, *(exchange.number for exchange in await store.recent(HERE))]
    assert numbers == sorted(set(numbers))
    assert numbers[0] > 0


async def test_two_that_leave_out_the_same_part_leave_out_no_more_than_that(store):
    said = await fill(store, HERE, 5)
    through = (await store.recent(HERE))[1].number
    assert await store.leave_out(HERE, through) is True
    assert await store.leave_out(HERE, through) is False
    assert await store.recent(HERE) == said[2:]


async def test_whoever_leaves_out_less_than_another_brings_nothing_back(store):
    said = await fill(store, HERE, 5)
    numbers = [exchange.number for exchange in await store.recent(HERE)]
    await store.leave_out(HERE, numbers[2])
    assert await store.leave_out(HERE, numbers[0]) is False
    assert await store.recent(HERE) == said[3:]


async def test_leaving_out_says_true_the_first_time_only(store):
    await fill(store, HERE, 5)
    assert await leave_out_oldest(store, HERE, 1) is True
    assert await leave_out_oldest(store, HERE, 1) is False


async def test_leaving_out_says_true_again_after_forgetting(store):
    await fill(store, HERE, 2)
    await leave_out_oldest(store, HERE, 1)
    await store.forget(HERE)
    await fill(store, HERE, 2)
    assert await leave_out_oldest(store, HERE, 1) is True


@pytest.mark.parametrize("number", [0, -1])
async def test_leaving_out_nothing_is_not_the_first_time(store, number):
    said = await fill(store, HERE, 2)
    assert await store.leave_out(HERE, number) is False
    assert await store.recent(HERE) == said
    assert await leave_out_oldest(store, HERE, 1) is True


async def test_what_was_forgotten_meanwhile_leaves_out_nothing_said_since(store):
    await fill(store, HERE, 2)
    through = (await store.recent(HERE))[-1].number
    await store.forget(HERE)
    assert await store.leave_out(HERE, through) is False
    said = await fill(store, HERE, 2)
    assert await store.leave_out(HERE, through) is False
    assert await store.recent(HERE) == said


async def test_leaving_out_all_there_is_leaves_what_comes_later(store):
    await fill(store, HERE, 2)
    assert await leave_out_oldest(store, HERE, 2) is True
    assert await store.recent(HERE) == []
    await store.append(HERE, Exchange("later", "shown"))
    assert await store.recent(HERE) == [Exchange("later", "shown")]


async def test_leaving_out_touches_no_other_channel(store):
    await fill(store, HERE, 2)
    there = await fill(store, THERE, 2)
    await leave_out_oldest(store, HERE, 1)
    assert await store.recent(THERE) == there
    assert await leave_out_oldest(store, THERE, 1) is True


async def test_forgetting_empties_one_channel_only(store):
    await fill(store, HERE, 3)
    there = await fill(store, THERE, 3)
    await store.forget(HERE)
    assert await store.recent(HERE) == []
    assert await store.recent(THERE) == there


async def test_a_forgotten_channel_starts_afresh(store):
    await fill(store, HERE, 3)
    await leave_out_oldest(store, HERE, 2)
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
