"""An event loop on which an outage of two minutes takes less than half a second."""

import asyncio
import selectors
from contextlib import asynccontextmanager, contextmanager

import pytest

SPEED = 300.0


class _Hasty(selectors.DefaultSelector):
    speed = 1.0

    def select(self, timeout=None):
        return super().select(timeout and timeout / self.speed)


class HastyLoop(asyncio.SelectorEventLoop):
    """A loop whose clock can run `SPEED` times as fast as the true one, for all that is awaited on it."""

    def __init__(self):
        self._hasty = _Hasty()
        self._since = self._told = 0.0
        super().__init__(self._hasty)

    def time(self):
        return self._told + (super().time() - self._since) * self._hasty.speed

    @contextmanager
    def hurrying(self):
        """Let time run fast inside the block."""
        self._run(SPEED)
        try:
            yield
        finally:
            self._run(1.0)

    def _run(self, speed):
        self._told, self._since = self.time(), super().time()
        self._hasty.speed = speed


def pytest_asyncio_loop_factories(config, item):
    return {"hasty": HastyLoop} if item.get_closest_marker("hasty") else {"true": asyncio.new_event_loop}


def pytest_configure(config):
    config.addinivalue_line("markers", "hasty: once the bot is there, the loop's clock runs fast")


@pytest.fixture
def start_bot(start_bot, request):
    """
    As ever; on a loop that can, time runs fast from when the bot is there until it leaves.

    Heartbeats are no reason to connect anew then, as they come from a thread with another clock.
    """
    if request.node.get_closest_marker("hasty") is None:
        return start_bot

    @asynccontextmanager
    async def start(engine, *, as_client=None, **options):
        as_client = {"heartbeat_timeout": 1e6} | (as_client or {})
        async with start_bot(engine, as_client=as_client, **options) as bot:
            with asyncio.get_running_loop().hurrying():
                yield bot

    return start
