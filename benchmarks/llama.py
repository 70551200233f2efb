"""llama.cpp beside the bot, in a process of its own, with the same weights and as many threads."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from benchmarks import gguf_file
from benchmarks.bench import Bench

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer by llama.cpp's own clock: seconds until its first token, then tokens per second."""

    first_after: float
    decoding_speed: float


class Llama:
    """llama.cpp in another process, with one model."""

    def __init__(self, process: Process, build: dict[str, str]) -> None:
        self._process = process
        self.build = build

    async def answer(self, prompt: list[int], *, tokens: int) -> Answer:
        """Read the whole prompt anew and answer. Raises `RuntimeError` where llama.cpp does something else."""
        [answer] = (await self._ask([prompt], tokens))["answers"]
        return Answer(answer["wait_s"], answer["decoding_tokens_per_s"])

    async def speed_together(self, prompts: Sequence[list[int]], *, tokens: int) -> float:
        """Tokens per second of answers to all prompts at once, the reading included."""
        return float((await self._ask(prompts, tokens))["tokens_per_s"])

    async def _ask(self, prompts: Sequence[list[int]], tokens: int) -> dict[str, Any]:
        self._process.stdin.write(json.dumps({"prompts": prompts, "tokens": tokens}).encode() + b"\n")
        return await _read(self._process)


@asynccontextmanager
async def llama(bench: Bench, kind: gguf_file.Kind, *, context: int, slots: int = 1) -> AsyncGenerator[Llama]:
    """llama.cpp inside the block, for `slots` conversations at once of `context` tokens each."""
    model = bench.gguf(kind)
    command = [sys.executable, "-m", "benchmarks.llama_process", str(model.resolve())]
    options = ["--threads", torch.get_num_threads(), "--context", context, "--slots", slots]
    process = await asyncio.create_subprocess_exec(*command, *map(str, options), stdin=PIPE, stdout=PIPE, cwd=_ROOT)
    try:
        yield Llama(process, await _read(process))
    finally:
        # It ends where its standard input does.
        process.stdin.close()
        await process.wait()


async def _read(process: Process) -> dict[str, Any]:
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("llama.cpp ended: what it said of that stands above")
    return json.loads(line)
