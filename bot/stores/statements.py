"""What is read from the tables, in statements that any database understands."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    LABEL_STYLE_TABLENAME_PLUS_COL,
    ColumnElement,
    Select,
    func,
    literal,
    select,
    union_all,
)

from bot.stores.tables import answers, fronts, pages, questions

is_chosen = answers.c.id == questions.c.chosen


def exchanges(*conditions: ColumnElement[bool], thoughts: bool = True) -> Select[Any]:
    """Versions of answers, each with its question; the thought is not read, but empty, unless `thoughts` are wanted."""
    others = answers.alias()
    versions = select(func.count()).where(others.c.question == questions.c.id).scalar_subquery()
    said = [column for column in answers.c if column is not answers.c.thought]
    thought = answers.c.thought if thoughts else literal("")
    return (
        select(questions, *said, thought.label("answers_thought"), versions.label("versions"))
        .join(answers, answers.c.question == questions.c.id)
        .where(*conditions)
        .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
    )


def pages_of(found: Select[Any]) -> Select[int, int]:
    """The messages of the answers in such exchanges, in their order."""
    return (
        found.with_only_columns(pages.c.answer, pages.c.message)
        .join(pages, pages.c.answer == answers.c.id)
        .order_by(None)
        .order_by(pages.c.number, pages.c.message)
        .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
    )


def shown(channel: int) -> ColumnElement[bool]:
    """Which questions the model may still be shown: a stretch of the index, whatever came before it."""
    front = select(fronts.c.last_left_out).where(fronts.c.channel == channel).scalar_subquery()
    return (questions.c.channel == channel) & (questions.c.id > func.coalesce(front, 0))


def recent(channel: int) -> Select[Any]:
    """The exchanges of a channel that the model may be shown."""
    return exchanges(shown(channel), is_chosen, thoughts=False).order_by(questions.c.id)


def behind(message: int) -> Select[Any]:
    """The exchange that a message belongs to."""
    question = select(questions.c.id).where(questions.c.message == message)
    page = select(questions.c.id).join(answers, answers.c.question == questions.c.id)
    page = page.join(pages, pages.c.answer == answers.c.id).where(pages.c.message == message, is_chosen)
    return exchanges(questions.c.id.in_(union_all(question, page)), is_chosen)


def asked(message: int) -> Select[Any]:
    """The question that was asked in a message."""
    return select(questions).where(questions.c.message == message).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)


def unsettled() -> Select[Any]:
    """The exchanges whose messages do not read as they should."""
    return exchanges(answers.c.is_settled.is_(False), is_chosen).order_by(answers.c.id)


def controlled(before: datetime) -> Select[Any]:
    """The exchanges with controls that ended before then."""
    old = (answers.c.has_controls.is_(True), answers.c.ended_at < before, answers.c.is_settled.is_(True))
    return exchanges(*old, is_chosen).order_by(answers.c.ended_at, answers.c.id)


def direct_channels(since: datetime) -> Select[int]:
    """The channel of each question that was asked since then on no server, the newest first."""
    direct = (questions.c.server.is_(None), questions.c.asked_at >= since)
    return select(questions.c.channel).where(*direct).order_by(questions.c.id.desc())


def last_shown(channel: int, through: int) -> Select[int, int | None, int | None]:
    """Where the last question stands that is shown, and was answered, up to the one with the id `through`."""
    return (
        select(questions.c.id, questions.c.parent, questions.c.server)
        .where(shown(channel), questions.c.chosen.is_not(None), questions.c.id <= through)
        .order_by(questions.c.id.desc())
        .limit(1)
    )
