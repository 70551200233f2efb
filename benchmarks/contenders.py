"""
What answers one conversation at a time: plain transformers, and the bot's engines, each in a process of its own.

Threads of OpenMP live as long as the thread they computed for. Where a process has more of them than
cores, they wait asleep, and each product pays for waking them up: engines that do nothing would slow down
one another, and plain transformers, by up to a half. On a GPU that does not matter, and the memory of one
has no room for so many models: there all are in this process.
"""

import argparse
import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Literal, Protocol, get_args

from benchmarks.bench import Bench
from benchmarks.geometry import GEOMETRIES, Geometry
from benchmarks.timing import Timing, answer
from bot.core.chat import Turn

Kind = Literal["plain", "same", "default", "batched"]
"""transformers as documented, the `generate` engine over the same layers, as the bot loads it, and `batched`."""

_ROOT = Path(__file__).parents[1]


class Contender(Protocol):
    """Answers `prompt` with `tokens` tokens; those with a memory keep it for `channel`."""

    def __call__(self, prompt: Sequence[Turn], *, tokens: int, channel: int) -> Awaitable[Timing]: ...


@asynccontextmanager
async def contender(bench: Bench, kind: Kind) -> AsyncGenerator[Contender]:
    """A contender that is there inside the block."""
    if bench.device.type != "cpu":
        async with _here(bench, kind) as one:
            yield one
        return
    command = [
        sys.executable,
        "-m",
        "benchmarks.contenders",
        kind,
        str(bench.folder.resolve()),
        _name_of(bench.geometry),
    ]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=_ROOT)
    assert process.stdin is not None
    assert process.stdout is not None
    told, heard = process.stdin, process.stdout

    async def read() -> bytes:
        if line := await heard.readline():
            return line
        raise RuntimeError(f"{kind} ended with code {await process.wait()}: what it said is above")

    async def ask(prompt: Sequence[Turn], *, tokens: int, channel: int) -> Timing:
        job = {
            "prompt": [{"role": turn.role, "text": turn.text} for turn in prompt],
            "tokens": tokens,
            "channel": channel,
        }
        told.write(json.dumps(job).encode() + b"\n")
        return Timing(**json.loads(await read()))

    try:
        await read()
        yield ask
    finally:
        # It ends where its standard input does.
        told.close()
        await process.wait()


@asynccontextmanager
async def _here(bench: Bench, kind: Kind) -> AsyncGenerator[Contender]:
    if kind == "plain":

        def plain(prompt: Sequence[Turn], *, tokens: int, channel: int) -> Awaitable[Timing]:
            return asyncio.to_thread(bench.plain.answer, prompt, tokens=tokens)

        yield plain
        return
    opened = bench.batched_engine() if kind == "batched" else bench.generate_engine(is_default=kind == "default")
    async with opened as engine:

        def ask(prompt: Sequence[Turn], *, tokens: int, channel: int) -> Awaitable[Timing]:
            return answer(engine, prompt, replace(bench.options, max_new_tokens=tokens), channel=channel)

        yield ask


def _name_of(geometry: Geometry) -> str:
    return next(name for name, other in GEOMETRIES.items() if other == geometry)


async def _answer_all(bench: Bench, kind: Kind) -> None:
    async with _here(bench, kind) as ask:
        print(json.dumps(kind), flush=True)
        while line := await asyncio.to_thread(sys.stdin.readline):
            job = json.loads(line)
            prompt = [Turn(turn["role"], turn["text"]) for turn in job["prompt"]]
            print(json.dumps(asdict(await ask(prompt, tokens=job["tokens"], channel=job["channel"]))), flush=True)


def main() -> None:
    """The first line written says that the contender is there; then there is a timing for each line read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=get_args(Kind))
    parser.add_argument("folder", type=Path)
    parser.add_argument("geometry", choices=GEOMETRIES)
    asked = parser.parse_args()
    asyncio.run(_answer_all(Bench(asked.folder, GEOMETRIES[asked.geometry], repetitions=1), asked.kind))


if __name__ == "__main__":
    main()
