"""While the model computes: how late the event loop is, and how soon a stop is obeyed."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing, asynccontextmanager

from benchmarks.bench import Bench
from benchmarks.figures import Result, percentile
from benchmarks.timing import answer
from bot.engines.generate import GenerateEngine

_TICK = 0.005


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """Both with the engine as the bot loads it."""
    async with bench.generate_engine() as engine:
        await answer(engine, bench.prompt(0), bench.options, channel=1)
        lags, all_lags = [], []
        for n in range(bench.repetitions):
            # A long prompt is the longest single call into the model.
            prompt = bench.prompt(n, tokens=8 * bench.prompt_tokens)
            async with _lag() as late:
                await answer(engine, prompt, bench.options, channel=2)
            lags.append(1000 * percentile(late, 0.99))
            all_lags += late
        yield Result("loop_lag_ms", lags, {"largest_ms": 1000 * max(all_lags), "tick_ms": 1000 * _TICK})
        steps = [await _stop(bench, engine, seed=n) for n in range(2 * bench.repetitions)]
        yield Result("stop_steps", steps)


@asynccontextmanager
async def _lag() -> AsyncGenerator[list[float]]:
    """How much later than asked for the event loop came back, each time inside the block."""
    late: list[float] = []

    async def tick() -> None:
        while True:
            due = time.perf_counter() + _TICK
            await asyncio.sleep(_TICK)
            late.append(max(0.0, time.perf_counter() - due))

    ticking = asyncio.create_task(tick())
    try:
        yield late
    finally:
        ticking.cancel()


async def _stop(bench: Bench, engine: GenerateEngine, *, seed: int) -> float:
    """The time from closing an answer in its middle until the model rests, in steps of that answer."""
    times = []
    prompt = bench.prompt(seed)
    async with aclosing(engine.stream(prompt, bench.options, channel=3)) as pieces:
        async for _ in pieces:
            times.append(time.perf_counter())
            if len(times) == bench.answer_tokens // 2:
                break
        asked = time.perf_counter()
    await engine.rest()
    return (time.perf_counter() - asked) / ((times[-1] - times[0]) / (len(times) - 1))
