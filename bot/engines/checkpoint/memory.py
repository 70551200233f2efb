"""Memory: how much is free of a GPU, the machine, or the container the bot runs in; and how it is given back."""

import ctypes
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # declares no types

MAIN_MEMORY = "main memory"
"""What `free_at` calls the place of a model that no GPU holds."""

# What is free in main memory is asked where nobody waits for torch, too.
if TYPE_CHECKING:
    import torch


def free_memory(device: "torch.device | None" = None) -> int:
    """The bytes that are free on `device`, by default where a model would be put: on the GPU, if there is one."""
    import torch

    if torch.cuda.is_available() and (device is None or device.type == "cuda"):
        return torch.cuda.mem_get_info(device)[0]
    return free_main_memory()


def free_at(device_map: str) -> tuple[str, int]:
    """What `device_map` would put a model on, in words, and the bytes that are free there. Raises `StartError`."""
    import torch

    from bot.engines.checkpoint import checks

    checks.has_device(device_map)
    if device_map == "cpu" or not torch.cuda.is_available():
        return MAIN_MEMORY, free_main_memory()
    numbers = range(torch.cuda.device_count()) if device_map in checks.SPREAD else [torch.device(device_map).index or 0]
    names = ", ".join(torch.cuda.get_device_name(number) for number in numbers)
    return names, sum(torch.cuda.mem_get_info(number)[0] for number in numbers)


def free_main_memory(*, groups: Path = Path("/sys/fs/cgroup"), own: Path = Path("/proc/self/cgroup")) -> int:
    """
    The bytes that can still be taken of the machine's memory.

    Under Linux a container or a service may use less than the machine has: `groups` is
    where the kernel says how much (control groups of version 2 or 1), `own` which of them
    this process is in.
    """
    return min([int(psutil.virtual_memory().available), *_left_in_groups(groups, own)])


def give_back() -> None:
    """Give back memory, above all a device's, that nobody holds any more."""
    from accelerate.utils import release_memory  # type: ignore[import-untyped]  # declares no types

    release_memory()


def trim() -> None:
    """Give back main memory that was freed and is kept for what may come, where the C library is glibc."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (AttributeError, OSError, TypeError):
        return


def _left_in_groups(groups: Path, own: Path) -> Iterator[int]:
    """What each group the process is in may still take; a group's limit holds for all below it."""
    for line in _read(own).splitlines():
        number, controllers, path = line.split(":", 2)
        if number == "0":
            root, limit, used, cache = groups, "memory.max", "memory.current", "inactive_file"
        elif "memory" in controllers.split(","):
            root, limit, used = groups / "memory", "memory.limit_in_bytes", "memory.usage_in_bytes"
            cache = "total_inactive_file"
        else:
            continue
        # In a container the path may be the host's; then its own group is the root.
        inside = Path(path.lstrip("/"))
        for group in (root / inside, *(root / part for part in inside.parents)):
            most, taken = _read(group / limit).strip(), _read(group / used).strip()
            if most.isdigit() and taken.isdigit():
                yield max(0, int(most) - int(taken) + _statistic(group / "memory.stat", cache))


def _statistic(file: Path, name: str) -> int:
    """One figure of `memory.stat`: files kept in memory count as used, and go when memory is needed."""
    figures = dict(line.split() for line in _read(file).splitlines())
    return int(figures.get(name, 0))


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:
        return ""
