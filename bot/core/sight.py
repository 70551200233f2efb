"""Decides which pictures a model is shown."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from bot.core.chat import File, Image, Modality
from bot.core.record import Exchange, Incoming

MOST_RECALLED = 16
"""
How many of a channel's pictures are recalled, the newest: no more than fit beside a conversation into common windows,
and so many that a channel full of them is still recalled at once.
"""


def as_accepted(asked: Incoming, accepts: Collection[Modality]) -> Incoming:
    """The question as a model that accepts so much is asked it: one that cannot see has its pictures by name."""
    if "image" in accepts:
        return asked
    return asked.with_images(lambda image: File(image.name, unread="image", sources=image.sources))


def pictures(exchanges: Sequence[Exchange]) -> int:
    """How many of them are shown."""
    return sum(image.is_shown for exchange in exchanges for image in exchange.question.asked.images)


def without_oldest(exchanges: Sequence[Exchange], count: int) -> list[Exchange]:
    """The exchanges, so many of the oldest pictures not shown."""
    hidden = 0

    def hide(image: Image) -> Image:
        nonlocal hidden
        if not image.is_shown or hidden == count:
            return image
        hidden += 1
        return unshown(image)

    return [exchange.with_images(hide) for exchange in exchanges]


def unshown(image: Image) -> Image:
    """The picture as it is known where it is not shown."""
    return replace(image, data=b"")


def newest(exchanges: Sequence[Exchange], most: int | None = None) -> dict[int, set[str]]:
    """The digests of the `most` newest pictures, or of all, by the id of the question with which each came."""
    found = [(each.question.id, image.digest) for each in exchanges for image in each.question.asked.images]
    chosen: dict[int, set[str]] = {each.question.id: set() for each in exchanges}
    for question, digest in found[len(found) - min(most, len(found)) :] if most is not None else found:
        chosen[question].add(digest)
    return chosen


def with_data(exchange: Exchange, data: Mapping[str, bytes]) -> Exchange:
    """The exchange with these bytes of its pictures, by their digests, and no others."""
    return exchange.with_images(lambda image: filled(image, data))


def filled(image: Image, data: Mapping[str, bytes]) -> Image:
    """The picture with the bytes that are known of it."""
    return replace(image, data=data.get(image.digest, b""))


def data_of(asked: Incoming) -> dict[str, bytes]:
    """The bytes of the message's pictures, by their digests; none of those that are not shown."""
    data: dict[str, bytes] = {}
    for image in asked.images:
        data[image.digest] = data.get(image.digest) or image.data
    return data
