"""A record in SQL, in statements that any database understands."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import (
    Select,
    Table,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.chat import Finish, Part, Usage
from bot.core.record import Answer, Exchange, Incoming, Outcome, Question, Recipe, now
from bot.stores import rows, statements
from bot.stores.database import Database, whole
from bot.stores.tables import answers, fronts, pages, questions

P = ParamSpec("P")
T = TypeVar("T")


class SqlRecord:
    """A record in a database."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = now) -> None:
        self.database = database
        self._clock = clock

    @whole
    async def ask(self, incoming: Incoming, /) -> Question:
        async with self.database.transaction() as connection:
            if incoming.message is not None:
                found = await connection.execute(statements.asked(incoming.message))
                if row := found.first():
                    return rows.question(row)
            values = rows.origin(incoming) | rows.wording(incoming)
            return Question(await _insert(connection, questions, values), incoming)

    @whole
    async def begin(self, question: int, /, *, keep: int = 5) -> Answer | None:
        here = answers.c.question == question
        newest = select(func.coalesce(func.max(answers.c.version), 0)).where(here).scalar_subquery()
        kept = select(answers.c.id).where(here).order_by(answers.c.version.desc()).limit(max(keep, 1))
        async with self.database.transaction() as connection:
            last = await connection.scalar(select(newest).where(questions.c.id == question))
            if last is None:
                return None
            values = rows.NEW | {"question": question, "version": last + 1}
            answer = await _insert(connection, answers, values)
            messages = await _choose(connection, answer, question)
            if last:
                await connection.execute(delete(answers).where(here, answers.c.id.not_in(kept)))
            return Answer(id=answer, question=question, version=last + 1, pages=messages)

    @whole
    async def write(self, answer: int, recipe: Recipe, /) -> None:
        ended = {"ended_at": None, "finish": None, "reason": None, "usage": None}
        values = rows.making(recipe) | ended | {"state": "writing", "begun_at": self._clock(), "is_settled": False}
        await self._update(answer, values)

    @whole
    async def grow(self, answer: int, parts: Sequence[Part], /, *, thought: str = "") -> None:
        await self._update(answer, {"parts": parts, "thought": thought})

    @whole
    async def place(self, answer: int, messages: Sequence[int], /) -> None:
        stood = or_(pages.c.answer == answer, pages.c.message.in_(messages))
        stands = [{"message": message, "answer": answer, "number": number} for number, message in enumerate(messages)]
        async with self.database.transaction() as connection:
            if await connection.scalar(select(answers.c.id).where(answers.c.id == answer)) is None:
                return
            await connection.execute(delete(pages).where(stood))
            if stands:
                await connection.execute(insert(pages), stands)

    @whole
    async def end(
        self,
        answer: int,
        outcome: Outcome,
        /,
        *,
        finish: Finish | None = None,
        reason: str | None = None,
        usage: Usage | None = None,
    ) -> None:
        values = {"state": outcome, "finish": finish, "reason": reason, "ended_at": self._clock()}
        await self._update(answer, values | {"usage": usage and asdict(usage)})

    @whole
    async def settle(self, answer: int, /, *, controls: bool) -> None:
        await self._update(answer, {"is_settled": True, "has_controls": controls})

    @whole
    async def unsettle(self, answer: int, /) -> None:
        await self._update(answer, {"is_settled": False})

    @whole
    async def choose(self, answer: int, /) -> None:
        async with self.database.transaction() as connection:
            question = await connection.scalar(select(answers.c.question).where(answers.c.id == answer))
            if question is not None:
                await _choose(connection, answer, question)

    @whole
    async def revise(self, question: int, incoming: Incoming, /) -> None:
        async with self.database.erasure() as connection:
            values = rows.wording(incoming)
            await connection.execute(update(questions).where(questions.c.id == question).values(values))

    @whole
    async def withdraw(self, question: int, /) -> None:
        async with self.database.erasure() as connection:
            await connection.execute(delete(questions).where(questions.c.id == question))

    @whole
    async def recent(self, channel: int, /) -> list[Exchange]:
        return await self._found(statements.recent(channel))

    @whole
    async def exchange(self, answer: int, /) -> Exchange | None:
        return next(iter(await self._found(statements.exchanges(answers.c.id == answer))), None)

    @whole
    async def behind(self, message: int, /) -> Exchange | None:
        return next(iter(await self._found(statements.behind(message))), None)

    @whole
    async def versions(self, question: int, /) -> list[Answer]:
        found = statements.exchanges(questions.c.id == question).order_by(answers.c.version)
        return [each.answer for each in await self._found(found)]

    @whole
    async def unsettled(self) -> list[Exchange]:
        return await self._found(statements.unsettled())

    @whole
    async def controlled(self, before: datetime, /) -> list[Exchange]:
        return await self._found(statements.controlled(before))

    @whole
    async def direct_channels(self, since: datetime, /) -> list[int]:
        async with self.database.transaction() as connection:
            return list(dict.fromkeys(await connection.scalars(statements.direct_channels(since))))

    @whole
    async def leave_out(self, channel: int, through: int, /) -> bool:
        """The rows stay stored. Where none of them is still shown, nothing changes and the answer is False."""
        async with self.database.transaction() as connection:
            found = await connection.execute(statements.last_shown(channel, through))
            last = found.first()
            if last is None:
                return False
            values = {"last_left_out": last.id, "parent": last.parent, "server": last.server}
            moved = await connection.execute(update(fronts).where(fronts.c.channel == channel).values(values))
            if moved.rowcount:
                return False
            await connection.execute(insert(fronts).values(values | {"channel": channel}))
            return True

    @whole
    async def forget(self, channel: int, /, *, threads: bool = False) -> None:
        async with self.database.erasure() as connection:
            for table in (questions, fronts):
                there = table.c.channel == channel
                await connection.execute(delete(table).where(there | (table.c.parent == channel) if threads else there))

    @whole
    async def forget_server(self, server: int, /) -> None:
        unsettled = select(answers.c.id).where(answers.c.id == questions.c.chosen, answers.c.is_settled.is_(False))
        async with self.database.erasure() as connection:
            here = (questions.c.server == server, ~unsettled.exists())
            await connection.execute(delete(questions).where(*here))
            await connection.execute(delete(fronts).where(fronts.c.server == server))

    async def close(self) -> None:
        """Close the database, for whoever keeps nothing else in it."""
        await self.database.close()

    async def _update(self, answer: int, values: dict[str, Any]) -> None:
        async with self.database.transaction() as connection:
            await connection.execute(update(answers).where(answers.c.id == answer).values(values))

    async def _found(self, statement: Select[Any]) -> list[Exchange]:
        async with self.database.transaction() as connection:
            return await _read(connection, statement)


