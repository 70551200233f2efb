"""Counts what is kept of somebody, or of long ago, and takes it out."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from bot.core.record import Holdings
from bot.stores import rows, sql_images, statements
from bot.stores.tables import answers, pages, questions


def holdings(connection: Connection, *conditions: ColumnElement[bool]) -> Holdings:
    """How many questions are as the conditions say, and what belongs to them."""
    asked = connection.scalar(select(func.count()).select_from(questions).where(*conditions))
    answered = select(func.count()).select_from(answers).join(questions, answers.c.question == questions.c.id)
    channels = connection.scalars(select(questions.c.channel).where(*conditions))
    return Holdings(asked or 0, connection.scalar(answered.where(*conditions)) or 0, frozenset(channels))


def by(person: int) -> ColumnElement[bool]:
    """Which questions are the person's."""
    return questions.c.author == person


def forget_person(connection: Connection, person: int) -> Holdings:
    """Take out what the person asked and was answered, and other people's quotes of both, with what came with them."""
    held = holdings(connection, by(person))
    asked = select(questions.c.message).where(by(person))
    answered = select(pages.c.message).join(answers, pages.c.answer == answers.c.id)
    answered = answered.join(questions, answers.c.question == questions.c.id).where(by(person))
    others = questions.alias()
    quoted = or_(
        others.c.quote_author_id == person, others.c.quote_message.in_(asked), others.c.quote_message.in_(answered)
    )
    found = list(connection.execute(select(others.c.id, others.c.channel).where(quoted, others.c.author != person)))
    for question in [row.id for row in found]:
        row = connection.execute(statements.WHOLE, {"question": question}).one()
        left = rows.question(row).asked.without_quote()
        connection.execute(update(questions).where(questions.c.id == question).values(rows.wording(left)))
        sql_images.keep(connection, question, left)
    connection.execute(delete(questions).where(by(person)))
    channels = held.channels | {row.channel for row in found}
    connection.execute(statements.DROP_SUMMARIES, {"channels": list(channels)})
    return Holdings(held.questions, held.answers, channels)


def expire(connection: Connection, before: datetime) -> Holdings:
    """Take out what was asked before then, but for what is being answered anew."""
    versions = answers.alias()
    unfinished = select(versions.c.id).where(versions.c.question == questions.c.id)
    unfinished = unfinished.where(versions.c.state.in_(("queued", "writing"))).correlate(questions)
    old = and_(questions.c.asked_at < before, ~unfinished.exists())
    held = holdings(connection, old)
    if held.questions:
        connection.execute(delete(questions).where(old))
        connection.execute(statements.DROP_SUMMARIES, {"channels": list(held.channels)})
    return held
