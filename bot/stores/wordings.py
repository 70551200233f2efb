"""What a question says, and by which numbers it is found: of its earlier messages, and of whom it took words from."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, update

from bot.core import borrowed
from bot.core.record import Incoming
from bot.stores import rows, sql_images
from bot.stores.tables import earlier, questions, sources


def reword(connection: Connection, question: int, incoming: Incoming, stays: Collection[int | None]) -> None:
    """Have the question read as `incoming`, with those of its earlier messages that stay."""
    before = tuple(each for each in incoming.earlier if each.message in stays)
    incoming = replace(incoming, earlier=before)
    connection.execute(update(questions).where(questions.c.id == question).values(rows.wording(incoming)))
    sql_images.keep(connection, question, incoming)
    connection.execute(delete(earlier).where(earlier.c.question == question))
    if before:
        connection.execute(insert(earlier), [{"message": each.message, "question": question} for each in before])
    connection.execute(delete(sources).where(sources.c.question == question))
    note_sources(connection, question, incoming)


def note_sources(connection: Connection, question: int, incoming: Incoming) -> None:
    """Have the question found by whom it took words from."""
    if found := borrowed.sources(incoming):
        values = [{"question": question, "author": each.author, "message": each.message} for each in found]
        connection.execute(insert(sources), values)
