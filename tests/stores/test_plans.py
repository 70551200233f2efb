"""However long the past is, no statement of the record reads more of it than it is about."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event

from bot.core.record import words
from bot.stores.database import Database
from bot.stores.sql import SqlRecord
from bot.stores.sqlite import open_record
from tests.stores.files import address
from tests.stores.saying import ADA, HERE, RECIPE, answer, begin_again, incoming


@pytest.fixture
async def engine(database: Path) -> AsyncIterator[Engine]:
    await (await open_record(address(database))).close()
    engine = create_engine(address(database))
    yield engine
    engine.dispose()


@contextmanager
def statements(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """The statements that are run meanwhile, with their parameters."""
    seen: list[tuple[str, Any]] = []

    def note(_: Connection, __: object, statement: str, parameters: Any, ___: object, is_many: bool) -> None:
        seen.append((statement, parameters[0] if is_many else parameters))

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def plan(engine: Engine, statement: str, parameters: Any) -> list[str]:
    with engine.connect() as connection:
        steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return [step.detail for step in steps]


def _is_scan(step: str) -> bool:
    return "SCAN" in step and step != "SCAN fronts"


async def test_every_statement_goes_by_an_index(engine):
    record = SqlRecord(Database(engine))
    with statements(engine) as seen:
        first = await answer(record, incoming(message=7), pages=[11])
        await begin_again(record, first.question)
        await record.settle(first.id, controls=True)
        await record.choose(first.id, step=1)
        await record.unsettle(first.id)
        await record.revise(first.question, incoming())
        await record.recent(HERE)
        await record.exchange(first.id)
        await record.behind(11)
        await record.unsettled()
        await record.controlled(datetime.now(UTC))
        await record.controlled(datetime.now(UTC), channel=HERE)
        await record.direct_channels(datetime.now(UTC))
        await record.of_person(ADA.id)
        await record.of_person(ADA.id, channel=HERE)
        await record.held_of(ADA.id)
        await record.leave_out(HERE, first.question)
        await record.left_out(HERE)
        await record.sum_up(HERE, "all", await record.unsummed(HERE))
        await record.summary(HERE)
        await record.expire(datetime.now(UTC))
        await record.forget_person(ADA.id)
        await record.withdraw(first.question)
        await record.forget(HERE)
        await record.forget_server(HERE)
    assert len(seen) > 40
    plans = {statement: plan(engine, statement, parameters) for statement, parameters in seen}
    # `fronts` has a row a channel, and is searched for a whole server only when the bot leaves it.
    slow = [(statement, step) for statement, steps in plans.items() for step in steps if _is_scan(step)]
    assert slow == []
    # What was found is put into order: pages are few.
    sorted_there = [statement for statement, steps in plans.items() if any("TEMP B-TREE" in step for step in steps)]
    assert all("ORDER BY pages.number" in statement for statement in sorted_there)


async def test_recent_reads_what_is_shown_and_neither_thoughts_nor_other_versions(engine):
    record = SqlRecord(Database(engine))
    await answer(record)
    with statements(engine) as seen:
        await record.recent(HERE)
    (exchanges, parameters), _ = seen
    steps = plan(engine, exchanges, parameters)
    assert steps[0] == "SEARCH questions USING INDEX questions_by_channel (channel=? AND id>?)"
    assert "SEARCH answers USING INTEGER PRIMARY KEY (rowid=?)" in steps
    assert not any("answers.thought" in statement for statement, _ in seen)


async def test_growing_an_answer_takes_one_statement(engine):
    record = SqlRecord(Database(engine))
    begun = await answer(record)
    with statements(engine) as seen:
        await record.write(begun.id, RECIPE)
        await record.grow(begun.id, words("hello"))
        await record.end(begun.id, "done")
        await record.settle(begun.id, controls=True)
    assert len(seen) == 4
