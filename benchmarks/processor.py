"""Which kind of processor this is. `python -m benchmarks.processor` says it in a line, with Python alone."""

import os
import platform
from collections.abc import Mapping
from pathlib import Path

# What decides which of PyTorch's kernels there are, from the weakest on.
_INSTRUCTIONS = ("avx2", "avx512f", "avx512_bf16", "amx_bf16", "asimd", "sve", "bf16", "i8mm")
# The names of the kinds that differ most, from the strongest on.
_KINDS = {"amx_bf16": "amx", "avx512_bf16": "avx512-bf16", "avx512f": "avx512", "avx2": "avx2", "asimd": "arm"}
# By these a processor is taken for a weaker one; CONTRIBUTING.md says by whom.
WEAKENING = ("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA", "MKL_ENABLE_INSTRUCTIONS", "FBGEMM_ENABLE_INSTRUCTIONS")

_CPUINFO = Path("/proc/cpuinfo")


def describe(listing: Path = _CPUINFO) -> str:
    """Its name and the instructions that matter here, as Linux lists them; elsewhere what Python knows of it."""
    facts = _facts(listing)
    name = facts.get("model name") or platform.processor() or platform.machine() or "unknown"
    has = ", ".join(each for each in _INSTRUCTIONS if each in _listed(facts))
    return f"{name} ({has})" if has else name


def kind(listing: Path = _CPUINFO, environment: Mapping[str, str] = os.environ) -> str:
    """
    In a word: "amx", "avx512-bf16", "avx512", "avx2" or "arm", "other" where Linux lists none of these.

    "avx2" too where every part of PyTorch is told to take it for that. Where only some are, or for something else,
    it is of no kind that others could have: its own, "-weakened".
    """
    listed = _listed(_facts(listing))
    own = next((name for instruction, name in _KINDS.items() if instruction in listed), "other")
    told = weakened(environment)
    if not told or own == "avx2":
        return own
    is_whole = told.keys() == set(WEAKENING) and {value.casefold() for value in told.values()} == {"avx2"}
    return "avx2" if is_whole else f"{own}-weakened"


def weakened(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables by which the processor is taken for a weaker one."""
    return {name: environment[name] for name in WEAKENING if name in environment}


def cores() -> int:
    """How many of its cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _facts(listing: Path) -> dict[str, str]:
    lines = listing.read_text().splitlines() if listing.exists() else []
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _listed(facts: Mapping[str, str]) -> list[str]:
    # Linux calls them so on x86 and on ARM.
    return (facts.get("flags") or facts.get("Features") or "").split()


if __name__ == "__main__":
    variables = "".join(f", {name}={value}" for name, value in weakened().items())
    print(f"processor: {describe()}, {cores()} cores{variables}")
