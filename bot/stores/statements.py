"""
What is read from the tables, in statements that any database understands.

Each is built once, with names for what is different each time: building one takes longer than running it.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    LABEL_STYLE_TABLENAME_PLUS_COL,
    ColumnElement,
    Select,
    bindparam,
    func,
    literal,
    select,
    union_all,
    update,
)

from bot.stores.tables import answers, earlier, fronts, pages, questions, taken_back

IS_CHOSEN = answers.c.id == questions.c.chosen


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Versions of answers, each with its question; and the messages in which they stand, in their order."""

    found: Select[Any]
    messages: Select[int, int]


def _exchanges(
    *conditions: ColumnElement[bool], by: tuple[ColumnElement[Any], ...] = (), thoughts: bool = True
) -> Exchanges:
    """Ordered `by` columns; the thought is not read, but empty, unless `thoughts` are wanted."""
    others = answers.alias()
    versions = select(func.count()).where(others.c.question == questions.c.id)
    position = versions.where(others.c.version <= answers.c.version)
    said = [column for column in answers.c if column is not answers.c.thought]
    thought = answers.c.thought if thoughts else literal("")
    found = (
        select(questions, *said, thought.label("answers_thought"))
        .add_columns(position.scalar_subquery().label("position"), versions.scalar_subquery().label("versions"))
        .join(answers, answers.c.question == questions.c.id)
        .where(*conditions)
        .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
    )
    messages = (
        found.with_only_columns(pages.c.answer, pages.c.message)
        .join(pages, pages.c.answer == answers.c.id)
        .order_by(pages.c.number, pages.c.message)
    )
    return Exchanges(found.order_by(*by), messages)


def _shown() -> ColumnElement[bool]:
    """Which questions of `channel` the model may still be shown: a stretch of the index, whatever came before it."""
    front = select(fronts.c.last_left_out).where(fronts.c.channel == bindparam("channel")).scalar_subquery()
    return (questions.c.channel == bindparam("channel")) & (questions.c.id > func.coalesce(front, 0))


_LAST = select(questions.c.id).where(questions.c.message == bindparam("message"))
_EARLIER = select(earlier.c.question).where(earlier.c.message == bindparam("message"))


def _behind() -> ColumnElement[bool]:
    """Of which question `message` is one, or is a page of whose chosen answer."""
    page = select(questions.c.id).join(answers, answers.c.question == questions.c.id)
    page = page.join(pages, pages.c.answer == answers.c.id)
    page = page.where(pages.c.message == bindparam("message"), IS_CHOSEN)
    return questions.c.id.in_(union_all(_LAST, _EARLIER, page))


RECENT = _exchanges(_shown(), IS_CHOSEN, by=(questions.c.id,), thoughts=False)
"""The exchanges of `channel` that the model may be shown."""

OF_ANSWER = _exchanges(answers.c.id == bindparam("answer"))
"""The exchange with the version `answer`."""

BEHIND = _exchanges(_behind(), IS_CHOSEN)
"""The exchange that `message` belongs to."""

UNSETTLED = _exchanges(answers.c.is_settled.is_(False), IS_CHOSEN, by=(answers.c.id,))
"""The exchanges whose messages do not read as they should."""

_HAS_OLD_CONTROLS = (
    answers.c.has_controls.is_(True),
    answers.c.ended_at < bindparam("before"),
    answers.c.is_settled.is_(True),
    IS_CHOSEN,
)
CONTROLLED = _exchanges(*_HAS_OLD_CONTROLS, by=(answers.c.ended_at, answers.c.id))
"""The exchanges with controls that ended before `before`."""

CONTROLLED_IN = _exchanges(
    questions.c.channel == bindparam("channel"), *_HAS_OLD_CONTROLS, by=(answers.c.ended_at, answers.c.id)
)
"""Those of `channel`."""

_IS_THEIRS = questions.c.author == bindparam("person")
OF_PERSON = _exchanges(_IS_THEIRS, IS_CHOSEN, by=(questions.c.id,))
"""The exchanges that `person` began."""

OF_PERSON_IN = _exchanges(_IS_THEIRS, questions.c.channel == bindparam("channel"), IS_CHOSEN, by=(questions.c.id,))
"""Those of `channel`."""

