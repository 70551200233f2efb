"""One conversation: the engine beside plain transformers, and beside what memory allows."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from typing import get_args

from benchmarks.apart import apart
from benchmarks.bandwidth import Reads
from benchmarks.bench import Bench
from benchmarks.contenders import Contender, Kind, contender
from benchmarks.figures import Result, alternate, ratios

_BEFORE, _SHORT = -2, 8


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """
    The engine over the same layers as plain `generate`, then the engines as they load their models.

    Before each measured answer comes a short one that is not: what a model's weights left while another one
    computed, caches and perhaps memory itself, they are back in. How fast memory is read is measured in turn with them,
    as on a machine that is shared it is not always the same.
    """
    decoding: dict[str, list[float]] = {}

    def of(name: str, ask: Contender):
        async def once(repetition: int) -> float:
            prompt = bench.prompt(repetition)
            await ask(bench.prompt(_BEFORE), tokens=_SHORT, channel=_BEFORE)
            # A channel that is new to the engines: they read the whole prompt, as plain `generate` does.
            timing = await ask(prompt, tokens=bench.answer_tokens, channel=repetition)
            if repetition >= 0:
                decoding.setdefault(name, []).append(timing.decoding_speed)
            return timing.speed

        return once

    limits: list[float] = []
    fastest: list[str] = []

    async def memory(repetition: int) -> float:
        name, bytes_per_s = await asyncio.to_thread(lambda: apart(reads.fastest))
        if repetition >= 0:
            fastest.append(name)
            limits.append(bytes_per_s / bench.weight_bytes)
        return bytes_per_s

    reads = apart(lambda: Reads(bench.device))
    async with AsyncExitStack() as open_:
        kinds = {kind: await open_.enter_async_context(contender(bench, kind)) for kind in get_args(Kind)}
        # Here a hundredth counts.
        speeds = await alternate(
            {kind: of(kind, ask) for kind, ask in kinds.items()} | {"memory": memory},
            repetitions=2 * bench.repetitions,
        )
    bandwidth = speeds.pop("memory")
    details = {"tokens_per_s": speeds, "decoding_tokens_per_s": decoding}
    yield Result("engine_over_plain", ratios(speeds["same"], speeds["plain"]), details)
    yield Result("default_over_plain", ratios(speeds["default"], speeds["plain"]), details)
    yield Result("batched_over_generate", ratios(speeds["batched"], speeds["default"]), details)
    details = {
        "read_bytes_per_s": bandwidth,
        "fastest": fastest,
        "weight_bytes_per_token": bench.weight_bytes,
        "limit_tokens_per_s": limits,
    }
    yield Result("bandwidth_share", ratios(decoding["default"], limits), details)
    yield Result("bandwidth_share_plain", ratios(decoding["plain"], limits), details)
