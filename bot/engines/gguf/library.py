"""xllamacpp itself: imported when it is needed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from bot.core.errors import StartError

# With these an operator has decided how threads wait.
_DECIDED = frozenset({"GOMP_SPINCOUNT", "OMP_WAIT_POLICY"})
# Less than a tenth of a millisecond.
_ROUNDS = "2000"


@cache
def xllamacpp() -> Any:
    """The package xllamacpp, which declares no types. Raises `StartError` where it is not installed."""
    try:
        with _threads_that_soon_sleep():
            return import_module("xllamacpp")
    except ModuleNotFoundError as error:
        raise StartError(
            f"GGUF files need the package {error.name}. Install it with `uv sync --extra gguf`, or set `model` to "
            "another kind of checkpoint."
        ) from error
    except ImportError as error:
        # It was built for another machine, or what it is linked with is not there.
        raise StartError(
            f"xllamacpp is installed, but cannot be used on this machine ({error}). Where it says libgomp, install "
            "the system's package of that name."
        ) from error


@contextmanager
def _threads_that_soon_sleep() -> Iterator[None]:
    """
    Let the OpenMP library that is loaded meanwhile keep threads from waiting for each other at full speed for long.

    GNU's would do so for milliseconds, hundreds of times a token; on a machine where another process
    wants one of the processors, that was seen to make an answer a hundred times slower.
    """
    if not _DECIDED.isdisjoint(os.environ):
        yield
        return
    os.environ["GOMP_SPINCOUNT"] = _ROUNDS
    try:
        yield
    finally:
        del os.environ["GOMP_SPINCOUNT"]
