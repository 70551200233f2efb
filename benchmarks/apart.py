"""Computes on a thread that then ends, and OpenMP's threads with it: see `benchmarks.contenders`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def apart(work: Callable[[], T]) -> T:
    """What `work` returns, or raises, on a thread of its own. Blocks."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()
