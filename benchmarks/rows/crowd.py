"""Many conversations: all at once beside one after another, and the cost as their number grows."""

import asyncio
import time
from collections.abc import AsyncGenerator

from benchmarks.bench import Bench
from benchmarks.figures import Result, alternate, ratios
from benchmarks.timing import answer
from bot.core.ports import Engine


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """Eight at once, then each number of conversations."""
    async with bench.batched_engine() as engine:

        async def at_once(repetition: int) -> float:
            return await _together(bench, engine, bench.at_once, seed=1000 * (repetition + 2))

        async def in_turn(repetition: int) -> float:
            return await asyncio.to_thread(_one_after_another, bench, bench.at_once, 1000 * (repetition + 2))

        speeds = await alternate({"at_once": at_once, "in_turn": in_turn}, repetitions=bench.repetitions)
        details = {"tokens_per_s": speeds, "conversations": bench.at_once}
        yield Result("crowd_over_plain", ratios(speeds["at_once"], speeds["in_turn"]), details)
        alone = []
        for number in bench.conversations:
            found = [
                await _together(bench, engine, number, seed=10**6 * (number + 1) + 1000 * repetition)
                for repetition in range(bench.repetitions)
            ]
            alone = alone or found
            yield Result(f"growth_conversations_{number}", found, {"conversations": number})
        yield Result("crowd_over_one", ratios(found, alone), {"conversations": number})


async def _together(bench: Bench, engine: Engine, number: int, *, seed: int) -> float:
    """Tokens per second of all conversations together."""
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for n in range(number):
            group.create_task(answer(engine, bench.prompt(seed + n), bench.options, channel=seed + n))
    return number * bench.answer_tokens / (time.perf_counter() - begun)


def _one_after_another(bench: Bench, number: int, seed: int) -> float:
    begun = time.perf_counter()
    for n in range(number):
        bench.plain.answer(bench.prompt(seed + n), tokens=bench.answer_tokens)
    return number * bench.answer_tokens / (time.perf_counter() - begun)
