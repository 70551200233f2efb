"""One conversation: the engine beside plain transformers, and beside what memory allows."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from typing import get_args

from benchmarks.apart import apart
from benchmarks.bench import Bench
from benchmarks.contenders import Contender, Kind, contender
from benchmarks.figures import Result, alternate, ratios
from benchmarks.machine import read_bandwidth

_BEFORE, _SHORT = -2, 8


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """
    The engine over the same layers as plain `generate`, then the engines as they load their models.

    Before each measured answer comes a short one that is not: what a model's weights left while another one
    computed, caches and perhaps memory itself, they are back in.
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

    async with AsyncExitStack() as open_:
        kinds = {kind: await open_.enter_async_context(contender(bench, kind)) for kind in get_args(Kind)}
        # Here a hundredth counts.
        speeds = await alternate(
            {kind: of(kind, ask) for kind, ask in kinds.items()}, repetitions=2 * bench.repetitions
        )
    details = {"tokens_per_s": speeds, "decoding_tokens_per_s": decoding}
    yield Result("engine_over_plain", ratios(speeds["same"], speeds["plain"]), details)
    yield Result("default_over_plain", ratios(speeds["default"], speeds["plain"]), details)
    yield Result("batched_over_generate", ratios(speeds["batched"], speeds["default"]), details)
    bandwidth = apart(lambda: read_bandwidth(bench.device))
    limit = bandwidth / bench.weight_bytes
    details = {"read_bytes_per_s": bandwidth, "weight_bytes_per_token": bench.weight_bytes, "limit_tokens_per_s": limit}
    yield Result("bandwidth_share", [speed / limit for speed in decoding["default"]], details)
    yield Result("bandwidth_share_plain", [speed / limit for speed in decoding["plain"]], details)
