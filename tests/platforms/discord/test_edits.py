"""Which of a channel's answers is edited when, on a clock that costs no time."""

import asyncio
from contextlib import AsyncExitStack
from itertools import pairwise
from types import SimpleNamespace

import pytest
import yarl
from discord.http import Route

from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.surfaces import Bucket, ChannelSurface
from tests.platforms.discord.fakes import ME, FakeChannel, FakeDiscord


class LimitedDiscord(FakeDiscord):
    """Answers edits as Discord does: 5 in 5 seconds, told in headers that the bot hears through the client's trace."""

    def __init__(self, trace):
        super().__init__()
        self.trace = trace
        self.window, self.used = float("-inf"), 0
        self.sleeps = False
        self.body = b'{"id": "1"}'

    async def request(self, asked, change):
        context, start = SimpleNamespace(), SimpleNamespace(url=yarl.URL(Route.BASE + "/channels/7/messages"))
        for hold in self.trace.on_request_start:
            await hold(None, context, start)
        asked.time = asyncio.get_running_loop().time()
        if asked.verb != "edit":
            result = await super().request(asked, change)
            await self.answer(context)
            return result
        now = asyncio.get_running_loop().time()
        if now >= self.window + 5:
            self.window, self.used = now, 0
        self.used += 1
        assert self.used <= 5, f"429 at {now:.2f} s"
        result = await super().request(asked, change)
        now = asyncio.get_running_loop().time()
        headers = {
            "X-RateLimit-Limit": "5",
            "X-RateLimit-Remaining": str(5 - self.used),
            "X-RateLimit-Reset-After": f"{self.window + 5 - now:.3f}",
        }
        await self.answer(context, headers)
        for read in self.trace.on_response_chunk_received:
            await read(None, None, SimpleNamespace(chunk=self.body))
        if self.used == 5 and self.sleeps:
            await asyncio.sleep(self.window + 5 - now)
        return result

    async def answer(self, context, headers=()):
        response = SimpleNamespace(ok=True, status=200, headers=dict(headers))
        for hear in self.trace.on_request_end:
            await hear(None, context, SimpleNamespace(response=response))


async def write(count, *, seconds, ends=None):
    """Let answers grow for so long; returns all edits' times by message, and how late each final text was."""
    lanes = EditLanes()
    config = lanes.trace()
    discord = LimitedDiscord(config)
    loop = asyncio.get_running_loop()
    late = {}

    async def answer(number):
        async with DiscordReply(ChannelSurface(FakeChannel(discord), me=ME), lanes) as reply:
            for word in range(int((ends or [seconds] * count)[number] * 20)):
                reply.show([f"{number}: {word} ▌"])
                await asyncio.sleep(0.05)
            before = loop.time()
            await reply.finish([f"{number}: done"])
            late[number] = loop.time() - before
            assert f"{number}: done" in discord.texts()

    discord.sleeps = True
    async with asyncio.TaskGroup() as group:
        for number in range(count):
            group.create_task(answer(number))
    times = {}
    for asked in discord.asked:
        times.setdefault(asked.text.split(":")[0], []).append(asked.time)
    return times, late


def longest_standstill(times):
    return max(after - before for each in times.values() for before, after in pairwise(each))


async def test_one_answer_stands_still_for_at_most_1_3_seconds_and_ends_at_once():
    times, late = await write(1, seconds=61.3)
    assert longest_standstill(times) <= 1.3
    assert late[0] <= 0.1
    assert times["0"][1] - times["0"][0] >= 1.2  # No edit right after the first text.


async def test_of_three_answers_none_stands_still_for_longer_than_3_75_seconds():
    times, late = await write(3, seconds=60, ends=[40.2, 51.7, 60.9])
    assert longest_standstill(times) <= 3.8
    assert max(late.values()) <= 0.1


@pytest.mark.parametrize("seconds", [8.0, 11.3, 13.0, 23.0])
async def test_two_answers_that_end_together_do_so_at_once(seconds):
    times, late = await write(2, seconds=seconds)
    assert max(late.values()) <= 0.1
    assert longest_standstill(times) <= 3.75


@pytest.mark.parametrize("seconds", [8.0, 11.3, 13.0, 23.0])
async def test_of_three_answers_that_end_together_one_does_at_once_and_none_waits_long(seconds):
    _, late = await write(3, seconds=seconds)
    assert min(late.values()) <= 0.1
    assert max(late.values()) <= 1.45


