"""Many conversations: all at once beside one after another, and the cost as their number grows."""

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence

from benchmarks.bench import Bench
from benchmarks.contenders import Contender, contender
from benchmarks.figures import Result, alternate, ratios
from benchmarks.timing import answer
from bot.core.chat import Turn
from bot.core.ports import Engine

_MANY = 32


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """Eight at once, then each number of conversations."""
    async with contender(bench, "plain") as plain, bench.batched_engine() as engine:

        async def at_once(repetition: int) -> float:
            return await together(bench, engine, bench.prompts(bench.at_once, repetition))

        async def in_turn(repetition: int) -> float:
            return await _one_after_another(bench, plain, bench.prompts(bench.at_once, repetition))

        speeds = await alternate({"at_once": at_once, "in_turn": in_turn}, repetitions=bench.repetitions)
        details = {"tokens_per_s": speeds, "conversations": bench.at_once}
        yield Result("crowd_over_plain", ratios(speeds["at_once"], speeds["in_turn"]), details)
        grown = await _growth(bench, engine)
    for number, found in grown.items():
        yield Result(f"growth_conversations_{number}", found, {"conversations": number})
    if {1, _MANY} <= grown.keys():
        details = {"tokens_per_s": {"one": grown[1], "many": grown[_MANY]}, "conversations": _MANY}
        yield Result("crowd_over_one", ratios(grown[_MANY], grown[1]), details)


async def _growth(bench: Bench, engine: Engine) -> dict[int, list[float]]:
    """Tokens per second of all together, for each number of conversations."""

    def of(number: int):
        async def once(repetition: int) -> float:
            return await together(bench, engine, bench.prompts(number, 100 * number + repetition))

        return once

    # A GPU is slow with each number of conversations that is new to it; a processor has had its warm-up by now.
    found = await alternate(
        {str(number): of(number) for number in sorted({*bench.conversations})},
        repetitions=bench.repetitions,
        warm_up=bench.device.type != "cpu",
    )
    return {int(number): speeds for number, speeds in found.items()}


async def together(bench: Bench, engine: Engine, prompts: Sequence[list[Turn]]) -> float:
    """Tokens per second of all conversations together."""
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number, prompt in enumerate(prompts):
            group.create_task(answer(engine, prompt, bench.options, channel=number))
    return len(prompts) * bench.answer_tokens / (time.perf_counter() - begun)


async def _one_after_another(bench: Bench, plain: Contender, prompts: Sequence[list[Turn]]) -> float:
    begun = time.perf_counter()
    for number, prompt in enumerate(prompts):
        await plain(prompt, tokens=bench.answer_tokens, channel=number)
    return len(prompts) * bench.answer_tokens / (time.perf_counter() - begun)
