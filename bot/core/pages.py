"""Cuts a growing text into pages a chat platform accepts."""

import re
from dataclasses import dataclass, field

import regex

FENCE = "```"
CLOSER = f"\n{FENCE}"

# An extended grapheme cluster of Unicode Standard Annex 29, which `re` does not know.
_GRAPHEME = regex.compile(r"\X")
# Discord opens a code block at ``` wherever it stands; the rest of that line names the language.
_FENCE_LINE = re.compile(r"```([\w+#.-]{0,20})(?=\n|$)|```")
_BARE_OPENER = re.compile(r"```[\w+#.-]{0,20}\s*$")
# What may be the start of <@1>, <#1>, <:smile:1>, <t:1:R> or of a link, be it only the "h", with its end still to come.
_UNFINISHED = re.compile(r"(?:<(?:[@#:/\w][^\s<>]{0,200})?|https?://\S{0,200}|https?:?/?|htt?|h)$")


def paginate(text: str, limit: int) -> list[str]:
    """
    Return `text` as pages of at most `limit` code points; a blank text has none.

    Adding to `text` never changes a page that is not the last one, so a live reply
    only ever rewrites its end. A code block that runs over a cut is closed on one
    page and opened again, with its language, on the next. No cut falls inside a
    grapheme, a mention or a link, unless one of them alone is longer than a page.
    """
    pages = Pages(limit)
    pages.add(text)
    return pages.render()


@dataclass(slots=True)
class Pages:
    """
    The pages of a text that arrives in pieces.

    Adding it piece by piece, cut anywhere, gives the pages `paginate` gives for the whole.
    The work for one piece depends on the length of a page, not on that of the text.
    """

    limit: int
    _full: list[str] = field(default_factory=list)
    _opener: str = ""
    _rest: str = ""

    def add(self, text: str) -> None:
        """Append `text` at the end."""
        self._rest = self._trimmed(self._rest + text)
        while len(self._rest.rstrip()) > self._room:
            self._turn_page()

    def render(self, cursor: str = "") -> list[str]:
        """
        The pages so far, the last one ending in `cursor`, inside the code block if one is open.

        The cursor comes on top of `limit`.
        """
        if not self._rest.strip():
            return list(self._full)
        page = (self._opener + self._rest).rstrip()
        return [*self._full, page + cursor + (CLOSER if self.in_code else "")]

    def reaches(self, pages: float) -> bool:
        """Whether the text fills so many pages."""
        return len(self._full) + len(self._opener + self._rest) / self.limit >= pages

    def with_end(self, text: str) -> "Pages":
        """A copy with as much of `text`, which may still change, at its end as there is room on the last page."""
        copy = Pages(self.limit, list(self._full), self._opener, self._rest)
        copy.add(text if self.has_room(text) else text[: max(0, self._room - len(self._rest))])
        return copy

    def has_room(self, text: str) -> bool:
        """Whether `text` fits whole on the last page."""
        return len(self._trimmed(self._rest + text).rstrip()) <= self._room

    @property
    def is_new(self) -> bool:
        """Whether nothing stands on the last page yet."""
        return not self._rest.strip()

    def turn(self) -> None:
        """Go on on a new page, if there is anything on this one; not inside of a code block."""
        if not self.is_new:
            self._full.append((self._opener + self._rest).rstrip())
        self._opener = self._rest = ""

    @property
    def in_code(self) -> bool:
        """Whether a code block is open at the end of the text."""
        return _open_language(self._opener + self._rest) is not None

    @property
    def _room(self) -> int:
        return self.limit - len(self._opener) - len(CLOSER)

    def _trimmed(self, text: str) -> str:
        """Without what Discord would trim, or what would open a block with an empty line."""
        return text.lstrip("\n") if self._opener else text.lstrip()

    def _turn_page(self) -> None:
        # Text is known at least `len(CLOSER)` past the cut, so a block that ends right there is seen.
        at = _place_to_cut(self._opener, self._rest, self._room - len(CLOSER))
        page, rest = (self._opener + self._rest[:at]).rstrip(), self._rest[at:]
        language = _open_language(page)
        if language is not None:
            page += CLOSER
            if rest.startswith((FENCE, CLOSER)):
                rest, language = rest.removeprefix("\n").removeprefix(FENCE), None
        self._full.append(page)
        self._opener = "" if language is None else f"{FENCE}{language}\n"
        self._rest = self._trimmed(rest)


def _place_to_cut(opener: str, text: str, room: int) -> int:
    """Where to end a page: after a paragraph, else a line, else a word, else a grapheme."""
    at = _last_break(text, room)
    bare = _BARE_OPENER.search(text[:at])
    if bare and bare.start() and _open_language(opener + text[:at]) is not None:
        return bare.start()  # The block begins on the next page rather than empty on this one.
    return at


def _last_break(text: str, room: int) -> int:
    for separator in ("\n\n", "\n", " "):
        at = text.rfind(separator, room // 2, room + 1)
        if at > 0 and all(_grapheme_end(text, end) == end for end in (at, at + len(separator))):
            return at
    at = _grapheme_end(text, room) or room
    unfinished = _UNFINISHED.search(text, 0, at)
    if unfinished and unfinished.start():
        return unfinished.start()
    before_ticks = len(text[:at].rstrip("`"))
    return before_ticks if text[at] == "`" and before_ticks else at


def _grapheme_end(text: str, at: int) -> int:
    """Where the last grapheme ends that ends not after `at`; 0 where the first one reaches past it."""
    end = 0
    for grapheme in _GRAPHEME.finditer(text):
        if grapheme.end() > at:
            break
        end = grapheme.end()
    return end


def _open_language(text: str) -> str | None:
    """The language, perhaps empty, of the code block open at the end of `text`; `None` outside of one."""
    language = None
    for fence in _FENCE_LINE.finditer(text):
        language = (fence[1] or "") if language is None else None
    return language