ASKED = select(questions.c.id).where(questions.c.id.in_(union_all(_LAST, _EARLIER)))
"""The id of the question that was asked in `message`, as the last or an earlier one."""

TAKEN_BACK = select(taken_back.c.message).where(taken_back.c.message == bindparam("message"))
"""Whether a question that was asked in `message` was taken out lately."""

WHOLE = select(questions).where(questions.c.id == bindparam("question")).set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
"""The question with the id `question`."""

DIRECT_CHANNELS = (
    select(questions.c.channel)
    .where(questions.c.server.is_(None), questions.c.asked_at >= bindparam("since"))
    .order_by(questions.c.id.desc())
)
"""The channel of each question that was asked since then on no server, the newest first."""

LAST_SHOWN = (
    select(questions.c.id, questions.c.parent, questions.c.server)
    .where(_shown(), questions.c.chosen.is_not(None), questions.c.id <= bindparam("through"))
    .order_by(questions.c.id.desc())
    .limit(1)
)
"""Where the last question of `channel` stands that is shown, and was answered, up to the one with the id `through`."""

LEFT_OUT = select(func.count(), func.max(questions.c.asked_at)).where(
    questions.c.channel == bindparam("channel"),
    questions.c.chosen.is_not(None),
    questions.c.id <= select(fronts.c.last_left_out).where(fronts.c.channel == bindparam("channel")).scalar_subquery(),
)
"""How many questions of `channel` the model is not shown any more, and when the last of them was asked."""

_UNSUMMED = _exchanges(
    questions.c.channel == bindparam("channel"),
    questions.c.id
    > select(func.coalesce(fronts.c.summed_up, 0)).where(fronts.c.channel == bindparam("channel")).scalar_subquery(),
    questions.c.id <= select(fronts.c.last_left_out).where(fronts.c.channel == bindparam("channel")).scalar_subquery(),
    IS_CHOSEN,
    by=(questions.c.id.desc(),),
    thoughts=False,
)
UNSUMMED = _UNSUMMED.found.limit(200)
"""The exchanges of `channel` that were left out and are not summed up, newest first."""

SUMMARY = select(fronts.c.summary, fronts.c.summed_up, fronts.c.title).where(
    fronts.c.channel == bindparam("channel"), fronts.c.summary.is_not(None)
)
"""The summary of `channel`."""

_NO_SUMMARY = update(fronts).values(summary=None, summed_up=None, title=None)
DROP_SUMMARY = _NO_SUMMARY.where(
    fronts.c.channel == select(questions.c.channel).where(questions.c.id == bindparam("question")).scalar_subquery(),
    fronts.c.summed_up >= bindparam("question"),
)
"""Drops the summary that `question` is in."""

DROP_SUMMARIES = _NO_SUMMARY.where(fronts.c.channel.in_(bindparam("channels", expanding=True)))
"""Drops those of `channels`."""

LAST_VERSION = select(
    select(func.coalesce(func.max(answers.c.version), 0))
    .where(answers.c.question == bindparam("question"))
    .scalar_subquery()
).where(questions.c.id == bindparam("question"))
"""The number of the newest version of the answer to `question`, 0 where there is none; no row without the question."""

MESSAGES = (
    select(pages.c.message)
    .where(pages.c.answer.in_(select(answers.c.id).where(answers.c.question == bindparam("question"))))
    .order_by(pages.c.number, pages.c.message)
)
"""The messages in which versions of the answer to `question` stand."""

_known = answers.alias()
VERSIONS = (
    select(answers.c.id)
    .join(_known, _known.c.question == answers.c.question)
    .where(_known.c.id == bindparam("answer"))
    .order_by(answers.c.version)
)
"""The ids of all versions of the reply that `answer` is one of, oldest first."""

PLACED = (
    select(answers.c.id, pages.c.message)
    .outerjoin(pages, pages.c.answer == answers.c.id)
    .where(answers.c.id == bindparam("answer"))
    .order_by(pages.c.number, pages.c.message)
)
"""The messages in which `answer` stands; one row without a message where there are none, and no row without it."""
