"""What a model takes of main memory once it is loaded."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.figures import Result, ratios

_ROOT = Path(__file__).parents[2]


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """By how much a process grows when the bot loads the model, as multiples of what its weights take on disk."""
    weights = sum(file.stat().st_size for file in bench.folder.glob("*.safetensors"))
    folder = str(bench.folder.resolve())
    found = [await _load(folder) for _ in range(bench.repetitions)]
    grown = {name: [each[name] - each["before"] for each in found] for name in ("loaded", "answered")}
    details = {"bytes": grown, "weight_bytes": weights}
    yield Result("memory_over_weights", ratios(grown["loaded"], [weights] * len(found)), details)


async def _load(folder: str) -> dict[str, int]:
    command = [sys.executable, "-m", "benchmarks.memory_process", folder]
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, cwd=_ROOT)
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"loading ended with code {process.returncode}: what it said is above")
    return json.loads(said)
