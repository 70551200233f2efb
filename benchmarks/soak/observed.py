"""`bot run`, with somebody in its event loop who notes how it is: `python -m benchmarks.soak.observed FILE`."""

import asyncio
import json
import logging
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from benchmarks.figures import percentile
from bot import app
from bot.settings import load

_INTERVAL, _TICK = 1.0, 0.02


async def _observe(file: Path) -> None:
    """Write a line each second: how many tasks there are, and by how many ms the loop was late, the 99th percentile."""
    loop, late = asyncio.get_running_loop(), []
    with file.open("a", buffering=1) as notes:
        ends = loop.time() + _INTERVAL
        while True:
            due = loop.time() + _TICK
            await asyncio.sleep(_TICK)
            late.append((loop.time() - due) * 1000)
            if loop.time() >= ends:
                tasks = len(asyncio.all_tasks())
                notes.write(
                    json.dumps({"at": time.monotonic(), "tasks": tasks, "late_ms": percentile(late, 0.99)}) + "\n"
                )
                late.clear()
                ends = loop.time() + _INTERVAL


async def _run(file: Path) -> None:
    observer = asyncio.create_task(_observe(file), name="observe")
    try:
        await app.run(load(needs_token=True))
    finally:
        observer.cancel()


if __name__ == "__main__":
    logging.basicConfig(level="WARNING", format="%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    logging.getLogger("bot").setLevel("INFO")
    # Ignored where the shell began the soak in the background, and so in all its children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        asyncio.run(_run(Path(sys.argv[1])))
