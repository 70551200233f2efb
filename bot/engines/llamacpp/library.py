"""llama.cpp itself: imported when it is needed, and made to log as the bot does."""

import logging
from collections import deque
from functools import cache
from typing import Any

from bot.core.errors import StartError

log = logging.getLogger(__name__)

# Of ggml_log_level.
_ERROR, _CONTINUED = 4, 5
# Lines of one failure: what went wrong, and which functions could not go on.
_MANY = 4


@cache
def llama_cpp() -> Any:
    """
    The package llama_cpp. Raises `StartError` where it is not installed.

    `Any`, as what it declares are C's types, and none of them where it is missing.
    """
    try:
        import gguf  # noqa: F401  # type: ignore[import-untyped, unused-ignore]
        import llama_cpp  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise StartError(
            f'`engine` is "llamacpp", which needs the package {error.name}. Install it with '
            '`uv sync --extra llamacpp`, or set `engine` to "generate".'
        ) from error
    package: Any = llama_cpp
    package.llama_log_set(_listener(package), None)
    package.llama_backend_init()
    # It tells of every file that it writes one.
    logging.getLogger("gguf").setLevel(logging.WARNING)
    return package


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
