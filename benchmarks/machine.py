"""The machine under the figures: what it is, and how busy it is."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import torch

from benchmarks import processor

_PACKAGES = ("torch", "transformers", "discord.py", "xllamacpp")


def describe() -> dict[str, Any]:
    """What a reader has to know to make sense of the figures."""
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else None
    return {
        "kind": processor.kind(),
        "processor": processor.describe(),
        "weakened": processor.weakened(),
        "cores": processor.cores(),
        "threads": torch.get_num_threads(),
        "gpu": gpu,
        "python": platform.python_version(),
        "packages": {name: found for name in _PACKAGES if (found := _version(name))},
    }


def load() -> float | None:
    """How many programs wanted a core, on average over the last minute."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
