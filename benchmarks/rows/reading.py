"""Prompts read anew: the wait for the first token, beside llama.cpp's."""

from collections.abc import AsyncGenerator

from benchmarks.bench import Bench
from benchmarks.contenders import contender
from benchmarks.figures import Result, alternate, ratios
from benchmarks.llama import llama

# The fewest that every contender can tell the time of.
_ANSWER = 8


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """How much sooner than llama.cpp in 16 bits the bot has read prompts of each length that is asked for."""
    context = max(bench.reading) + 4 * _ANSWER
    async with contender(bench, "default") as ask, llama(bench, "f16", context=context) as peer:
        for length in sorted(bench.reading):

            async def bot(repetition: int, length: int = length) -> float:
                prompt = bench.prompt(length + repetition, tokens=length)
                return (await ask(prompt, tokens=_ANSWER, channel=length + repetition)).first_after

            async def theirs(repetition: int, length: int = length) -> float:
                prompt = bench.ids(bench.prompt(length + repetition, tokens=length))
                return (await peer.answer(prompt, tokens=_ANSWER)).first_after

            # Once is enough to warm up: long prompts take a processor long.
            waits = await alternate(
                {"bot": bot, "llamacpp": theirs},
                repetitions=bench.repetitions,
                warm_up=length == min(bench.reading),
            )
            details = {"seconds": waits, "prompt_tokens": length, "build": peer.build}
            yield Result(f"first_token_{length}_over_llamacpp", ratios(waits["llamacpp"], waits["bot"]), details)
