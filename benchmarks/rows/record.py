"""What it costs an answer to be put on record, and whether a long past slows the next one."""

import tempfile
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import create_engine, insert, update

from benchmarks import loopback
from benchmarks.bench import Bench
from benchmarks.clocked import Clocked
from benchmarks.figures import Result, alternate, ratios
from benchmarks.timing import answer
from bot.core.chat import Text
from bot.core.record import Author, Incoming
from bot.sandbox import Sandbox
from bot.stores import rows
from bot.stores.sql import SqlRecord
from bot.stores.sqlite import open_record
from bot.stores.tables import answers, pages, questions

_CHANNEL = 7
# As many exchanges as the model is still shown of either past.
_SHOWN = 10
_CALLS = 20
_SHORT = 8


async def measure(bench: Bench) -> AsyncGenerator[Result]:
    """The record is the bot's own: a file of SQLite on this machine's disk."""
    with tempfile.TemporaryDirectory() as folder:
        yield await _share(bench, Path(folder) / "answers.db")
        waits = await _waits(bench, Path(folder))
    details = {"seconds": waits, "exchanges": bench.exchanges, "shown": _SHOWN}
    yield Result("recent_over_short", ratios(waits["recent, long"], waits["recent, short"]), details)
    yield Result("exchange_over_short", ratios(waits["exchange, long"], waits["exchange, short"]), details)


async def _share(bench: Bench, file: Path) -> Result:
    """
    The part of an answer's time, from the message to the last edit, in which the record is at work.

    All of that counts, also what is written while the model goes on, and the waits of its thread for a processor that
    computes: an answer is slowed by no more than that.
    """
    shares, seconds, calls = [], [], []
    async with _open(file) as record, bench.generate_engine() as engine, Sandbox() as sandbox:
        clocked = Clocked(record)
        async with loopback.bot(bench, engine, clocked, sandbox):
            for repetition in range(-1, bench.repetitions):
                await answer(engine, bench.prompt(-2), replace(bench.options, max_new_tokens=_SHORT), channel=0)
                channel = sandbox.add_channel(f"channel-{repetition + 1}")
                clocked.seconds.clear()
                clocked.settled.clear()
                waited = await loopback.wait(sandbox, channel, bench.prompt(repetition)[-1].text)
                await clocked.settled.wait()
                if repetition >= 0:
                    shares.append(clocked.total / waited)
                    seconds.append(waited)
                    calls.append({name: sum(each) for name, each in clocked.seconds.items()})
    return Result("record_share", shares, {"seconds": seconds, "seconds_in_calls": calls})


async def _waits(bench: Bench, folder: Path) -> dict[str, list[float]]:
    """The median seconds of reading a channel's past, and of all that one more exchange asks of the record."""
    lengths = {"short": _SHOWN, "long": bench.exchanges}
    async with _open(folder / "short.db") as short, _open(folder / "long.db") as long:
        records = {"short": short, "long": long}
        for name, length in lengths.items():
            await _fill(records[name], folder / f"{name}.db", length)

        def of(record: SqlRecord, work: Callable):
            async def once(_: int) -> float:
                begun = time.perf_counter()
                for _ in range(_CALLS):
                    await work(record)
                return (time.perf_counter() - begun) / _CALLS

            return once

        contenders = {
            f"{what}, {name}": of(record, work)
            for what, work in (("recent", _recall), ("exchange", _exchange))
            for name, record in records.items()
        }
        return await alternate(contenders, repetitions=5 * bench.repetitions)


async def _recall(record: SqlRecord) -> None:
    if len(await record.recent(_CHANNEL)) != _SHOWN:
        raise RuntimeError("the record does not show what was said last")


async def _exchange(record: SqlRecord) -> None:
    """All that an answer of two seconds writes, and then it is taken back."""
    asked = await record.ask(_asked(10**9))
    begun = asked.answer
    await record.recent(_CHANNEL)
    for text in ("so", "so far", "so far so good"):
        await record.grow(begun.id, (Text(text),))
    await record.end(begun.id, "done")
    await record.settle(begun.id, controls=True, pages=[10**9 + 1])
    await record.withdraw(begun.question)


async def _fill(record: SqlRecord, file: Path, length: int) -> None:
    """Put so many exchanges on record, all but the last of which the model is no more shown."""
    engine = create_engine(f"sqlite:///{file}")
    numbers = range(1, length + 1)
    with engine.begin() as connection:
        connection.execute(insert(questions), [_row(number, _asked(number)) for number in numbers])
        connection.execute(insert(answers), list(_answers(numbers)))
        connection.execute(update(questions).values(chosen=questions.c.id))
        connection.execute(insert(pages), [{"message": -n, "answer": n, "number": 0} for n in numbers])
    engine.dispose()
    if length > _SHOWN:
        await record.leave_out(_CHANNEL, length - _SHOWN)


def _row(number: int, asked: Incoming) -> dict:
    return {"id": number} | rows.origin(asked) | rows.wording(asked)


def _answers(numbers: Iterable[int]) -> Iterable[dict]:
    said = rows.NEW | {"version": 1, "state": "done", "parts": (Text("So it is, and so it was. " * 8),)}
    for number in numbers:
        yield said | {"id": number, "question": number, "is_settled": True}


def _asked(message: int) -> Incoming:
    return Incoming(channel=_CHANNEL, author=Author(1, "Ada"), parts=(Text("How was it? " * 8),), message=message)


@asynccontextmanager
async def _open(file: Path) -> AsyncGenerator[SqlRecord]:
    record = await open_record(f"sqlite:///{file}")
    try:
        yield record
    finally:
        await record.close()
