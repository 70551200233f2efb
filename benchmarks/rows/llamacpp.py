"""The same weights in llama.cpp, as it comes with xllamacpp, with as many threads."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import torch

from benchmarks import gguf_file
from benchmarks.bench import Bench
from benchmarks.contenders import Contender, contender
from benchmarks.figures import Result, alternate, ratios
from benchmarks.timing import answer

_KINDS: tuple[gguf_file.Kind, ...] = ("f16", "q8_0")
_ROOT = Path(__file__).parents[2]


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """
    Decoding of one conversation, without the reading of its prompt.

    The bot's tokens are counted as they reach the event loop, plain transformers' as the streamer gets
    them, llama.cpp's by its own clock. Each is in a process of its own, but for
    the bot's own engine over llama.cpp; only one of all computes at a time.
    """
    async with AsyncExitStack() as open_:
        peers = {kind: await open_.enter_async_context(_llama(bench, kind)) for kind in _KINDS}
        kinds = {kind: await open_.enter_async_context(contender(bench, kind)) for kind in ("default", "plain")}
        setting = await open_.enter_async_context(bench.gguf_engine())

        def of(ask: Contender):
            async def once(repetition: int) -> float:
                prompt = bench.prompt(repetition)
                return (await ask(prompt, tokens=bench.answer_tokens, channel=repetition)).decoding_speed

            return once

        async def in_process(repetition: int) -> float:
            return (await answer(setting, bench.prompt(repetition), bench.options, channel=repetition)).decoding_speed

        def theirs(peer: "_Llama"):
            async def once(repetition: int) -> float:
                return await peer.decoding_speed(bench.ids(bench.prompt(repetition)), bench.answer_tokens)

            return once

        contenders = {"bot": of(kinds["default"]), "setting": in_process, "plain": of(kinds["plain"])}
        speeds = await alternate(
            contenders | {kind: theirs(peer) for kind, peer in peers.items()}, repetitions=bench.repetitions
        )
        details = {"decoding_tokens_per_s": speeds, "build": peers["f16"].build}
    for name in contenders:
        for kind in peers:
            yield Result(f"{name}_over_llamacpp_{kind}", ratios(speeds[name], speeds[kind]), details)


class _Llama:
    """llama.cpp in another process, with one model."""

    def __init__(self, process: Process, build: dict[str, str]) -> None:
        self._process = process
        self.build = build

    async def decoding_speed(self, prompt: list[int], tokens: int) -> float:
        """Tokens per second. Raises `RuntimeError` where llama.cpp does something else than it was asked for."""
        self._process.stdin.write(json.dumps({"prompts": [prompt], "tokens": tokens}).encode() + b"\n")
        [answer] = (await _read(self._process))["answers"]
        return float(answer["decoding_tokens_per_s"])


@asynccontextmanager
async def _llama(bench: Bench, kind: gguf_file.Kind) -> AsyncGenerator[_Llama]:
    model = bench.gguf(kind)
    context = 2 * (bench.prompt_tokens + bench.answer_tokens)
    command = [sys.executable, "-m", "benchmarks.llama_process", str(model.resolve())]
    options = ["--threads", str(torch.get_num_threads()), "--context", str(context)]
    process = await asyncio.create_subprocess_exec(*command, *options, stdin=PIPE, stdout=PIPE, cwd=_ROOT)
    try:
        yield _Llama(process, await _read(process))
    finally:
        # It ends where its standard input does.
        process.stdin.close()
        await process.wait()


async def _read(process: Process) -> dict[str, Any]:
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("llama.cpp ended: what it said of that stands above")
    return json.loads(line)
