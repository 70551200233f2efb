"""The same checkpoint behind `transformers serve`: over HTTP, as its users have it."""

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from benchmarks.bench import Bench
from benchmarks.figures import Result, alternate, ratios
from benchmarks.timing import Timing, answer
from bot.core.chat import Turn

_COMMAND = [sys.executable, "-m", "transformers.cli.transformers", "serve", "--host", "127.0.0.1", "--port", "0"]
_PATIENCE = aiohttp.ClientTimeout(total=1200)


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """One conversation, the next turn of a long one, and several at once, in ratios of the engine to the server."""
    async with _server() as alone, bench.generate_engine() as engine, aiohttp.ClientSession(timeout=_PATIENCE) as web:

        async def ours(repetition: int) -> float:
            return (await answer(engine, bench.prompt(repetition), bench.options, channel=1)).speed

        async def theirs(repetition: int) -> float:
            timing = await _ask(web, alone, bench, bench.prompt(repetition), tokens=bench.answer_tokens)
            return timing.speed

        speeds = await alternate({"bot": ours, "serve": theirs}, repetitions=bench.repetitions)
        yield Result("bot_over_serve", ratios(speeds["bot"], speeds["serve"]), {"tokens_per_s": speeds})
        waits = await _second_turns(bench, engine, web, alone)
        yield Result("serve_over_bot_wait", ratios(waits["serve"], waits["bot"]), {"seconds": waits})
    async with (
        _server("--continuous-batching") as many,
        bench.batched_engine() as engine,
        aiohttp.ClientSession(timeout=_PATIENCE) as web,
    ):

        async def ours_at_once(repetition: int) -> float:
            return await _together(
                bench, lambda n: answer(engine, _nth(bench, repetition, n), bench.options, channel=n)
            )

        async def theirs_at_once(repetition: int) -> float:
            return await _together(
                bench, lambda n: _ask(web, many, bench, _nth(bench, repetition, n), tokens=bench.answer_tokens)
            )

        speeds = await alternate({"bot": ours_at_once, "serve": theirs_at_once}, repetitions=bench.repetitions)
        yield Result("crowd_over_serve", ratios(speeds["bot"], speeds["serve"]), {"tokens_per_s": speeds})


async def _second_turns(bench: Bench, engine, web: aiohttp.ClientSession, address: str) -> dict[str, list[float]]:
    """Seconds to the first token of a turn after a long history, both having read that history in the turn before."""
    waits: dict[str, list[float]] = {"bot": [], "serve": []}
    for n in range(1 if bench.device.type == "cpu" else bench.repetitions):
        first = bench.prompt(-100 - n, tokens=bench.history)
        second = [*first, Turn("assistant", "It is so."), Turn("user", "And then?")]
        for prompt in (first, second):
            ours = await answer(engine, prompt, bench.options, channel=7)
            theirs = await _ask(web, address, bench, prompt, tokens=bench.answer_tokens)
        waits["bot"].append(ours.first_after)
        waits["serve"].append(theirs.first_after)
    return waits


def _nth(bench: Bench, repetition: int, number: int) -> list[Turn]:
    return bench.prompt(1000 * (repetition + 2) + number)


async def _together(bench: Bench, ask) -> float:
    begun = time.perf_counter()
    await asyncio.gather(*(ask(n) for n in range(bench.at_once)))
    return bench.at_once * bench.answer_tokens / (time.perf_counter() - begun)


async def _ask(web: aiohttp.ClientSession, address: str, bench: Bench, prompt: list[Turn], *, tokens: int) -> Timing:
    messages = [{"role": turn.role, "content": turn.text} for turn in prompt]
    body = {"model": str(bench.folder), "messages": messages, "stream": True, "max_tokens": tokens}
    asked = time.perf_counter()
    times, finish = [], None
    async with web.post(f"{address}/v1/chat/completions", json=body) as response:
        response.raise_for_status()
        async for line in response.content:
            if not line.startswith(b"data: {"):
                continue
            for choice in json.loads(line[6:]).get("choices", ()):
                if choice["delta"].get("content"):
                    times.append(time.perf_counter())
                finish = choice.get("finish_reason") or finish
    if finish != "length" or not times:
        raise RuntimeError(f"the server's answer ended after {len(times)} pieces: {finish}")
    return Timing(asked, times[0], times[-1], time.perf_counter(), tokens)


@asynccontextmanager
async def _server(*options: str) -> AsyncGenerator[str]:
    """The address of a server that runs inside the block."""
    with tempfile.TemporaryDirectory() as folder:
        process, log = _start(Path(folder), options)
        try:
            yield await asyncio.to_thread(_address, process, log)
        finally:
            process.terminate()
            await asyncio.to_thread(_wait, process)


def _start(folder: Path, options: Sequence[str]) -> tuple[subprocess.Popen, Path]:
    log = folder / "log"
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder)}
    with log.open("w") as output:
        return subprocess.Popen([*_COMMAND, *options], env=environment, stdout=output, stderr=output), log


def _address(process: subprocess.Popen, log: Path) -> str:
    while process.poll() is None:
        if said := re.search(r"running on (http://127\.0\.0\.1:\d+)", log.read_text()):
            return said[1]
        time.sleep(0.1)
    raise RuntimeError(f"transformers serve did not start:\n{log.read_text()}")


def _wait(process: subprocess.Popen) -> None:
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
