"""What stands of an answer that has more pages than are shown: the first of them, and a file with all that was said."""

from collections.abc import Sequence

from bot.core.pages import Pages
from bot.core.uploads import Upload


def upload_of(text: str) -> Upload:
    """All of an answer, as the model wrote it."""
    return Upload("answer.md", f"{text.strip()}\n".encode())


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
