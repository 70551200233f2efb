"""The same weights in llama.cpp, as it comes with xllamacpp, with as many threads."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack

from benchmarks import gguf_file
from benchmarks.bench import Bench
from benchmarks.contenders import Contender, contender
from benchmarks.figures import Result, alternate, ratios
from benchmarks.llama import Llama, llama
from benchmarks.timing import answer

_KINDS: tuple[gguf_file.Kind, ...] = ("f16", "q8_0")


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """
    Decoding of one conversation, without the reading of its prompt.

    The bot's tokens are counted as they reach the event loop, plain transformers' as the streamer gets
    them, llama.cpp's by its own clock. Each is in a process of its own, but for
    the bot's own engine over llama.cpp; only one of all computes at a time.
    """
    async with AsyncExitStack() as open_:
        context = 2 * (bench.prompt_tokens + bench.answer_tokens)
        peers = {kind: await open_.enter_async_context(llama(bench, kind, context=context)) for kind in _KINDS}
        kinds = {kind: await open_.enter_async_context(contender(bench, kind)) for kind in ("default", "plain")}
        setting = await open_.enter_async_context(bench.gguf_engine())

        def of(ask: Contender):
            async def once(repetition: int) -> float:
                prompt = bench.prompt(repetition)
                return (await ask(prompt, tokens=bench.answer_tokens, channel=repetition)).decoding_speed

            return once

        async def in_process(repetition: int) -> float:
            return (await answer(setting, bench.prompt(repetition), bench.options, channel=repetition)).decoding_speed

        def theirs(peer: Llama):
            async def once(repetition: int) -> float:
                prompt = bench.ids(bench.prompt(repetition))
                return (await peer.answer(prompt, tokens=bench.answer_tokens)).decoding_speed

            return once

        contenders = {"bot": of(kinds["default"]), "setting": in_process, "plain": of(kinds["plain"])}
        speeds = await alternate(
            contenders | {kind: theirs(peer) for kind, peer in peers.items()}, repetitions=bench.repetitions
        )
        details = {"decoding_tokens_per_s": speeds, "build": peers["f16"].build}
    for name in contenders:
        for kind in peers:
            yield Result(f"{name}_over_llamacpp_{kind}", ratios(speeds[name], speeds[kind]), details)
