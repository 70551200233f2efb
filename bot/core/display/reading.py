"""Reads a growing Markdown text, and tells what of it is certain."""

import re
from collections.abc import Iterator

from bot.core.display.fences import Fence, fence, inside, may_be_fence
from bot.core.display.inline import drawn, is_open_across_lines, opening
from bot.core.display.lines import begun, may_be_underlined, may_underline, needs_its_end, underlined
from bot.core.display.links import opened
from bot.core.display.tables import Row, Table, may_delimit, table
from bot.core.pages import FENCE

# What a row may stand in: a quote, of which each line says so, or an item of a list.
_QUOTED = re.compile(r"(?: {0,3}>[ \t]?)+")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+(?=\|)")
# After which a line may be cut; not all languages have spaces.
_SPACE = re.compile(r"[ 、。，！？；：]")
# A line is drawn in stretches of so many characters, so that one as long as a page is seen as it grows.
_STRETCH = 80
# What is not closed within so many characters of its line is what it looks like.
_LONGEST = 400
# The same of what may go on over several lines, and of the head of a table.
_LONGEST_BLOCK = 2000

Found = str | Table | Row | None
"""Text to be shown, the head of a table, one of its rows, or `None` for the end of a table."""


class Reader:
    """
    Makes a text that arrives in pieces into what is to be shown of it: with `draws`, drawn as Discord can; with
    `opens_links`, such that it can be seen where they lead.

    What was told once is never taken back, and does not depend on how the text was cut. What stands in code comes as it
    was written, but for marks within a longer fence that would end it. A character is looked at a bounded number of
    times.
    """

    def __init__(self, *, draws: bool = True, opens_links: bool = False) -> None:
        self._draws, self._opens_links = draws, opens_links
        self._new: list[str] = []
        self._rest = ""
        self._is_line_start = True
        self._is_first_line = True
        self._in_code = False
        self._fence: Fence | None = None
        self._table: Table | None = None
        self._is_quoted = False

    def add(self, text: str) -> None:
        """Append `text`; the work is done once somebody asks for what is found."""
        self._new.append(text)

    def found(self, *, is_end: bool = False) -> Iterator[Found]:
        """What has become certain since the last time; with `is_end`, all of the rest."""
        text = self._rest + "".join(self._new)
        self._new.clear()
        at = 0
        while at < len(text):
            size, found = self._next(text[at : at + _LONGEST_BLOCK + 1], is_end=is_end)
            yield from found
            if not size:
                break
            at += size
        self._rest = text[at:]
        if is_end and self._table:
            self._table = None
            yield None

    def preview(self) -> str:
        """How the rest would be shown if nothing more came, as far as it will hardly become something else."""
        may_be_more = self._draws and self._is_line_start
        if self._in_code or self._table or (may_be_more and _may_be_block(self._rest)):
            return ""
        # Below a whole line, only what may underline it is held back.
        rest = self._rest.partition("\n")[0] if may_be_more else self._rest
        return self._shown(rest[: opening(rest)], is_line_start=self._is_line_start).rstrip("\n")

    def _next(self, text: str, *, is_end: bool) -> tuple[int, list[Found]]:
        """How much of the beginning of `text` is certain, and what is shown for it."""
        is_all = is_end and len(text) <= _LONGEST_BLOCK
        if self._fence:
            return self._fenced(self._fence, text, is_end=is_all)
        if self._in_code:
            return self._code(text, is_end=is_all)
        if self._table:
            return self._row(self._table, text, is_end=is_all)
        if self._draws and self._is_line_start and (code := self._opened(text, is_end=is_all)) is not None:
            return code
        if text.startswith(FENCE):
            self._in_code, self._is_line_start = True, False
            return len(FENCE), [FENCE]
        if self._draws and self._is_line_start:
            for begin in (self._head, self._underlined):
                if (block := begin(text, is_end=is_all)) is not None:
                    return block
        return self._prose(text, is_end=is_all)

    def _opened(self, text: str, *, is_end: bool) -> tuple[int, list[Found]] | None:
        """The line that opens code with a fence Discord does not know; as `_head` where there is none."""
        end = _end_of_line(text, is_end=is_end)
        if not end:
            return (0, []) if may_be_fence(text) else None
        self._fence = fence(text[:end].rstrip("\n"))
        if self._fence is None:
            return None
        self._in_code = True
        return end, [self._fence.opener]

    def _fenced(self, fence: Fence, text: str, *, is_end: bool) -> tuple[int, list[Found]]:
        """The next line of code after such a fence, or what is there of it; or the fence that closes it."""
        end = text.find("\n") + 1
        line = text[: end - 1] if end else text
        if self._is_line_start and (end or is_end) and fence.closes(line):
            self._fence, self._in_code, self._is_line_start = None, False, end > 0
            return len(text[:end] or text), [fence.closer + "\n" * (end > 0)]
        if self._is_line_start and (line.strip() or end) and fence.is_left_by(line):
            self._fence, self._in_code = None, False
            size, found = self._next(text, is_end=is_end)
            return size, [fence.closer + "\n", *found]
        if self._is_line_start and not end and not is_end and fence.may_close(line):
            return 0, []
        # The last marks may be the beginning of more.
        size = end or (len(text) if is_end else len(text.rstrip("`")))
        if not size and len(text) > _LONGEST_BLOCK:
            return 1, [inside(text)[:2]]
        self._is_line_start = end > 0 or (self._is_line_start and not size)
        return size, [inside(text[:size])]

    def _code(self, text: str, *, is_end: bool) -> tuple[int, list[Found]]:
        """Up to the fence that closes it, which Discord sees wherever it stands."""
        at = text.find(FENCE)
        if at >= 0:
            self._in_code = False
            return at + len(FENCE), [text[: at + len(FENCE)]]
        # The last marks may be the beginning of the fence.
        size = len(text) if is_end else len(text.rstrip("`"))
        return size, [text[:size]]

    def _row(self, head: Table, text: str, *, is_end: bool) -> tuple[int, list[Found]]:
        """The next row; a line that is none ends the table."""
        end = _end_of_line(text, is_end=is_end)
        whole = text[:end] if end else text
        line = _unquoted(whole) if self._is_quoted else whole
        may_be = _may_be_row(line)
        if not end and len(whole) <= (_LONGEST_BLOCK if may_be else _STRETCH):
            return 0, []
        if end and may_be and (row := head.row(line)):
            return end, [row]
        self._table = None
        size, found = self._next(text, is_end=is_end)
        return size, [None, *found]

    def _head(self, text: str, *, is_end: bool) -> tuple[int, list[Found]] | None:
        """The two lines a table begins with; `None` where there is none, and nothing where that is not known yet."""
        end = _end_of_line(text, is_end=is_end)
        line = text[:end] if end else text
        if not _may_be_row(line):
            return None
        if not end:
            return (0, []) if len(line) <= _LONGEST_BLOCK else None
        self._is_quoted = _QUOTED.match(line) is not None
        second = _end_of_line(text[end:], is_end=is_end)
        below = text[end : end + second] if second else text[end:]
        if self._is_quoted:
            line, below = _unquoted(line), _unquoted(below)
        if not second:
            return (0, []) if may_delimit(below) and len(text) <= _LONGEST_BLOCK and not is_end else None
        self._table = table(_ITEM.sub("", line, count=1), below)
        return None if self._table is None else (end + second, [self._table])

    def _underlined(self, text: str, *, is_end: bool) -> tuple[int, list[Found]] | None:
        """A heading and the line that makes it one; as `_head` where there is none."""
        end = text.find("\n") + 1
        title = text[:end]
        if FENCE in title or not may_be_underlined(title) or is_open_across_lines(title):
            return None
        size = _end_of_line(text[end:], is_end=is_end)
        if not size:
            return (0, []) if may_underline(text[end:]) and not is_end else None
        heading = underlined(title, text[end : end + size], is_first=self._is_first_line)
        return None if heading is None else (end + size, [self._shown(heading, is_line_start=True)])

    def _prose(self, text: str, *, is_end: bool) -> tuple[int, list[Found]]:
        """A whole line, a stretch of one, or several where code or a formula goes on."""
        size = self._stretch(text, is_end=is_end)
        if not size:
            return 0, []
        piece, is_line_start = text[:size], self._is_line_start
        self._is_line_start = piece.endswith("\n")
        self._is_first_line = not piece.strip()
        return size, [self._shown(piece, is_line_start=is_line_start)]

    def _shown(self, text: str, *, is_line_start: bool) -> str:
        if self._draws:
            text = begun(text, drawn) if is_line_start else drawn(text)
        return opened(text) if self._opens_links else text

    def _stretch(self, text: str, *, is_end: bool) -> int:
        """Where the next stretch of prose ends; 0 where that is not known yet."""
        # The last marks may be the beginning of a fence.
        known = len(text) if is_end else len(text.rstrip("`"))
        fence = text.find(FENCE) if FENCE in text else len(text) + 1
        first = end = text.find("\n", 0, known) + 1
        if fence < (first or known):
            # Had it come in pieces, what stands before would have been cut before the fence was seen.
            return self._cut(text[:fence], is_full=False) or fence
        if cut := self._cut(text[: first or known], is_full=len(text) > _LONGEST_BLOCK):
            return cut
        while end and text[end : end + 1] != "\n" and is_open_across_lines(text[:end]):
            following = text.find("\n", end, known) + 1
            if fence < (following or known):
                return fence
            if not following and len(text) > _LONGEST_BLOCK:
                return first
            if not following and not is_end:
                return 0
            end = following
        return end or (known if is_end else 0)

    def _cut(self, line: str, *, is_full: bool) -> int:
        """Where a long line is drawn up to, as nothing is open there; 0 where all of it has to be there."""
        at = _STRETCH
        is_whole = self._is_line_start and needs_its_end(line)
        while not is_whole and (space := _SPACE.search(line, at, _LONGEST)):
            at = space.end()
            if at < len(line) and opening(line[:at]) == at:
                return at
        if len(line) <= _LONGEST or (line[0] in "$\\`" and not is_full):
            return 0
        spaces = [space.end() for space in _SPACE.finditer(line, 1, _LONGEST)]
        end = spaces[-1] if spaces else _LONGEST
        # What has words with an address behind them stays together.
        return end - 1 if line[end - 1 : end + 1] == "](" else end


def _may_be_block(rest: str) -> bool:
    """Whether the beginning of a line looks like that of a table or of code."""
    row = _ITEM.sub("", _unquoted(rest) if _QUOTED.match(rest) else rest, count=1)
    return row.lstrip().startswith("|") or may_be_fence(rest)


def _unquoted(line: str) -> str:
    """A line of a quote, perhaps the beginning of one, without its marks; of any other, what is no row of a table."""
    quoted = _QUOTED.match(line)
    return line[quoted.end() :] if quoted else line.strip() and "."


def _may_be_row(line: str) -> bool:
    return FENCE not in line and (line.lstrip().startswith("|") or "|" in line[:_STRETCH])


def _end_of_line(text: str, *, is_end: bool) -> int:
    """Where the first line of `text` ends; 0 where it goes on."""
    return text.find("\n") + 1 or (len(text) if is_end else 0)
