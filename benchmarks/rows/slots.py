"""Many conversations at once, beside llama.cpp with a slot for each."""

from collections.abc import AsyncGenerator

from benchmarks.bench import Bench
from benchmarks.figures import Result, alternate, ratios
from benchmarks.llama import llama
from benchmarks.rows.crowd import together


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """Tokens per second of all together, the reading of their prompts included."""
    context = bench.prompt_tokens + bench.answer_tokens + 8
    async with (
        llama(bench, "f16", context=context, slots=bench.at_once) as peer,
        bench.batched_engine() as engine,
    ):

        async def bot(repetition: int) -> float:
            return await together(bench, engine, bench.prompts(bench.at_once, repetition))

        async def theirs(repetition: int) -> float:
            prompts = [bench.ids(prompt) for prompt in bench.prompts(bench.at_once, repetition)]
            return await peer.speed_together(prompts, tokens=bench.answer_tokens)

        speeds = await alternate({"bot": bot, "llamacpp": theirs}, repetitions=bench.repetitions)
    details = {"tokens_per_s": speeds, "conversations": bench.at_once, "build": peer.build}
    yield Result("crowd_over_llamacpp", ratios(speeds["bot"], speeds["llamacpp"]), details)
