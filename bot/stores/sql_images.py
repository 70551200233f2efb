"""Keeps the bytes of pictures beside the questions with which they came."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, insert, or_, select

from bot.core.record import Exchange, Incoming
from bot.core.sight import data_of, newest, with_data
from bot.stores.tables import images


def keep(connection: Connection, question: int, asked: Incoming) -> None:
    """Keep of the question's pictures those that it has now: one that came without its bytes has them here."""
    here = images.c.question == question
    wanted = data_of(asked)
    kept = set(connection.scalars(select(images.c.digest).where(here)))
    if gone := kept - wanted.keys():
        connection.execute(delete(images).where(here, images.c.digest.in_(gone)))
    new = [
        {"question": question, "digest": digest, "data": data}
        for digest, data in wanted.items()
        if data and digest not in kept
    ]
    if new:
        connection.execute(insert(images), new)


def filled(connection: Connection, exchanges: Sequence[Exchange], *, most: int | None = None) -> list[Exchange]:
    """The exchanges with the bytes of their pictures: of all, or of the `most` newest."""
    wanted = newest(exchanges, most)
    each = [
        and_(images.c.question == question, images.c.digest.in_(digests))
        for question, digests in wanted.items()
        if digests
    ]
    if not each:
        return list(exchanges)
    data = {(row.question, row.digest): row.data for row in connection.execute(select(images).where(or_(*each)))}
    return [
        with_data(each, {digest: data.get((each.question.id, digest), b"") for digest in wanted[each.question.id]})
        for each in exchanges
    ]
