"""The machine under the figures: what it is, how busy it is, how fast it reads memory."""

import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import torch

_PACKAGES = ("torch", "transformers", "discord.py", "llama-cpp-python")
# Large for the caches, and on a GPU for the time it takes to start anything there.
_BYTES = {"cpu": 2**30, "cuda": 2**33}


def describe() -> dict[str, Any]:
    """What a reader has to know to make sense of the figures."""
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else None
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
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


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if not described.exists():
        return platform.processor()
    facts = dict(
        (part.strip() for part in line.split(":", 1)) for line in described.read_text().splitlines() if ":" in line
    )
    has = [flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if flag in facts.get("flags", "").split()]
    return f"{facts.get('model name', platform.processor())} ({', '.join(has)})"
