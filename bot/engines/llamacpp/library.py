"""llama.cpp itself: imported when it is needed, and made to log as the bot does."""

import logging
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from bot.core.errors import StartError

log = logging.getLogger(__name__)

# Of ggml_log_level.
_ERROR, _CONTINUED = 4, 5
# With these an operator has decided how threads wait.
_DECIDED = frozenset({"GOMP_SPINCOUNT", "OMP_WAIT_POLICY"})
# Less than a tenth of a millisecond.
_ROUNDS = "2000"
# Lines of one failure: what went wrong, and which functions could not go on.
_MANY = 4


@cache
def llama_cpp() -> Any:
    """
    The package llama_cpp. Raises `StartError` where it is not installed.

    `Any`, as what it declares are C's types, and none of them where it is missing.
    """
    try:
        import_module("gguf")
        with _threads_that_soon_sleep():
            package: Any = import_module("llama_cpp")
    except ImportError as error:
        raise StartError(
            f'`engine` is "llamacpp", which needs the package {error.name}. Install it with '
            '`uv sync --extra llamacpp`, or set `engine` to "generate".'
        ) from error
    except (OSError, RuntimeError) as error:
        # It was built for another machine, or what it is linked with is not there.
        raise StartError(
            f"llama-cpp-python is installed, but cannot be used on this machine ({error}). Install it again with "
            '`uv sync --extra llamacpp --reinstall-package llama-cpp-python`, or set `engine` to "generate".'
        ) from error
    package.llama_log_set(_listener(package), None)
    package.llama_backend_init()
    # It tells of every file that it writes one.
    logging.getLogger("gguf").setLevel(logging.WARNING)
    return package


@contextmanager
def _threads_that_soon_sleep() -> Iterator[None]:
    """
    Let the OpenMP library that is loaded meanwhile keep threads from waiting for each other at full speed for long.

    GNU's would do so for milliseconds, hundreds of times a token; on a machine where another process
    wants one of the processors, that was seen to make an answer a hundred times slower.
    """
    if _DECIDED.isdisjoint(os.environ):
        os.environ["GOMP_SPINCOUNT"] = _ROUNDS
        try:
            yield
        finally:
            del os.environ["GOMP_SPINCOUNT"]
    else:
        yield


def complaints() -> str:
    """The errors that llama.cpp logged since this was asked last."""
    told = "; ".join(_heard.complaints)
    _heard.complaints.clear()
    return told or "it does not say why"


class _Heard:
    """Puts what llama.cpp logs together to lines."""

    def __init__(self) -> None:
        self.complaints: deque[str] = deque(maxlen=_MANY)
        self._line = ""
        self._level = 0

    def __call__(self, level: int, text: bytes | None, _: object) -> None:
        if level != _CONTINUED:
            self._end_line()
            self._level = level
        *whole, rest = (text or b"").decode("utf-8", "replace").split("\n")
        for line in whole:
            self._line += line
            self._end_line()
        self._line += rest

    def _end_line(self) -> None:
        if self._line:
            log.debug("%s", self._line)
            if self._level == _ERROR:
                self.complaints.append(self._line.strip())
            self._line = ""


_heard = _Heard()


@cache
def _listener(package: Any) -> Any:
    """`_heard` as C calls it; kept, because C does not."""
    return package.llama_log_callback(_heard)
