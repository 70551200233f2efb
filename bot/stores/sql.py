"""A record in SQL, in statements that any database understands."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, or_, select, update

from bot.core import borrowed
from bot.core.chat import Finish, Part, Usage
from bot.core.notices import Notice
from bot.core.record import (
    Answer,
    Exchange,
    Holdings,
    Incoming,
    LeftOut,
    Outcome,
    Question,
    Recipe,
    Summary,
    Unsummed,
    now,
)
from bot.core.sight import MOST_RECALLED, data_of, with_data
from bot.stores import erasures, rows, sql_images, statements
from bot.stores.database import Database, erasure, transaction
from bot.stores.tables import answers, fronts, pages, questions
from bot.stores.wordings import note_sources, reword

_ONE_QUESTION = update(questions).where(questions.c.id == bindparam("the_question"))
_ONE_ANSWER = update(answers).where(answers.c.id == bindparam("the_answer"))


class SqlRecord:
    """A record in a database."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = now) -> None:
        self.database = database
        self._clock = clock

    async def close(self) -> None:
        """Let go of the database, once all that was begun with it has ended."""
        await self.database.close()

    @transaction
    def ask(self, connection: Connection, incoming: Incoming, /) -> Exchange | None:
        if incoming.message is not None and connection.scalar(statements.ASKED, {"message": incoming.message}):
            return None
        question = _insert(connection, questions, rows.origin(incoming) | rows.wording(incoming))
        note_sources(connection, question, incoming)
        if incoming.images:
            sql_images.keep(connection, question, incoming)
        answer = _insert(connection, answers, rows.NEW | {"question": question, "version": 1})
        connection.execute(_ONE_QUESTION, {"the_question": question, "chosen": answer})
        asked = Exchange(Question(question, incoming), Answer(id=answer, question=question))
        # As it will be read: a picture that is told twice is one, whichever time its bytes came along.
        return with_data(asked, data_of(incoming))

    @transaction
    def begin(self, connection: Connection, question: int, /, *, keep: int = 5) -> Exchange | None:
        last = connection.scalar(statements.LAST_VERSION, {"question": question})
        if last is None:
            return None
        answer = _insert(connection, answers, rows.NEW | {"question": question, "version": last + 1})
        _choose(connection, answer, question)
        here = answers.c.question == question
        kept = select(answers.c.id).where(here).order_by(answers.c.version.desc()).limit(max(keep, 1))
        connection.execute(delete(answers).where(here, answers.c.id.not_in(kept)))
        return _one(connection, statements.OF_ANSWER, answer=answer)

    @transaction
    def write(self, connection: Connection, answer: int, recipe: Recipe, /) -> None:
        ended = {"ended_at": None, "finish": None, "reason": None, "notes": (), "usage": None}
        values = rows.making(recipe) | ended | {"state": "writing", "begun_at": self._clock(), "is_settled": False}
        _update(connection, answer, values)

    @transaction
    def grow(
        self,
        connection: Connection,
        answer: int,
        parts: Sequence[Part],
        /,
        *,
        thought: str = "",
        pages: Sequence[int] | None = None,
    ) -> None:
        _update(connection, answer, {"parts": parts, "thought": thought})
        if pages is not None:
            _place(connection, answer, pages)

    @transaction
    def place(self, connection: Connection, answer: int, pages: Sequence[int], /) -> None:
        _place(connection, answer, pages)

    @transaction
    def end(
        self,
        connection: Connection,
        answer: int,
        outcome: Outcome,
        /,
        *,
        finish: Finish | None = None,
        reason: Notice | None = None,
        notes: Sequence[Notice] = (),
        usage: Usage | None = None,
    ) -> None:
        values = {"state": outcome, "finish": finish, "reason": reason, "notes": notes, "ended_at": self._clock()}
        _update(connection, answer, values | {"usage": usage and asdict(usage)})

    @transaction
    def settle(
        self, connection: Connection, answer: int, /, *, controls: bool, pages: Sequence[int] | None = None
    ) -> None:
        if pages is not None:
            _place(connection, answer, pages)
        _update(connection, answer, {"is_settled": True, "has_controls": controls})

    @transaction
    def unsettle(self, connection: Connection, answer: int, /) -> Exchange | None:
        _update(connection, answer, {"is_settled": False})
        found = _one(connection, statements.OF_ANSWER, answer=answer)
        if found:
            connection.execute(statements.DROP_SUMMARY, {"question": found.question.id})
        return found

    @transaction
    def choose(self, connection: Connection, answer: int, /, *, step: int = 0) -> Exchange | None:
        versions = list(connection.scalars(statements.VERSIONS, {"answer": answer}))
        at = versions.index(answer) + step if versions else -1
        if not 0 <= at < len(versions):
            return None
        question = connection.scalar(select(answers.c.question).where(answers.c.id == answer))
        assert question is not None, "every answer has one"
        _choose(connection, versions[at], question)
        return _one(connection, statements.OF_ANSWER, answer=versions[at])

    @erasure
    def revise(self, connection: Connection, question: int, incoming: Incoming, /) -> None:
        if row := connection.execute(statements.WHOLE, {"question": question}).first():
            connection.execute(statements.DROP_SUMMARY, {"question": question})
            asked = rows.question(row).asked
            stays = {each.message for each in asked.earlier}
            reword(connection, question, borrowed.no_more_than(incoming, asked), stays)

    @transaction
    def join(self, connection: Connection, question: int, incoming: Incoming, /) -> None:
        row = connection.execute(statements.WHOLE, {"question": question}).first()
        message = {"message": incoming.message}
        if row is None or incoming.message is None or connection.execute(statements.ASKED, message).first():
            return
        asked = rows.question(row).asked
        stays = {each.message for each in asked.earlier} | ({asked.message} - {None})
        connection.execute(statements.DROP_SUMMARY, {"question": question})
        connection.execute(update(questions).where(questions.c.id == question).values(message))
        reword(connection, question, incoming, stays)

    @erasure
    def withdraw(self, connection: Connection, question: int, /, *, again: bool = False) -> None:
        connection.execute(statements.DROP_SUMMARY, {"question": question})
        if again:
            connection.execute(delete(questions).where(questions.c.id == question))
        else:
            erasures.take_out(connection, questions.c.id == question)

    @transaction
    def recent(self, connection: Connection, channel: int, /) -> list[Exchange]:
        found = _read(connection, statements.RECENT, channel=channel)
        return sql_images.filled(connection, found, most=MOST_RECALLED)

    @transaction
    def exchange(self, connection: Connection, answer: int, /) -> Exchange | None:
        return _one(connection, statements.OF_ANSWER, answer=answer)

    @transaction
    def behind(self, connection: Connection, message: int, /) -> Exchange | None:
        return _one(connection, statements.BEHIND, message=message)

    @transaction
    def was_asked(self, connection: Connection, message: int, /) -> bool:
        named = {"message": message}
        return any(connection.execute(found, named).first() for found in (statements.ASKED, statements.TAKEN_BACK))

    @transaction
    def unsettled(self, connection: Connection, /) -> list[Exchange]:
        return _read(connection, statements.UNSETTLED)

    @transaction
    def controlled(self, connection: Connection, before: datetime, /, *, channel: int | None = None) -> list[Exchange]:
        if channel is None:
            return _read(connection, statements.CONTROLLED, before=before)
        return _read(connection, statements.CONTROLLED_IN, before=before, channel=channel)

    @transaction
    def direct_channels(self, connection: Connection, since: datetime, /) -> list[int]:
        return list(dict.fromkeys(connection.scalars(statements.DIRECT_CHANNELS, {"since": since})))

    @transaction
    def leave_out(self, connection: Connection, channel: int, through: int, /) -> bool:
        """The rows stay stored. Where none of them is still shown, nothing changes and the answer is False."""
        found = connection.execute(statements.LAST_SHOWN, {"channel": channel, "through": through})
        last = found.first()
        if last is None:
            return False
        values = {"last_left_out": last.id, "parent": last.parent, "server": last.server}
        moved = connection.execute(update(fronts).where(fronts.c.channel == channel).values(values))
        if moved.rowcount:
            return False
        connection.execute(insert(fronts).values(values | {"channel": channel}))
        return True

    @transaction
    def left_out(self, connection: Connection, channel: int, /) -> LeftOut:
        return LeftOut(*connection.execute(statements.LEFT_OUT, {"channel": channel}).one())

    @transaction
    def summary(self, connection: Connection, channel: int, /) -> Summary | None:
        return _summary(connection, channel)

    @transaction
    def unsummed(self, connection: Connection, channel: int, /) -> Unsummed:
        return _unsummed(connection, channel)

    @transaction
    def sum_up(self, connection: Connection, channel: int, text: str, made_of: Unsummed, /, *, title: str = "") -> bool:
        if not made_of.exchanges or not _unsummed(connection, channel).begins_with(made_of):
            return False
        values = {"summary": text, "summed_up": made_of.exchanges[-1].question.id, "title": title}
        connection.execute(update(fronts).where(fronts.c.channel == channel).values(values))
        return True

    @transaction
    def of_person(self, connection: Connection, person: int, /, *, channel: int | None = None) -> list[Exchange]:
        if channel is None:
            return _read(connection, statements.OF_PERSON, person=person)
        return _read(connection, statements.OF_PERSON_IN, person=person, channel=channel)

    @transaction
    def held_of(self, connection: Connection, person: int, /) -> Holdings:
        return erasures.held_of(connection, person)

    async def forget_person(self, person: int, /) -> Holdings:
        held = await self.database.erasure(lambda connection: erasures.forget_person(connection, person))
        await self.database.drop_copies()
        return held

    async def expire(self, before: datetime, /) -> Holdings:
        is_any = select(questions.c.id).where(questions.c.asked_at < before).limit(1)
        if await self.database.transaction(lambda connection: connection.scalar(is_any)) is None:
            return Holdings()
        return await self.database.erasure(lambda connection: erasures.expire(connection, before))

    @erasure
    def forget(self, connection: Connection, channel: int, /, *, threads: bool = False) -> frozenset[int]:
        here, front = (
            (table.c.channel == channel) | (table.c.parent == channel) if threads else table.c.channel == channel
            for table in (questions, fronts)
        )
        spoken_in = frozenset(connection.scalars(select(questions.c.channel).where(here)))
        erasures.take_out(connection, here)
        connection.execute(delete(fronts).where(front))
        return spoken_in

    @erasure
    def forget_server(self, connection: Connection, server: int, /) -> frozenset[int]:
        unsettled = select(answers.c.id).where(answers.c.id == questions.c.chosen, answers.c.is_settled.is_(False))
        here = questions.c.server == server
        spoken_in = frozenset(connection.scalars(select(questions.c.channel).where(here)))
        erasures.take_out(connection, here, ~unsettled.exists())
        connection.execute(delete(fronts).where(fronts.c.server == server))
        return spoken_in


