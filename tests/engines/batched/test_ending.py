"""An answer that is stopped and an engine that is closed end soon, and leave nothing behind."""

import asyncio
import threading
from contextlib import aclosing

from bot.core.chat import Options, Turn

from ..steps import Pause, Steps
from .engines import LONG, PROMPTS, endless, opened, say


async def test_the_next_step_after_a_stop_is_computed_without_who_stopped(tiny_engine):
    engine, model = tiny_engine
    alone = await say(engine, PROMPTS[1])
    pause = Pause()
    steps = Steps(model, at=[20], do=pause)
    staying = asyncio.create_task(say(engine, PROMPTS[1]))
    leaving = engine.stream(PROMPTS[0], LONG)
    await anext(leaving)
    await asyncio.to_thread(pause.reached.wait)
    await leaving.aclose()
    pause.over.set()
    assert await staying == alone
    assert steps.requests[19] == 2
    assert set(steps.requests[20:]) == {1}


async def test_a_thousand_short_answers_leave_nothing_behind(tiny_engine):
    engine, _ = tiny_engine
    short = Options(temperature=0, max_new_tokens=2)

    async def ask(number):
        async with aclosing(engine.stream([Turn("user", f"{number}")], short)) as pieces:
            async for _ in pieces:
                if number % 3 == 0:
                    break

    await asyncio.gather(*(ask(number) for number in range(1000)))
    # The last ones that were stopped have left when another one has been answered.
    await say(engine, options=short)
    loop = engine._writer.loop
    processor = loop._manager.batch_processor
    blocks = [allocator.block_table for allocator in processor.cache.cache_allocators.values()]
    router = loop._manager.output_router
    left = [loop._wires, router.result_handlers, processor.scheduler.active_requests, *blocks]
    left += [processor.scheduler.waiting_requests, processor.scheduler.waiting_requests_order]
    assert [len(each) for each in left] == [0] * len(left)
    assert router.output_queue.qsize() == 0
    processor.cache.evict_cached_blocks()
    assert processor.cache.compute_free_capacity() == 1


async def test_closing_ends_the_thread(tiny):
    before = set(threading.enumerate())
    async with opened(endless(tiny)) as (engine, _):
        pieces = engine.stream(PROMPTS[0], LONG)
        await anext(pieces)
        assert any("generation_loop" in thread.name for thread in set(threading.enumerate()) - before)
    assert not any("generation_loop" in thread.name for thread in set(threading.enumerate()) - before)
