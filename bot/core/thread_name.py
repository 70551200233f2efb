"""Names a thread after the question that it is opened for."""

import regex

from bot.core.record import Incoming

LONGEST = 100
"""The most characters a thread's name may have, by Discord's documentation."""

_ELLIPSIS = "…"
_GRAPHEME = regex.compile(r"\X")


def thread_name(asked: Incoming) -> str:
    """
    The question on one line, or what it points at, or who asked.

    One that is too long ends with a word, or where a single word is too long, with a grapheme.
    """
    said = (" ".join(text.split()) for text in (asked.text, asked.quote.text if asked.quote else ""))
    name = next(filter(None, said), asked.author.name)
    if len(name) <= LONGEST:
        return name
    room = LONGEST - len(_ELLIPSIS)
    at = name.rfind(" ", 0, room + 1)
    if at < 1:
        ends = (match.end() for match in _GRAPHEME.finditer(name, 0, room + 1))
        at = max((end for end in ends if end <= room), default=room)
    return name[:at].rstrip(" ,.;:–-") + _ELLIPSIS
