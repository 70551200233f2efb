"""
What do messages cost that are not for the bot? `python -m benchmarks flood`

A thousand messages a second are said to the bot, and by turns to a bare discord.py client that ignores them, each in a
process of its own on a sandbox of its own, and the processor time of both is compared.
"""

import argparse
import asyncio
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psutil

from benchmarks import machine
from benchmarks import report as reports
from benchmarks.figures import alternate, ratios
from benchmarks.soak import model_server
from benchmarks.soak.bot_process import environment
from bot.sandbox import Sandbox

MOST = 1.1
"""The processor time of the bot / that of the bare client, at most; the median of several."""
_COMES = 120.0
_STEP, _REST = 0.02, 0.5
_COMMANDS = {"bot": ["-m", "bot"], "bare": ["-m", "benchmarks.bare_client"]}


class Flooded:
    """A client in a process, and the sandbox it is on."""

    def __init__(self, sandbox: Sandbox, process: psutil.Process) -> None:
        self._sandbox = sandbox
        self._process = process
        self._said = 0

    async def cost(self, *, rate: float, seconds: float) -> float:
        """The ms of processor time for each of the messages that are said to it."""
        before, number = self._used(), round(rate * seconds)
        loop = asyncio.get_running_loop()
        begun, done = loop.time(), 0
        while done < number:
            due = min(number, int((loop.time() - begun) * rate) + 1)
            for _ in range(done, due):
                self._say()
            done = due
            await asyncio.sleep(_STEP)
        used = self._used()
        while True:
            await asyncio.sleep(_REST)
            if (now := self._used()) - used < 0.02 * _REST:
                return (now - before) / number * 1000
            used = now

    def _say(self) -> None:
        people = (self._sandbox.ada, self._sandbox.grace, self._sandbox.linus)
        channels = (self._sandbox.general, self._sandbox.code, self._sandbox.random)
        self._said += 1
        people[self._said % 3].say(channels[self._said // 3 % 3], f"message {self._said}, which is not for the bot")

    def _used(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)


@asynccontextmanager
async def flooded(kind: str, folder: Path) -> AsyncIterator[Flooded]:
    """A client of that kind while it is online."""

    def nothing(_: model_server.Messages) -> model_server.Answer:
        return ["What?"], lambda: None

    async with Sandbox() as sandbox, model_server.serve(nothing, rate=100.0) as address:
        named: Mapping[str, str] = environment(sandbox, address, longest=100)
        process = _start(kind, folder, named)
        try:
            await sandbox.until(lambda: "identify" in sandbox.journal.connections, timeout=_COMES)
            # Until all that a start takes is done.
            await asyncio.sleep(5.0)
            yield Flooded(sandbox, psutil.Process(process.pid))
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait)


def _start(kind: str, folder: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    folder.mkdir()
    command = [sys.executable, *_COMMANDS[kind]]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, env=dict(environment), stdout=log, stderr=log)


async def _measure(asked: argparse.Namespace, folder: Path) -> dict[str, Any]:
    async with flooded("bot", folder / "bot") as bot, flooded("bare", folder / "bare") as bare:

        async def of(client: Flooded) -> float:
            return await client.cost(rate=asked.rate, seconds=asked.seconds)

        contenders = {"bot": lambda _: of(bot), "bare": lambda _: of(bare)}
        costs = await alternate(contenders, repetitions=asked.repetitions)
    found = ratios(costs["bot"], costs["bare"])
    return {
        "machine": machine.describe() | {"load": machine.load()},
        "rate": asked.rate,
        "messages": round(asked.rate * asked.seconds) * asked.repetitions,
        "ms_a_message": {name: [round(each, 4) for each in values] for name, values in costs.items()},
        "ratios": [round(each, 3) for each in found],
        "ratio": round(median(found), 3),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what was measured, and return 1 where it is too much."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks flood", description=__doc__)
    parser.add_argument("--rate", type=float, default=1000.0, help="messages a second")
    parser.add_argument("--seconds", type=float, default=5.0, help="of a flood")
    parser.add_argument("--repetitions", type=int, default=5)
    parser.add_argument("--output", type=Path, help="a file for the report, as JSON")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="flood-") as made:
        found = asyncio.run(_measure(asked, Path(made)))
    if asked.output:
        reports.write(found, asked.output)
    for name in ("ms_a_message", "ratios", "ratio"):
        print(f"{name}: {found[name]}")
    return 0 if found["ratio"] <= MOST else 1
