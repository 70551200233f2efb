"""Chooses how much of what came with a question the model is shown."""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.chat import File, Image, Part
from bot.core.record import Incoming
from bot.core.window import Count

SHARE = 0.5
"""
What a question may take of the tokens that a prompt may have, files and all: so that the next ones, which are mostly
about the same files, still find them there.
"""
# No tokenizer makes longer ones of a text that somebody would read.
_CHARACTERS_PER_TOKEN = 16


async def excerpt(asked: Incoming, *, budget: int, count: Count) -> Incoming:
    """
    The question with its longest files cut, so that it takes its share of `budget` tokens; where its pictures alone
    take more, the last of them are left out, all but one.

    What people wrote themselves is never cut, and a file that can be shown whole is.
    """
    asked = await _with_fewer_images(asked, room=int(budget * SHARE), count=count)
    longest = max((len(file.content) for file in asked.files), default=0)
    room = int(budget * SHARE)
    whole = cut(asked, min(longest, room * _CHARACTERS_PER_TOKEN))
    if not asked.files or await count([whole.turn()]) <= room:
        return whole
    fits, too_much = 0, max(len(file.content) for file in whole.files)
    while too_much - fits > max(1, fits // 64):
        middle = (fits + too_much) // 2
        if await count([cut(asked, middle).turn()]) <= room:
            fits = middle
        else:
            too_much = middle
    return cut(asked, fits)


async def _with_fewer_images(asked: Incoming, *, room: int, count: Count) -> Incoming:
    kept = sum(image.is_shown for image in asked.images)
    fewer = asked
    while kept > 1 and await count([cut(fewer, 0).turn()]) > room:
        kept -= 1
        fewer = _with_images(asked, kept)
    return fewer


def _with_images(asked: Incoming, most: int) -> Incoming:
    left = most

    def keep(image: Image) -> Part:
        nonlocal left
        left -= image.is_shown
        return image if left >= 0 or not image.is_shown else File(image.name, unread="many", sources=image.sources)

    return asked.with_images(keep)


def cut(asked: Incoming, most: int) -> Incoming:
    """The question with each of its files cut to `most` characters."""
    if all(len(file.content) <= most for file in asked.files):
        return asked
    earlier = tuple(replace(each, parts=_shortened(each.parts, most)) for each in asked.earlier)
    return replace(asked, parts=_shortened(asked.parts, most), earlier=earlier)


def _shortened(parts: Sequence[Part], most: int) -> tuple[Part, ...]:
    return tuple(replace(part, content=part.content[:most]) if isinstance(part, File) else part for part in parts)
