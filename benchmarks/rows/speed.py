"""One conversation: the engine beside plain transformers, and beside what memory allows."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

from benchmarks.bench import Bench
from benchmarks.figures import Result, alternate, ratios
from benchmarks.machine import read_bandwidth
from benchmarks.timing import Timing, answer
from bot.core.ports import Engine

_BEFORE, _SHORT = -2, 8


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """
    The engine over the same model as plain `generate`, then the engines as they load it.

    Before each measured answer comes a short one that is not: what a model's weights left while another one
    computed, caches and perhaps memory itself, they are back in.
    """
    decoding: dict[str, list[float]] = {}

    def of(name: str, engine: Engine):
        async def once(repetition: int) -> float:
            prompt = bench.prompt(repetition)
            await answer(engine, bench.prompt(_BEFORE), replace(bench.options, max_new_tokens=_SHORT), channel=_BEFORE)
            # A channel that is new to the engine: it reads the whole prompt, as plain `generate` does.
            return noted(name, repetition, await answer(engine, prompt, bench.options, channel=repetition))

        return once

    async def plain(repetition: int) -> float:
        prompt = bench.prompt(repetition)
        await asyncio.to_thread(bench.plain.answer, bench.prompt(_BEFORE), tokens=_SHORT)
        timing = await asyncio.to_thread(bench.plain.answer, prompt, tokens=bench.answer_tokens)
        return noted("plain", repetition, timing)

    def noted(name: str, repetition: int, timing: Timing) -> float:
        if repetition >= 0:
            decoding.setdefault(name, []).append(timing.decoding_speed)
        return timing.speed

    async with (
        bench.generate_engine(is_default=False) as same,
        bench.generate_engine() as default,
        bench.batched_engine() as batched,
    ):
        contenders = {"plain": plain, "same": of("same", same), "default": of("default", default)}
        contenders["batched"] = of("batched", batched)
        # Here a hundredth counts.
        speeds = await alternate(contenders, repetitions=2 * bench.repetitions)
    details = {"tokens_per_s": speeds, "decoding_tokens_per_s": decoding}
    yield Result("engine_over_plain", ratios(speeds["same"], speeds["plain"]), details)
    yield Result("default_over_plain", ratios(speeds["default"], speeds["plain"]), details)
    yield Result("batched_over_generate", ratios(speeds["batched"], speeds["default"]), details)
    bandwidth = read_bandwidth(bench.device)
    limit = bandwidth / bench.weight_bytes
    details = {"read_bytes_per_s": bandwidth, "weight_bytes_per_token": bench.weight_bytes, "limit_tokens_per_s": limit}
    yield Result("bandwidth_share", [speed / limit for speed in decoding["default"]], details)
    yield Result("bandwidth_share_plain", [speed / limit for speed in decoding["plain"]], details)
