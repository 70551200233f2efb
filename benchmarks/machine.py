"""The machine under the figures: what it is, how busy it is, how fast it reads memory."""

import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import torch

from benchmarks import processor

_PACKAGES = ("torch", "transformers", "discord.py", "xllamacpp")
# Large for the caches, and on a GPU for the time it takes to start anything there.
_BYTES = {"cpu": 2**30, "cuda": 2**33}


def describe() -> dict[str, Any]:
    """What a reader has to know to make sense of the figures."""
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else None
    return {
        "processor": processor.describe(),
        "cores": processor.cores(),
        "threads": torch.get_num_threads(),
        "gpu": gpu,
        "python": platform.python_version(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def load() -> float | None:
    """How many programs wanted a core, on average over the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def read_bandwidth(device: torch.device, *, repetitions: int = 7) -> float:
    """The bytes per second at which the whole device reads a large array to sum it up: the best of some."""
    array = torch.ones(_BYTES[device.type] // 4, dtype=torch.float32, device=device)
    best = 0.0
    for _ in range(repetitions):
        begun = time.perf_counter()
        # It waits for the device to have the sum.
        array.sum().item()
        best = max(best, array.nbytes / (time.perf_counter() - begun))
    return best


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
