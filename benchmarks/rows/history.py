"""Long conversations: the wait for the next turn with and without reuse, and the cost as the history grows."""

from collections.abc import AsyncGenerator
from dataclasses import replace

from benchmarks.bench import Bench
from benchmarks.figures import Result, ratios
from benchmarks.timing import answer
from bot.core.chat import Turn
from bot.core.ports import Engine

_QUESTION = Turn("user", "And what is the next word after that one?")


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """For each length of history: reading it, writing after it, and the turn after that."""
    async with bench.generate_engine() as engine:
        await _second_turn(bench, engine, bench.prompt_tokens, seed=0)
        for length in sorted({bench.history, *bench.histories}):
            # Reading 8,000 tokens takes a CPU minutes, and its share of noise is small.
            times = 1 if length > bench.history and bench.device.type == "cpu" else bench.repetitions
            found = [await _second_turn(bench, engine, length, seed=length + n) for n in range(times)]
            reused, recomputed = [each["reused"] for each in found], [each["recomputed"] for each in found]
            details = {"seconds_reused": reused, "seconds_recomputed": recomputed, "history_tokens": length}
            yield Result(f"growth_history_{length}", [each["speed"] for each in found], details)
            if length == bench.history:
                yield Result("reuse_over_recomputed", ratios(reused, recomputed), details)


async def _second_turn(bench: Bench, engine: Engine, length: int, *, seed: int) -> dict[str, float]:
    """The wait for the first token of turn 2 on a channel that had turn 1, and on one that had nothing."""
    prompt = bench.prompt(seed, tokens=length)
    options = replace(bench.options, max_new_tokens=min(16, bench.answer_tokens))
    first = [piece.text async for piece in engine.stream(prompt, options, channel=1)]
    prompt = [*prompt, Turn("assistant", "".join(first)), _QUESTION]
    reused = await answer(engine, prompt, options, channel=1)
    await engine.forget(1)
    recomputed = await answer(engine, prompt, options, channel=1)
    await engine.forget(1)
    return {
        "reused": reused.first_after,
        "recomputed": recomputed.first_after,
        "speed": recomputed.decoding_speed,
    }