def _update(connection: Connection, answer: int, values: dict[str, Any]) -> None:
    connection.execute(_ONE_ANSWER, values | {"the_answer": answer})


def _insert(connection: Connection, table: Table, values: dict[str, Any]) -> int:
    """Returns the id of the new row."""
    inserted = connection.execute(insert(table), values)
    key = inserted.inserted_primary_key
    assert key is not None, "an insert into a table with a primary key"
    return int(key[0])


def _read(connection: Connection, exchanges: statements.Exchanges, **named: Any) -> list[Exchange]:
    found = connection.execute(exchanges.found, named).all()
    messages: dict[int, list[int]] = {}
    for answer, message in connection.execute(exchanges.messages, named) if found else ():
        messages.setdefault(answer, []).append(message)
    return [rows.exchange(row, tuple(messages.get(row.answers_id, ()))) for row in found]


def _one(connection: Connection, exchanges: statements.Exchanges, **named: Any) -> Exchange | None:
    return next(iter(sql_images.filled(connection, _read(connection, exchanges, **named))), None)


def _summary(connection: Connection, channel: int) -> Summary | None:
    found = connection.execute(statements.SUMMARY, {"channel": channel}).first()
    return Summary(*found) if found else None


def _unsummed(connection: Connection, channel: int) -> Unsummed:
    found = connection.execute(statements.UNSUMMED, {"channel": channel}).all()
    return Unsummed(_summary(connection, channel), tuple(rows.exchange(row, ()) for row in reversed(found)))


def _place(connection: Connection, answer: int, messages: Sequence[int]) -> None:
    here = connection.execute(statements.PLACED, {"answer": answer}).all()
    if not here or list(messages) == [each.message for each in here if each.message is not None]:
        return
    stood = or_(pages.c.answer == answer, pages.c.message.in_(messages))
    connection.execute(delete(pages).where(stood))
    if messages:
        stands = [{"message": message, "answer": answer, "number": number} for number, message in enumerate(messages)]
        connection.execute(insert(pages), stands)


def _choose(connection: Connection, answer: int, question: int) -> None:
    """Choose a version, and give it all messages in which the question's versions stand."""
    messages = tuple(connection.scalars(statements.MESSAGES, {"question": question}))
    if messages:
        connection.execute(update(pages).where(pages.c.message.in_(messages)).values(answer=answer))
    other = (questions.c.id == question, questions.c.chosen.is_distinct_from(answer))
    chosen = connection.execute(update(questions).where(*other).values(chosen=answer))
    if chosen.rowcount:
        connection.execute(statements.DROP_SUMMARY, {"question": question})
        connection.execute(update(answers).where(answers.c.id == answer).values(is_settled=False))
