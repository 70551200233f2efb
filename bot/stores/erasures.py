"""Counts what is kept of somebody, or of long ago, and takes it out."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, union_all

from bot.core import borrowed
from bot.core.chat import Source
from bot.core.record import TAKEN_BACK_FOR, Holdings, Question, now
from bot.stores import rows, statements
from bot.stores.tables import answers, earlier, pages, questions, sources, taken_back
from bot.stores.wordings import reword


def holdings(connection: Connection, *conditions: ColumnElement[bool]) -> Holdings:
    """How many questions are as the conditions say, and what belongs to them."""
    asked = connection.scalar(select(func.count()).select_from(questions).where(*conditions))
    answered = select(func.count()).select_from(answers).join(questions, answers.c.question == questions.c.id)
    channels = connection.scalars(select(questions.c.channel).where(*conditions))
    return Holdings(asked or 0, connection.scalar(answered.where(*conditions)) or 0, frozenset(channels))


def take_out(connection: Connection, *conditions: ColumnElement[bool]) -> None:
    """Delete the questions that are as the conditions say. That their messages were asked stays known for a day."""
    since = now() - TAKEN_BACK_FOR
    lately = (questions.c.asked_at > since, *conditions)
    last = select(questions.c.message, questions.c.asked_at).where(questions.c.message.is_not(None), *lately)
    joined = select(earlier.c.message, questions.c.asked_at).join(questions, earlier.c.question == questions.c.id)
    going = connection.execute(union_all(last, joined.where(*lately))).all()
    connection.execute(delete(taken_back).where(taken_back.c.asked_at < since))
    if going:
        messages = [row.message for row in going]
        connection.execute(delete(taken_back).where(taken_back.c.message.in_(messages)))
        connection.execute(insert(taken_back), [{"message": row.message, "asked_at": row.asked_at} for row in going])
    connection.execute(delete(questions).where(*conditions))


def held_of(connection: Connection, person: int) -> Holdings:
    """How much is the person's, or has words of theirs."""
    return _held(connection, person, _quoting(connection, person))


def forget_person(connection: Connection, person: int) -> Holdings:
    """Take out what the person asked and was answered, and what other people's questions took from both."""
    quoting = _quoting(connection, person)
    held = _held(connection, person, quoting)
    for question, gone in quoting.items():
        shorter = borrowed.without(question.asked, gone.__contains__)
        reword(connection, question.id, shorter, {each.message for each in shorter.earlier})
    take_out(connection, _by(person))
    connection.execute(statements.DROP_SUMMARIES, {"channels": list(held.channels.union(held.quoted_in))})
    return held


def _quoting(connection: Connection, person: int) -> dict[Question, set[Source]]:
    """Other people's questions that have words of the person's, or of answers to them; and from where these come."""
    asked = select(questions.c.id).where(_by(person))
    answered = select(pages.c.message).join(answers, pages.c.answer == answers.c.id)
    theirs = union_all(
        select(questions.c.message).where(_by(person), questions.c.message.is_not(None)),
        select(earlier.c.message).where(earlier.c.question.in_(asked)),
        answered.where(answers.c.question.in_(asked)),
    )
    is_theirs = or_(sources.c.author == person, sources.c.message.in_(theirs))
    gone: dict[int, set[Source]] = {}
    for question, author, message in connection.execute(select(sources).where(is_theirs)):
        gone.setdefault(question, set()).add(Source(author, message))
    found = [rows.question(connection.execute(statements.WHOLE, {"question": each}).one()) for each in sorted(gone)]
    return {each: gone[each.id] for each in found if each.asked.author.id != person}


def _by(person: int) -> ColumnElement[bool]:
    """Which questions are the person's."""
    return questions.c.author == person


def _held(connection: Connection, person: int, quoting: Collection[Question]) -> Holdings:
    quoted_in = tuple(each.asked.channel for each in quoting)
    return replace(holdings(connection, _by(person)), quoted_in=quoted_in)


def expire(connection: Connection, before: datetime) -> Holdings:
    """Take out what was asked before then, but for what is being answered anew."""
    versions = answers.alias()
    unfinished = select(versions.c.id).where(versions.c.question == questions.c.id)
    unfinished = unfinished.where(versions.c.state.in_(("queued", "writing"))).correlate(questions)
    old = and_(questions.c.asked_at < before, ~unfinished.exists())
    held = holdings(connection, old)
    if held.questions:
        take_out(connection, old)
        connection.execute(statements.DROP_SUMMARIES, {"channels": list(held.channels)})
    return held
