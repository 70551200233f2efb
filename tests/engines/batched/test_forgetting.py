"""What was computed of a conversation that is forgotten is taken out of the cache, and nothing of another one."""

import asyncio
from contextlib import aclosing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.chat import Options, Turn
from bot.core.errors import EngineError

from ..steps import Steps
from .engines import LONG, collect, say

RULES = Turn("system", "You are a helpful assistant who answers in a chat. " * 5)
# Each longer than a block of the cache, which is kept whole or not at all.
WORDS = [f"{letter} " * 80 for letter in "abcd"]
PROMPTS = [[Turn("user", words)] for words in WORDS]
RULED = [[RULES, *prompt] for prompt in PROMPTS]
BLOCK = 32


async def reused(engine, prompt, channel):
    [*_, last] = await collect(engine, prompt, LONG, channel=channel)
    return last.usage.reused


def kept(engine):
    """How many blocks are kept, though nobody uses them."""
    cache = engine._writer.loop._manager.batch_processor.cache
    return sum(len(allocator.ledger.cached_blocks) for allocator in cache.cache_allocators.values())


async def settled(engine):
    """Return once what was to be forgotten is, which the thread sees to before the next answer; that is too short."""
    await say(engine, [Turn("user", "?")], Options(temperature=0, max_new_tokens=1))


async def test_the_next_one_finds_nothing_of_it_and_all_of_the_others(tiny_engine):
    engine, _ = tiny_engine
    for channel in (1, 2):
        assert await reused(engine, PROMPTS[channel], channel) == 0
    before = [await reused(engine, PROMPTS[channel], channel) for channel in (1, 2)]
    assert min(before) >= BLOCK
    await engine.forget(1)
    assert [await reused(engine, PROMPTS[channel], channel) for channel in (1, 2)] == [0, before[1]]


async def test_instructions_that_another_conversation_begins_with_stay(tiny_engine):
    engine, _ = tiny_engine
    for channel in (0, 1):
        await say(engine, RULED[channel], channel=channel)
    shared = await reused(engine, RULED[2], 2)
    await engine.forget(0)
    assert await reused(engine, RULED[0], 3) == shared >= BLOCK
    assert await reused(engine, RULED[1], 1) > shared


async def stop(engine, prompt, channel, after):
    """Have it answered, until so many pieces were heard."""
    async with aclosing(engine.stream(prompt, LONG, channel=channel)) as pieces:
        for _ in range(after):
            await anext(pieces, None)


async def test_nothing_is_kept_once_all_are_forgotten_those_that_were_stopped_too(tiny_engine):
    engine, _ = tiny_engine
    await asyncio.gather(*(stop(engine, prompt, channel, 3 * channel) for channel, prompt in enumerate(PROMPTS)))
    await asyncio.gather(*(say(engine, prompt, channel=channel) for channel, prompt in enumerate(RULED)))
    await stop(engine, RULED[0], 0, 30)
    for channel in range(len(PROMPTS)):
        await engine.forget(channel)
    await settled(engine)
    assert kept(engine) == 0


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_nor_what_was_under_way_as_the_thread_died(tiny_engine):
    engine, model = tiny_engine

    def die():
        raise SystemExit

    await say(engine, RULED[0], channel=1)
    steps = Steps(model, at=[20], do=die)
    with pytest.raises(EngineError):
        await say(engine, RULED[1], channel=2)
    steps.hook.remove()
    await engine.forget(1)
    await engine.forget(2)
    await settled(engine)
    assert kept(engine) == 0


SHORT = Options(temperature=0, max_new_tokens=3)
STEP = st.tuples(st.sampled_from(["say", "stop", "forget"]), st.integers(0, 2), st.integers(0, 3))


@given(st.lists(STEP, max_size=8))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_law_what_is_found_is_what_was_said_since_it_was_forgotten(tiny_engine, script):
    engine, _ = tiny_engine
    # What was stopped may have been computed.
    said, perhaps = {channel: set() for channel in range(3)}, {channel: set() for channel in range(3)}
    for what, channel, number in script:
        if what == "forget":
            await engine.forget(channel)
            said[channel], perhaps[channel] = set(), set()
        elif what == "stop":
            await stop(engine, RULED[number], channel, 1)
            perhaps[channel].add(number)
        else:
            [*_, last] = await collect(engine, RULED[number], SHORT, channel=channel)
            is_found = last.usage.reused > await engine.count([RULES]) + BLOCK
            assert is_found or not any(number in each for each in said.values())
            assert not is_found or any(number in each for each in (*said.values(), *perhaps.values()))
            said[channel].add(number)
    for channel in said:
        await engine.forget(channel)
    await settled(engine)
    assert kept(engine) == 0
