"""Whatever happens to it, restarts included, SQLite remembers what memory remembers."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.core.chat import File, Image, Options, Source, Text, Usage
from bot.core.notices import Notice
from bot.core.ports import Record
from bot.core.record import Author, Earlier, Holdings, Incoming, Quote, Recipe
from bot.stores.memory import MemoryRecord
from bot.stores.sqlite import open_record
from tests.stores.files import address
from tests.stores.saying import Clock

CHANNELS = range(1, 4)
ASKED = range(100, 108)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
PAGES = range(200, 208)

channels = st.sampled_from(CHANNELS)
parents = st.sampled_from([None, *CHANNELS])
servers = st.sampled_from([None, 10, 11])
texts = st.text(max_size=20)
people = st.integers(1, 3)
# Of questions, of answers, and of neither.
borrowed = st.builds(Source, st.none() | people, st.none() | st.sampled_from([*ASKED[:2], *PAGES[:2], 300]))
sources = st.just(()) | st.lists(borrowed, max_size=2).map(tuple)
pictures = st.builds(
    lambda number, is_shown, sources: Image(
        f"{number}.png", f"digest {number}", 28, 56, b"data %d" % number if is_shown else b"", sources
    ),
    st.integers(0, 4),
    st.booleans(),
    sources,
)
files = st.builds(File, texts, texts, st.integers(0, 99), sources=sources)
parts = st.lists(st.builds(Text, texts, sources) | files | pictures, max_size=3).map(tuple)
# No model draws.
answered = st.lists(st.builds(Text, texts) | files, max_size=3).map(tuple)
links = st.builds(Quote, texts, texts, st.none() | people, st.none() | st.sampled_from(PAGES), sources)
quotes = st.builds(replace, links, chain=st.lists(links, max_size=2).map(tuple))
incomings = st.builds(
    Incoming,
    channel=channels,
    author=st.builds(Author, people, texts),
    parts=parts,
    quote=st.none() | quotes,
    message=st.none() | st.sampled_from(ASKED),
    parent=parents,
    category=parents,
    server=servers,
    is_private=st.booleans(),
    language=st.none() | texts,
    # Python lets a time that a zone has twice, as when summer ends, be equal to no time of another zone.
    at=st.datetimes(timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))),
)
earliers = st.lists(st.builds(Earlier, st.sampled_from(ASKED), parts), max_size=3, unique_by=lambda each: each.message)
# What a rule does something with: the oldest of what is there, the second oldest, and so on; or nothing that is there.
indices = st.integers(0, 8)
seeds = st.none() | st.integers(0, 2**31 - 1)
recipes = st.builds(
    Recipe, texts, texts, st.builds(Options, st.integers(1, 2**31), st.none() | st.floats(0, 2), seed=seeds)
)
reasons = st.none() | st.builds(
    Notice, texts, st.dictionaries(texts, texts | st.integers() | st.floats(allow_nan=False), max_size=2)
)
counts = st.none() | st.integers(0, 2**31)
usages = st.none() | st.builds(Usage, counts, counts, counts)
pages = st.lists(st.sampled_from(PAGES), unique=True, max_size=4)
outcomes = st.sampled_from(["done", "stopped", "failed", "lost"])


class SqliteLikeMemory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.loop = asyncio.Runner()
        self.clock = Clock()
        self.memory = MemoryRecord(clock=Clock())
        self.sqlite = self.open()
        self.questions: list[int] = []
        self.answers: list[int] = []

    def open(self) -> Record:
        return self.loop.run(open_record(address(Path(self.folder.name, "history.db")), clock=self.clock))

    def both(self, do: Callable[[Record], Awaitable[Any]]) -> Any:
        """Have both do the same, and return what both returned."""
        told, told_by_sqlite = [self.loop.run(do(record)) for record in (self.memory, self.sqlite)]
        assert told == told_by_sqlite
        return told

    def question(self, index: int) -> int:
        return self.questions[index] if index < len(self.questions) else 0

    def answer(self, index: int) -> int:
        return self.answers[index] if index < len(self.answers) else 0

    @rule(incoming=incomings)
    def ask(self, incoming: Incoming) -> None:
        asked = self.both(lambda record: record.ask(incoming))
        if asked:
            self.questions.append(asked.question.id)
            self.answers.append(asked.answer.id)

    @rule(index=indices, keep=st.integers(1, 3))
    def begin(self, index: int, keep: int) -> None:
        begun = self.both(lambda record: record.begin(self.question(index), keep=keep))
        if begun:
            self.answers.append(begun.answer.id)

    @rule(index=indices, recipe=recipes)
    def write(self, index: int, recipe: Recipe) -> None:
        self.both(lambda record: record.write(self.answer(index), recipe))

    @rule(index=indices, parts=answered, thought=texts, pages=st.none() | pages)
    def grow(self, index: int, parts: tuple[Text, ...], thought: str, pages: list[int] | None) -> None:
        self.both(lambda record: record.grow(self.answer(index), parts, thought=thought, pages=pages))

    @rule(index=indices, pages=pages)
    def place(self, index: int, pages: list[int]) -> None:
        self.both(lambda record: record.place(self.answer(index), pages))

    @rule(
        index=indices,
        outcome=outcomes,
        finish=st.sampled_from([None, "stop", "length"]),
        reason=reasons,
        notes=st.lists(reasons.filter(bool), max_size=2),
        usage=usages,
    )
    def end(
        self,
        index: int,
        outcome: Any,
        finish: Any,
        reason: Notice | None,
        notes: list[Notice],
        usage: Usage | None,
    ) -> None:
        told = {"finish": finish, "reason": reason, "notes": notes, "usage": usage}
        self.both(lambda record: record.end(self.answer(index), outcome, **told))

    @rule(index=indices, controls=st.booleans(), pages=st.none() | pages)
    def settle(self, index: int, controls: bool, pages: list[int] | None) -> None:
        self.both(lambda record: record.settle(self.answer(index), controls=controls, pages=pages))

    @rule(index=indices)
    def unsettle(self, index: int) -> None:
        self.both(lambda record: record.unsettle(self.answer(index)))

    @rule(index=indices, step=st.integers(-2, 2))
    def choose(self, index: int, step: int) -> None:
        self.both(lambda record: record.choose(self.answer(index), step=step))

    @rule(index=indices, incoming=incomings, earlier=earliers)
    def revise(self, index: int, incoming: Incoming, earlier: list[Earlier]) -> None:
        revised = replace(incoming, earlier=tuple(earlier))
        self.both(lambda record: record.revise(self.question(index), revised))

    @rule(index=indices, incoming=incomings, earlier=earliers)
    def join(self, index: int, incoming: Incoming, earlier: list[Earlier]) -> None:
        joined = replace(incoming, earlier=tuple(earlier))
        self.both(lambda record: record.join(self.question(index), joined))

    @rule(index=indices)
    def withdraw(self, index: int) -> None:
        self.both(lambda record: record.withdraw(self.question(index)))

    @rule(channel=channels, index=indices)
    def leave_out(self, channel: int, index: int) -> None:
        self.both(lambda record: record.leave_out(channel, self.question(index)))

    @rule(channel=channels)
    def sum_up(self, channel: int) -> None:
        made_of = self.both(lambda record: record.unsummed(channel))
        self.both(lambda record: record.sum_up(channel, "all", made_of))

    @rule(channel=channels, threads=st.booleans())
    def forget(self, channel: int, threads: bool) -> None:
        self.both(lambda record: record.forget(channel, threads=threads))

    @rule(server=servers.filter(bool))
    def forget_server(self, server: int) -> None:
        self.both(lambda record: record.forget_server(server))

    @rule(person=people)
    def forget_person(self, person: int) -> None:
        held = self.both(lambda record: record.held_of(person))
        assert self.both(lambda record: record.forget_person(person)) == held
        assert self.both(lambda record: record.held_of(person)) == Holdings()

    @rule()
    def restart(self) -> None:
        self.loop.run(self.sqlite.close())
        self.sqlite = self.open()

    @invariant()
    def both_remember_the_same(self) -> None:
        for channel in CHANNELS:
            self.both(lambda record, channel=channel: record.recent(channel))
            self.both(lambda record, channel=channel: record.left_out(channel))
            self.both(lambda record, channel=channel: record.unsummed(channel))
        self.both(lambda record: record.direct_channels(LONG_AGO))
        self.both(lambda record: record.unsettled())

    def teardown(self) -> None:
        for message in (*ASKED, *PAGES):
            self.both(lambda record, message=message: record.behind(message))
        for answer in self.answers:
            self.both(lambda record, answer=answer: record.exchange(answer))
        self.both(lambda record: record.controlled(self.clock.time + timedelta(seconds=-3)))
        self.loop.run(self.sqlite.close())
        self.loop.close()
        self.folder.cleanup()


TestSqliteLikeMemory = SqliteLikeMemory.TestCase
TestSqliteLikeMemory.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)
