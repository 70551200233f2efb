"""Which kind of processor this is. `python -m benchmarks.processor` says it in a line, with Python alone."""

import os
import platform
from pathlib import Path

# What decides which of PyTorch's kernels there are, from the weakest on.
_INSTRUCTIONS = ("avx2", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "sve", "bf16", "i8mm")
# By these a processor is taken for a weaker one; CONTRIBUTING.md says by whom.
WEAKENING = ("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_ENABLE_INSTRUCTIONS", "FBGEMM_ENABLE_INSTRUCTIONS")


def describe(listing: Path = Path("/proc/cpuinfo")) -> str:
    """Its name and the instructions that matter here, as Linux lists them; elsewhere what Python knows of it."""
    lines = listing.read_text().splitlines() if listing.exists() else []
    facts = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    name = facts.get("model name") or platform.processor() or platform.machine() or "unknown"
    # Linux calls them so on x86 and on ARM.
    listed = (facts.get("flags") or facts.get("Features") or "").split()
    has = ", ".join(each for each in _INSTRUCTIONS if each in listed)
    return f"{name} ({has})" if has else name


def cores() -> int:
    """How many of its cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


if __name__ == "__main__":
    weakened = "".join(f", {name}={os.environ[name]}" for name in WEAKENING if name in os.environ)
    print(f"processor: {describe()}, {cores()} cores{weakened}")
