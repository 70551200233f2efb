"""Code fences that Discord does not know: of tildes, and of more than three backticks; also in quotes and lists."""

import re
from dataclasses import dataclass

from bot.core.pages import FENCE

# A language is a word; what stands behind one that is not apart is for others.
# Any number of quotes and items of lists may stand before it, and of the former before each line inside.
_BEFORE = r"[ \t]*(?:(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])[ \t]*)*"
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]*)*")
_OPENER = re.compile(
    rf"({_BEFORE})" r"(`{4,}|~{3,})(?:([\w+#.-]{1,20})(?:[ \t{][^`~\n]*)?|[ \t]*([\w+#.-]{0,20})[ \t]*)$"
)
_MAY_OPEN = re.compile(rf"{_BEFORE}" r"(?:`{1,3}|`{4,}[^`\n]*|~{1,2}|~{3,}[^~\n]*)$")
_MARKS = re.compile(r"(`+|~+)[ \t]*$")
# What an item of a list begins with is not said again below it.
_NO_QUOTE = re.compile(r"[^>\s]")
# Discord would end the block at the second of two fences, one of which stands for itself.
_INNER = re.compile(r"`(?=``)")

LONGEST = 200
"""The most characters of the line that opens such a block."""


@dataclass(frozen=True, slots=True)
class Fence:
    """
    What opened a block: so many of these marks, or more, on a line of their own close it; and the end of the quote it
    is in. Before it stood `indent`.
    """

    marks: str
    indent: str
    language: str

    @property
    def opener(self) -> str:
        """The line that opens the block on Discord."""
        return f"{self.indent}{FENCE}{self.language}\n"

    @property
    def closer(self) -> str:
        """The line that closes it there, without its line break."""
        return _NO_QUOTE.sub(" ", self.indent) + FENCE

    @property
    def is_quoted(self) -> bool:
        """Whether it is in a quote."""
        return ">" in self.indent

    def is_left_by(self, line: str) -> bool:
        """Whether `line`, or its beginning, is in no quote any more, as the block was."""
        return self.is_quoted and not line.lstrip(" \t").startswith(">")

    def closes(self, line: str) -> bool:
        """Whether `line`, without its line break, ends the block."""
        found = _MARKS.match(self._bare(line))
        return found is not None and found[1].startswith(self.marks)

    def may_close(self, line: str) -> bool:
        """Whether it may do so once more of it is there."""
        bare = self._bare(line)
        return len(line) <= LONGEST and (not bare or (_MARKS.match(bare) is not None and self.marks[0] in bare))

    def _bare(self, line: str) -> str:
        before = _QUOTE.match(line) if self.is_quoted else None
        return line[before.end() :] if before else line.lstrip(" \t")


def fence(line: str) -> Fence | None:
    """The fence that `line`, without its line break, is."""
    found = _OPENER.match(line)
    return found and Fence(found[2], found[1], found[3] or found[4])


def may_be_fence(line: str) -> bool:
    """Whether the beginning of a line may become one."""
    return len(line) <= LONGEST and _MAY_OPEN.match(line) is not None


def inside(code: str) -> str:
    """`code` such that nothing in it ends a block on Discord, with as few characters more as there can be, unseen."""
    return _INNER.sub("`\u200b", code)
