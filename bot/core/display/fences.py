"""Code fences that Discord does not know: of tildes, and of more than three backticks."""

import re
from dataclasses import dataclass

from bot.core.pages import FENCE

# A language is a word; what stands behind one that is not apart is for others.
_OPENER = re.compile(r"([ \t]*)(`{4,}|~{3,})(?:([\w+#.-]{1,20})(?:[ \t{][^`~\n]*)?|[ \t]*([\w+#.-]{0,20})[ \t]*)$")
_MAY_OPEN = re.compile(r"[ \t]*(?:`{1,3}|`{4,}[^`\n]*|~{1,2}|~{3,}[^~\n]*)$")
_MARKS = re.compile(r"[ \t]*(`+|~+)[ \t]*$")
# Discord would end the block at the second of two fences, one of which stands for itself.
_INNER = re.compile(r"`(?=``)")

LONGEST = 200
"""The most characters of the line that opens such a block."""


@dataclass(frozen=True, slots=True)
class Fence:
    """What opened a block: so many of these marks, or more, on a line of their own close it."""

    marks: str
    indent: str
    language: str

    @property
    def opener(self) -> str:
        """The line that opens the block on Discord."""
        return f"{self.indent}{FENCE}{self.language}\n"

    def closes(self, line: str) -> bool:
        """Whether `line`, without its line break, ends the block."""
        found = _MARKS.match(line)
        return found is not None and found[1].startswith(self.marks)

    def may_close(self, line: str) -> bool:
        """Whether it may do so once more of it is there."""
        return len(line) <= LONGEST and (not line.strip() or (_MARKS.match(line) is not None and self.marks[0] in line))


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
