"""Whatever happens to it, restarts included, SQLite remembers what memory remembers."""

import asyncio
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.core.chat import Exchange
from bot.core.ports import HistoryStore
from bot.stores.memory import MemoryStore
from bot.stores.sqlite import open_store

channels = st.integers(1, 3)


class SqliteLikeMemory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.url = f"sqlite+aiosqlite:///{Path(self.folder.name, 'history.db')}"
        self.loop = asyncio.Runner()
        self.memory = MemoryStore()
        self.sqlite = self.loop.run(open_store(self.url))

    @rule(channel=channels, question=st.text(), answer=st.text())
    def append(self, channel: int, question: str, answer: str) -> None:
        self.loop.run(self.memory.append(channel, Exchange(question, answer)))
        self.loop.run(self.sqlite.append(channel, Exchange(question, answer)))

    @rule(channel=channels, at=st.integers(0, 4))
    def leave_out(self, channel: int, at: int) -> None:
        memory, sqlite = [self.leave_out_in(store, channel, at) for store in (self.memory, self.sqlite)]
        assert memory is sqlite

    def leave_out_in(self, store: HistoryStore, channel: int, at: int) -> bool:
        numbers = [0, *(exchange.number for exchange in self.loop.run(store.recent(channel)))]
        return self.loop.run(store.leave_out(channel, numbers[min(at, len(numbers) - 1)]))

    @rule(channel=channels)
    def forget(self, channel: int) -> None:
        self.loop.run(self.memory.forget(channel))
        self.loop.run(self.sqlite.forget(channel))

    @rule()
    def restart(self) -> None:
        self.loop.run(self.sqlite.close())
        self.sqlite = self.loop.run(open_store(self.url))

    @invariant()
    def both_remember_the_same(self) -> None:
        for channel in range(1, 4):
            assert self.loop.run(self.sqlite.recent(channel)) == self.loop.run(self.memory.recent(channel))

    def teardown(self) -> None:
        self.loop.run(self.sqlite.close())
        self.loop.close()
        self.folder.cleanup()


TestSqliteLikeMemory = SqliteLikeMemory.TestCase
TestSqliteLikeMemory.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
