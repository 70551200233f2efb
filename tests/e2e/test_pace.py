"""Streaming edits within Discord's limits, at their true values."""

import asyncio
from itertools import pairwise

import pytest

from tests.e2e.conftest import PacedEngine
from tests.e2e.waiting import own

pytestmark = pytest.mark.hurrying

# What a busy machine may add, in seconds, on a clock that does not count what computing takes.
SLACK = 0.25
TEXT = " ".join(f"word{n}" for n in range(160))


async def test_three_answers_in_one_channel_meet_no_429_and_end_in_time(sandbox, start_bot):
    engine = PacedEngine(TEXT, rate=20, slots=3)
    loop = asyncio.get_running_loop()
    async with start_bot(engine) as bot:
        begun = loop.time()
        for person in (sandbox.ada, sandbox.linus, sandbox.add_person("Grace")):
            person.say(sandbox.general, f"{sandbox.mention} talk")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [TEXT] * 3, timeout=60)
        await bot.at_rest()

    revisions = [r for r in sandbox.journal.revisions if r.message.author is sandbox.bot]
    final = sorted(r.time for r in revisions if r.content == TEXT)
    late = [shown - ended for shown, ended in zip(final, sorted(engine.ended), strict=True)]
    assert max(late) <= 0.1 + SLACK
    for message in {r.message.id for r in revisions}:
        assert longest_standstill(r.time for r in revisions if r.message.id == message) <= 3.75 + SLACK
    assert max(engine.ended) - begun <= 2 * 8  # Each word waiting for an edit, it would take minutes.
    assert not [r for r in sandbox.journal.requests if r.status == 429]


async def test_one_answer_grows_steadily_and_ends_at_once(sandbox, start_bot):
    engine = PacedEngine(TEXT, rate=20)
    async with start_bot(engine) as bot:
        sandbox.ada.say(sandbox.general, f"{sandbox.mention} talk")
        await sandbox.until(lambda: own(sandbox, sandbox.general) == [TEXT], timeout=60)
        await bot.at_rest()
    times = [r.time for r in sandbox.journal.revisions if r.message.author is sandbox.bot]
    assert longest_standstill(times) <= 1.3 + SLACK
    assert times[-1] - engine.ended[0] <= 0.1 + SLACK
    assert not [r for r in sandbox.journal.requests if r.status == 429]


async def test_60_channels_at_once_never_meet_the_global_limit(sandbox, start_bot):
    text = " ".join(TEXT.split()[:12])
    engine = PacedEngine(text, rate=4, slots=60)
    channels = [sandbox.add_channel(f"channel-{number}") for number in range(60)]
    async with start_bot(engine) as bot:
        for number, channel in enumerate(channels):
            person = sandbox.add_person(f"person-{number}")
            person.say(channel, f"{sandbox.mention} talk")
        for channel in channels:
            await sandbox.until(lambda channel=channel: own(sandbox, channel) == [text], timeout=60)
        await bot.at_rest()
    edits = [r for r in sandbox.journal.requests if r.method == "PATCH"]
    assert len(edits) > len(channels)
    assert not [r for r in sandbox.journal.requests if r.status == 429]


def longest_standstill(times):
    return max(after - before for before, after in pairwise(times))
