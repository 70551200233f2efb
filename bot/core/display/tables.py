"""Lays a Markdown table out: as an aligned code block, or as cards where it is too wide for one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from wcwidth import wcswidth

from bot.core.display.formulas import is_formula, unicode_of
from bot.core.display.inline import drawn

# Columns of a code block before Discord's smallest desktop window (940 pixels) breaks its lines: beside servers (72),
# channels (240), avatar and margins (about 130), nine tenths of the rest, at 7.7 pixels for each.
WIDTH = 56
_BETWEEN = " │ "
_CROSSING = "─┼─"

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_DOLLARS = re.compile(r"\$\$?([^$\n]+)\$\$?|\\\((.+?)\\\)")
_DELIMITERS = re.compile(r"[\s|:\-]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")

Row = tuple[str, ...]


def may_delimit(line: str) -> bool:
    """Whether `line`, perhaps not whole yet, may be what stands between the head of a table and its rows."""
    return _DELIMITERS.fullmatch(line) is not None


@dataclass(frozen=True, slots=True)
class Table:
    """The head of a table. `head` are its cells as they were written, `sides` how each column is aligned."""

    lines: str
    head: Row
    sides: tuple[str, ...]

    def row(self, line: str) -> Row:
        """The cells of a line, as they were written; as many as the head has."""
        return tuple(token.content for token in _cells(self.lines + line.strip() + "\n", "td"))

    def widths(self, rows: Sequence[Row], *, at_least: Sequence[int] = ()) -> list[int]:
        """How wide each column is with these rows, in columns of a screen, where others took `at_least` so many."""
        before = at_least or [1] * len(self.head)
        return [max(column) for column in zip(before, *map(_widths, (self.head, *rows)), strict=True)]

    def block(self, rows: Sequence[Row], *, at_least: Sequence[int] = (), width: int = WIDTH) -> str | None:
        """The table with these rows as a code block; `None` where it is wider than `width` columns."""
        widths = self.widths(rows, at_least=at_least)
        if sum(widths) + len(_BETWEEN) * (len(widths) - 1) > width:
            return None
        lines = [_line(row, tuple(widths), self.sides) for row in (self.head, *rows)]
        lines.insert(1, _CROSSING.join("─" * each for each in widths))
        return "```\n" + "\n".join(lines) + "\n```\n"

    def card(self, row: Row) -> str:
        """One row as lines of "key: value"; nothing of an empty one."""
        pairs = zip(self.head, row, strict=True)
        lines = [
            f"**{drawn(key).strip('*')}:** {_joined(value)}" if key else _joined(value) for key, value in pairs if value
        ]
        return "\n".join(lines) + "\n" if lines else ""


def table(head: str, delimiters: str) -> Table | None:
    """The table that begins with these two lines, if one does."""
    if "|" not in head or not may_delimit(delimiters) or "-" not in delimiters:
        return None
    lines = f"{head.strip()}\n{delimiters.strip()}\n"
    tokens = _cells(lines, "th")
    if not tokens:
        return None
    sides = tuple(str(token.meta.get("side", "")) for token in tokens)
    return Table(lines, tuple(token.content for token in tokens), sides)


def _cells(lines: str, kind: str) -> list[Token]:
    """What stands in the cells of the last row, each with its side."""
    tokens = _MARKDOWN.parse(lines)
    if not tokens or tokens[0].type != "table_open":
        return []
    found = []
    for opened, content in pairwise(tokens):
        if opened.type == f"{kind}_open":
            content.meta["side"] = str(opened.attrs.get("style", "")).removeprefix("text-align:")
            found.append(content)
    return found


@lru_cache(1024)
def _plain(cell: str) -> str:
    """A cell's words, without marks that a code block would show."""
    [inline] = _MARKDOWN.parseInline(_DOLLARS.sub(_formula, cell))
    words = "".join(_words(token) for token in inline.children or ())
    return _CONTROL.sub("", " ".join(words.split())).replace("```", "'''")


# A table is laid out anew with each of its rows, of which a page holds hundreds.
@lru_cache(2048)
def _line(row: Row, widths: tuple[int, ...], sides: tuple[str, ...]) -> str:
    cells = (_aligned(*each) for each in zip(map(_plain, row), widths, sides, strict=True))
    return _BETWEEN.join(cells).rstrip()


@lru_cache(2048)
def _widths(row: Row) -> tuple[int, ...]:
    return tuple(_width(_plain(cell)) for cell in row)


def _words(token: Token) -> str:
    if token.type == "html_inline":
        return " / " if token.content.lower().startswith("<br") else ""
    if token.type == "image":
        return token.content
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def _formula(match: re.Match[str]) -> str:
    source = match[1] or match[2]
    text = unicode_of(source) if match[2] or is_formula(source) else None
    return match[0] if text is None else re.sub(r"([\\*_`<\[])", r"\\\1", text.replace("\n", "; "))


def _joined(cell: str) -> str:
    return " / ".join(drawn(cell).split("\n"))


def _width(text: str) -> int:
    return max(0, wcswidth(text))


def _aligned(text: str, width: int, side: str) -> str:
    missing = width - _width(text)
    before = {"right": missing, "center": missing // 2}.get(side, 0)
    return " " * before + text + " " * (missing - before)