async def _insert(connection: AsyncConnection, table: Table, values: dict[str, Any]) -> int:
    """Returns the id of the new row."""
    inserted = await connection.execute(insert(table).values(values))
    key = inserted.inserted_primary_key
    assert key is not None, "an insert into a table with a primary key"
    return int(key[0])


async def _read(connection: AsyncConnection, statement: Select[Any]) -> list[Exchange]:
    found = (await connection.execute(statement)).all()
    messages: dict[int, list[int]] = {}
    for answer, message in await connection.execute(statements.pages_of(statement)):
        messages.setdefault(answer, []).append(message)
    return [rows.exchange(row, tuple(messages.get(row.answers_id, ()))) for row in found]


async def _choose(connection: AsyncConnection, answer: int, question: int) -> tuple[int, ...]:
    """Choose a version, and give it all messages in which the question's versions stand. Returns these."""
    here = select(answers.c.id).where(answers.c.question == question)
    stands = select(pages.c.message).where(pages.c.answer.in_(here)).order_by(pages.c.number, pages.c.message)
    messages = tuple(await connection.scalars(stands))
    if messages:
        await connection.execute(update(pages).where(pages.c.message.in_(messages)).values(answer=answer))
    other = (questions.c.id == question, questions.c.chosen.is_distinct_from(answer))
    chosen = await connection.execute(update(questions).where(*other).values(chosen=answer))
    if chosen.rowcount:
        await connection.execute(update(answers).where(answers.c.id == answer).values(is_settled=False))
    return messages
