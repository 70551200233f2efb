"""The machine under the figures: what it is, how busy it is, how fast it reads memory."""

import os
import platform
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import torch

_PACKAGES = ("torch", "transformers", "discord.py", "llama-cpp-python")
_BYTES = 2**30


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


def read_bandwidth(device: torch.device, *, size: int = _BYTES, repetitions: int = 7) -> float:
    """The bytes per second at which all threads together read an array far larger than the caches: the best of some."""
    array = torch.ones(size // 4, dtype=torch.float32, device=device)
    best = 0.0
    for _ in range(repetitions):
        begun = time.perf_counter()
        array.sum().item()
        best = max(best, size / (time.perf_counter() - begun))
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
