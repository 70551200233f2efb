"""The bot's process in a soak: begun, killed, begun again, and looked at from outside."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.soak.model_server import MODEL
from bot.sandbox import Sandbox

_ROOT = Path(__file__).parents[2]
_ENDING = 30.0


@dataclass(frozen=True, slots=True)
class Sample:
    """How the process was: its memory in bytes, its open files and sockets, and the seconds of processor it used."""

    at: float
    process: int
    memory: int
    files: int
    processor: float


class BotProcess:
    """One bot, in one folder, in as many processes as it takes."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._process: subprocess.Popen[bytes] | None = None
        self.samples: list[Sample] = []

    @property
    def is_alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Begin a process."""
        command = [sys.executable, "-m", "benchmarks.soak.observed", str(self._folder / "notes.jsonl")]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command, cwd=self._folder, env=dict(self._environment), stdout=log, stderr=log
            )

    def kill(self) -> None:
        """End it in the midst of whatever it does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    async def leave(self) -> int:
        """Let it end by itself; its exit status."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return await asyncio.to_thread(self._process.wait, _ENDING)

    def sample(self, at: float) -> None:
        """Look at it."""
        if self._process is None or not self.is_alive:
            return
        seen = psutil.Process(self._process.pid)
        with seen.oneshot():
            used = seen.cpu_times()
            self.samples.append(Sample(at, seen.pid, seen.memory_info().rss, seen.num_fds(), used.user + used.system))

    @property
    def log(self) -> Path:
        """What it logs, all its processes one after another."""
        return self._folder / "log"

    def notes(self) -> Sequence[dict[str, float]]:
        """What was noted inside; see `observed`."""
        # A line of a process that was killed may be half there.
        lines = (self._folder / "notes.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]


def environment(sandbox: Sandbox, model_server: str, *, longest: int) -> dict[str, str]:
    """The settings of the bot in a soak: its own, but for where Discord and the model are, and how long answers are."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "DISCORD_"))}
    return kept | {
        "PYTHONPATH": str(_ROOT),
        "DISCORD_TOKEN": sandbox.bot_token,
        "BOT_DISCORD_API_URL": sandbox.api_url,
        "BOT_DISCORD_GATEWAY_URL": sandbox.gateway_url,
        "BOT_ENGINE": "openai",
        "BOT_MODEL": MODEL,
        "BOT_OPENAI_BASE_URL": model_server,
        "BOT_MAX_NEW_TOKENS": str(longest),
        "BOT_CONTEXT_TOKENS": str(4 * longest),
    }