async def test_100_channels_stay_below_the_global_limit_and_growing_texts_give_way():
    lanes, loop = EditLanes(), asyncio.get_running_loop()
    discords, first, late = [], [], []

    async def answer(number):
        await asyncio.sleep(number / 20)
        discord = LimitedDiscord(lanes.trace())
        discords.append(discord)
        channel = FakeChannel(discord)
        channel.id = number
        async with DiscordReply(ChannelSurface(channel, me=ME), lanes) as reply:
            asked = loop.time()
            reply.show(["0 ▌"])
            for word in range(1, 60):
                reply.show([f"{word} ▌"])
                await asyncio.sleep(0.3)
                if word == 1 and discord.messages:
                    first.append(loop.time() - asked)
            before = loop.time()
            await reply.finish(["done"])
            late.append(loop.time() - before)

    async with asyncio.TaskGroup() as group:
        for number in range(100):
            group.create_task(answer(number))
    times = [asked.time for discord in discords for asked in discord.asked]
    assert max(sum(start <= time < start + 1 for time in times) for start in times) <= 40
    assert len(first) == 100  # The first text is there within a word's time.
    assert max(late) <= 0.15
    for discord in discords:
        edits = [asked.time for asked in discord.asked]
        assert max(after - before for before, after in pairwise(edits)) <= 7.5  # Under three rounds of all.


async def test_an_answer_is_edited_after_a_long_rest_at_once():
    lanes = EditLanes()
    discord = LimitedDiscord(lanes.trace())
    async with DiscordReply(ChannelSurface(FakeChannel(discord), me=ME), lanes) as reply:
        await reply.finish(["one"])
        await asyncio.sleep(1000)
        before = asyncio.get_running_loop().time()
        await reply.finish(["two"])
        assert asyncio.get_running_loop().time() - before <= 0.1


async def test_an_edit_whose_answer_is_no_message_is_not_taken_for_applied():
    lanes = EditLanes()
    discord = LimitedDiscord(lanes.trace())
    async with DiscordReply(ChannelSurface(FakeChannel(discord), me=ME), lanes) as reply:
        await reply.finish(["one"])
        discord.body = b"<html>"
        discord.held = asyncio.Event()
        finishing = asyncio.create_task(reply.finish(["two"]))
        await asyncio.sleep(1)
        assert not finishing.done()
        discord.held.set()
        await finishing


async def test_lanes_of_channels_in_which_nothing_happens_are_forgotten():
    lanes = EditLanes()
    first = lanes.lane(Bucket("channel", 1))
    await asyncio.sleep(100)
    lanes.lane(Bucket("channel", 2))
    assert lanes.lane(Bucket("channel", 1)) is not first


async def test_a_lane_in_use_is_kept():
    lanes = EditLanes()
    discord = LimitedDiscord(lanes.trace())
    async with AsyncExitStack() as stack:
        surface = ChannelSurface(FakeChannel(discord), me=ME)
        await stack.enter_async_context(DiscordReply(surface, lanes))
        first = lanes.lane(surface.bucket)
        await asyncio.sleep(1000)
        assert lanes.lane(surface.bucket) is first


class SlowCanvas:
    """Wants one edit in a second, and is looked at for longer than that."""

    is_begun = is_final = True

    def __init__(self):
        self.done = asyncio.Event()
        self.rests_until = asyncio.get_running_loop().time() + 1.0

    @property
    def step(self):
        asyncio.get_running_loop().stand_still(0.7)
        return None if self.done.is_set() else "edit"

    async def take_step(self):
        self.done.set()

    def applied(self):
        """Nothing of it is seen early."""


async def test_what_becomes_ready_while_the_lane_looks_around_is_not_left_waiting_for_ever():
    lane, canvas = EditLanes().lane(Bucket("channel", 1)), SlowCanvas()
    lane.join(canvas)
    await asyncio.wait_for(canvas.done.wait(), 60)
    lane.leave(canvas)


async def test_every_refusal_for_too_many_requests_is_counted():
    lanes = EditLanes()
    for status in (200, 429, 429, 500):
        # Without `Via` it is Cloudflare's, which discord.py raises itself.
        response = SimpleNamespace(ok=status == 200, status=status, headers={})
        for hear in lanes.trace().on_request_end:
            await hear(None, SimpleNamespace(), SimpleNamespace(response=response))
    assert lanes.too_many_requests == 2


async def test_a_request_that_fails_makes_room_a_second_later():
    lanes, loop = EditLanes(), asyncio.get_running_loop()
    trace, start = lanes.trace(), SimpleNamespace(url=yarl.URL(Route.BASE + "/channels/7/messages"))
    requests = [SimpleNamespace() for _ in range(48)]
    for request in requests:
        for hold in trace.on_request_start:
            await hold(None, request, start)
    for request in requests:
        for failed in trace.on_request_exception:
            await failed(None, request, None)
    assert not lanes.has_room()
    before = loop.time()
    while not lanes.has_room():  # noqa: ASYNC110 - time alone brings room
        await asyncio.sleep(0.01)
    assert 0.5 < loop.time() - before < 1.1
