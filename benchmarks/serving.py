"""`transformers serve` in a process of its own on 127.0.0.1, and what asks it as its users do: over HTTP."""

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

from benchmarks.timing import Timing
from bot.core.chat import Turn

_COMMAND = [sys.executable, "-m", "transformers.cli.transformers", "serve", "--host", "127.0.0.1", "--port", "0"]
_PATIENCE = aiohttp.ClientTimeout(total=1200)


class Server:
    """A server that answers with one checkpoint."""

    def __init__(self, address: str, model: Path, web: aiohttp.ClientSession) -> None:
        self._address = f"{address}/v1/chat/completions"
        self._model = str(model.resolve())
        self._web = web

    async def answer(self, prompt: Sequence[Turn], *, tokens: int) -> Timing:
        """Have it answer greedily, reading the text as it comes. Raises `RuntimeError` for one of another length."""
        messages = [{"role": turn.role, "content": turn.text} for turn in prompt]
        wish = {"model": self._model, "messages": messages, "stream": True, "max_tokens": tokens, "temperature": 0}
        asked = time.perf_counter()
        times, made, said = [], None, {}
        async with self._web.post(self._address, json=wish) as response:
            response.raise_for_status()
            async for line in response.content:
                if not line.startswith(b"data: {"):
                    continue
                said = json.loads(line[6:])
                if any(choice["delta"].get("content") for choice in said.get("choices", ())):
                    times.append(time.perf_counter())
                if said.get("usage"):
                    made = said["usage"]["completion_tokens"]
        if made != tokens or not times:
            raise RuntimeError(f"the server made {made} of {tokens} tokens, and last said {said}")
        return Timing(asked, times[0], times[-1], time.perf_counter(), tokens)


@asynccontextmanager
async def serve(model: Path, *options: str) -> AsyncGenerator[Server]:
    """A server that runs inside the block; the model is loaded with its first answer."""
    with tempfile.TemporaryDirectory() as folder:
        process, log = _start(Path(folder), options)
        try:
            address = await asyncio.to_thread(_address, process, log)
            async with aiohttp.ClientSession(timeout=_PATIENCE) as web:
                yield Server(address, model, web)
        except Exception:
            _tell(log)
            raise
        finally:
            process.terminate()
            await asyncio.to_thread(_wait, process)


def _start(folder: Path, options: Sequence[str]) -> tuple[subprocess.Popen, Path]:
    log = folder / "log"
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder)}
    with log.open("w") as output:
        return subprocess.Popen([*_COMMAND, *options], env=environment, stdout=output, stderr=output), log


def _address(process: subprocess.Popen, log: Path) -> str:
    """Where the server says that it runs; it chose the port itself."""
    while process.poll() is None:
        if said := re.search(r"running on (http://127\.0\.0\.1:\d+)", log.read_text()):
            return said[1]
        time.sleep(0.1)
    raise RuntimeError(f"transformers serve ended with {process.returncode}")


def _tell(log: Path) -> None:
    print(log.read_text()[-4000:], file=sys.stderr)


def _wait(process: subprocess.Popen) -> None:
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
