"""The same checkpoint behind `transformers serve`, in each of its two ways to answer."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from benchmarks.bench import Bench
from benchmarks.figures import Result, alternate, ratios
from benchmarks.serving import Server, serve
from benchmarks.timing import Timing, answer
from bot.core.chat import Turn
from bot.core.ports import Engine

_BLOCK = 256
_NEXT = [Turn("assistant", "It is so."), Turn("user", "And then?")]


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """
    One conversation, the next turn of a long one, and several at once: the bot's engine to the server.

    For one conversation the server is measured as it is started without options, which computes every
    prompt whole, and with continuous batching, which finds the beginning of a prompt again; the better
    of the two counts. All decode greedily, and as many tokens as one another.
    """
    async with AsyncExitStack() as open_:
        # Left to itself, it takes most of the memory of a machine without a GPU for its cache.
        room = f"--cb-num-blocks={_blocks(bench)}"
        alone = await open_.enter_async_context(serve(bench.folder))
        batching = await open_.enter_async_context(serve(bench.folder, "--continuous-batching", room))
        # One engine after the other: together in a process they slow one another down, see `benchmarks.contenders`.
        async with bench.generate_engine() as engine:
            contenders = {"bot": _Ours(bench, engine), "serve": _Theirs(alone), "serve_batching": _Theirs(batching)}
            speeds = await alternate(_each(contenders, _speed, bench), repetitions=bench.repetitions)
            best = [max(both) for both in zip(speeds["serve"], speeds["serve_batching"], strict=True)]
            yield Result("bot_over_serve", ratios(speeds["bot"], best), {"tokens_per_s": speeds})

            waits = await alternate(
                _each(contenders, _second_wait, bench), repetitions=bench.repetitions, warm_up=False
            )
            best = [min(both) for both in zip(waits["serve"], waits["serve_batching"], strict=True)]
            yield Result("serve_over_bot_wait", ratios(best, waits["bot"]), {"seconds": waits})

        batched = await open_.enter_async_context(bench.batched_engine())
        contenders = {"bot": _Ours(bench, batched), "serve_batching": _Theirs(batching)}
        speeds = await alternate(_each(contenders, _speed_at_once, bench), repetitions=bench.repetitions)
        yield Result("crowd_over_serve", ratios(speeds["bot"], speeds["serve_batching"]), {"tokens_per_s": speeds})


@dataclass(frozen=True, slots=True)
class _Ours:
    """The engine, asked as the servers are."""

    bench: Bench
    engine: Engine

    async def answer(self, prompt: Sequence[Turn], *, tokens: int, channel: int) -> Timing:
        return await answer(self.engine, prompt, replace(self.bench.options, max_new_tokens=tokens), channel=channel)


@dataclass(frozen=True, slots=True)
class _Theirs:
    """A server, which knows no channels: it finds a conversation again, or does not, by its text."""

    server: Server

    async def answer(self, prompt: Sequence[Turn], *, tokens: int, channel: int) -> Timing:
        return await self.server.answer(prompt, tokens=tokens)


_Contender = _Ours | _Theirs
_Measure = Callable[[Bench, _Contender, int], Awaitable[float]]


def _each(contenders: dict[str, _Contender], measure: _Measure, bench: Bench):
    """The contenders as `alternate` wants them."""

    def of(contender: _Contender):
        return lambda repetition: measure(bench, contender, repetition)

    return {name: of(contender) for name, contender in contenders.items()}


async def _speed(bench: Bench, contender: _Contender, repetition: int) -> float:
    """Tokens per second of one conversation."""
    prompt = bench.prompt(repetition)
    return (await contender.answer(prompt, tokens=bench.answer_tokens, channel=repetition)).speed


async def _second_wait(bench: Bench, contender: _Contender, repetition: int) -> float:
    """Seconds to the first token of a turn after a long history, which was read in the turn before."""
    first = bench.prompt(repetition, tokens=bench.history)
    tokens = min(16, bench.answer_tokens)
    await contender.answer(first, tokens=tokens, channel=100 + repetition)
    return (await contender.answer([*first, *_NEXT], tokens=tokens, channel=100 + repetition)).first_after


async def _speed_at_once(bench: Bench, contender: _Contender, repetition: int) -> float:
    """Tokens per second of several conversations together."""
    prompts = bench.prompts(bench.at_once, repetition)
    begun = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for n, prompt in enumerate(prompts):
            group.create_task(contender.answer(prompt, tokens=bench.answer_tokens, channel=n))
    return bench.at_once * bench.answer_tokens / (time.perf_counter() - begun)


def _blocks(bench: Bench) -> int:
    """The server's cache: twice what it needs for the longest conversation and all those at once."""
    longest = bench.history + 2 * bench.answer_tokens + _BLOCK
    each = bench.prompt_tokens + bench.answer_tokens
    return 2 * (-(-longest // _BLOCK) + bench.at_once * -(-each // _BLOCK))
