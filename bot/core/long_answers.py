"""What stands of an answer that has more pages than are shown: the first of them, and a file with all that was said."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.pages import Pages


@dataclass(frozen=True, slots=True)
class Document:
    """A text that people can open below an answer."""

    name: str
    text: str


def document_of(text: str) -> Document:
    """All of an answer, as the model wrote it."""
    return Document("answer.md", text.strip() + "\n")


def first_pages(pages: Sequence[str], most: int, *, below: Sequence[str], limit: int) -> list[str]:
    """
    The first `most` of the pages, and `below` the last of them, in small print, what is to be said there.

    What has no room beside it on a page of `limit` code points is left out. Where there are fewer pages, all of them.
    """
    if len(pages) <= most:
        return list(pages)
    notes = "".join(f"\n-# {note}" for note in below)
    last = Pages(limit - len(notes))
    last.add(pages[most - 1])
    return [*pages[: most - 1], last.render()[0] + notes]
