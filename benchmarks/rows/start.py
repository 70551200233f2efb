"""From nothing to the first answer: `bot demo` in a process of its own."""

import asyncio
import os
import re
import signal
import sys
import tempfile
import time
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncGenerator
from pathlib import Path

import aiohttp

from benchmarks.bench import Bench
from benchmarks.figures import Result
from bot.core.draft import CURSOR

_ROOT = Path(__file__).parents[2]
_COMMAND = (sys.executable, "-m", "bot", "demo", "--port", "0", "--no-browser")
_PATIENCE = 300


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """
    Seconds from the start of the process to the last edit of its first answer, with the files in the disk's cache.

    The question is asked as soon as the page's address is told, as the page asks it.
    """
    await start()
    found = [await start() for _ in range(bench.repetitions)]
    yield Result(
        "start_to_answer_s",
        [answered for _, answered in found],
        {"seconds_to_address": [told for told, _ in found]},
    )


async def start() -> tuple[float, float]:
    """The seconds until the page's address was told, and until the first answer was whole."""
    # No settings and no memory of earlier: the folder is empty.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        begun = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *_COMMAND, cwd=folder, env=os.environ | {"PYTHONPATH": str(_ROOT)}, stdin=DEVNULL, stdout=PIPE
        )
        try:
            async with asyncio.timeout(_PATIENCE):
                said = re.search(r"http://127\.0\.0\.1:\d+", (await process.stdout.readline()).decode())
                if said is None:
                    raise RuntimeError("bot demo told no address")
                told = time.perf_counter() - begun
                await _answer(said[0])
                return told, time.perf_counter() - begun
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()


async def _answer(address: str) -> None:
    """Ask the bot in a direct message, and return when it has said all."""
    async with aiohttp.ClientSession(base_url=address) as http:
        [ada, *_] = await (await http.get("/sandbox/people")).json()
        async with http.ws_connect("/?v=10&encoding=json") as gateway:
            await gateway.send_json({"op": 2, "d": {"token": ada["token"], "properties": {}, "intents": 0}})
            while (event := await gateway.receive_json())["t"] != "READY":
                pass
            channel = event["d"]["private_channels"][0]["id"]
            path, headers = f"/api/v10/channels/{channel}/messages", {"Authorization": ada["token"]}
            async with http.post(path, json={"content": "Who are you?"}, headers=headers) as sent:
                sent.raise_for_status()
            while not _is_whole(await gateway.receive_json()):
                pass


def _is_whole(event: dict) -> bool:
    if event["t"] not in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
        return False
    message = event["d"]
    said = message.get("content", "")
    # What the bot says while it waits for the model begins with a clock.
    return message.get("author", {}).get("bot", False) and CURSOR not in said and not said.startswith("⏳")
