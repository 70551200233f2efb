"""Draws formulas as they stand in books, with matplotlib's mathtext."""

import asyncio
import io
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec

# A line's height and the text's size in points; pixels an inch, for screens of twice the resolution.
_LINE, _SIZE, _DOTS = 34, 14, 160
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\{(?:align|aligned|equation|gather|gathered|split)\*?\}")
_UNKNOWN = re.compile(r"\\(?:boxed|displaystyle|limits|nolimits|nonumber|notag)(?![A-Za-z])")


def is_available() -> bool:
    """Whether matplotlib is installed. Imports nothing."""
    return find_spec("matplotlib") is not None


class FormulaPainter:
    """Draws formulas on a thread of its own, where matplotlib is imported with the first of them."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pictures")

    async def paint(self, formulas: Sequence[str], /) -> bytes | None:
        """A PNG of the formulas, one below the other; `None` where mathtext can draw none of them."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, painted, tuple(formulas))

    async def close(self) -> None:
        """Return when the thread has ended."""
        await asyncio.to_thread(self._thread.shutdown)


@lru_cache(32)
def painted(formulas: tuple[str, ...]) -> bytes | None:
    """What `FormulaPainter.paint` gives."""
    from matplotlib.figure import Figure

    lines = [line for formula in formulas for line in _lines(formula)]
    if not lines:
        return None
    figure = Figure(figsize=(6, len(lines) * _LINE / 72), dpi=_DOTS)
    for number, line in enumerate(lines):
        figure.text(0, 1 - (number + 0.5) / len(lines), f"${line}$", fontsize=_SIZE, va="center", math_fontfamily="cm")
    png = io.BytesIO()
    # White under black can be read in both of Discord's colour schemes.
    figure.savefig(png, format="png", facecolor="white", bbox_inches="tight", pad_inches=0.12)
    return png.getvalue()


def _lines(formula: str) -> list[str]:
    """The formula's lines; none where mathtext, which is no TeX, cannot draw one of them."""
    from matplotlib.mathtext import MathTextParser

    plain = _UNKNOWN.sub("", _ENVIRONMENT.sub("", formula)).replace("&", "").replace("\n", " ")
    lines = [line.strip() for line in plain.split("\\\\") if line.strip()]
    parser = MathTextParser("path")
    try:
        for line in lines:
            parser.parse(f"${line}$")
    except (ValueError, RuntimeError, RecursionError):
        return []
    return lines
