"""Who does not fit into the batch waits for a place in it."""

import asyncio
from contextlib import aclosing

import pytest

from bot.core.chat import Options

from ..steps import Steps
from .engines import LONG, PROMPTS, all_at_once, collect, endless, opened, say


async def test_more_than_fit_wait_and_get_the_same(tiny):
    async with opened(endless(tiny)) as (engine, _):
        alone = await all_at_once(engine)
    async with opened(endless(tiny), at_once=3) as (engine, model):
        steps = Steps(model)
        assert await all_at_once(engine) == alone
        assert max(steps.requests) == 3


async def test_who_leaves_the_line_is_never_begun(tiny):
    async with opened(endless(tiny), at_once=1) as (engine, model):
        async with aclosing(engine.stream(PROMPTS[0], LONG)) as first:
            await anext(first)
            waiting = asyncio.create_task(collect(engine, PROMPTS[1]))
            await engine.count(PROMPTS[1])
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        steps = Steps(model)
        await say(engine, PROMPTS[2], Options(temperature=0, max_new_tokens=5))
        assert set(steps.requests) == {1}
        assert len(steps.tokens) <= 6
