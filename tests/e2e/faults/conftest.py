"""An event loop on which an outage of two minutes takes less than half a second."""

import asyncio
import selectors

SPEED = 300.0


class _Hasty(selectors.DefaultSelector):
    def select(self, timeout=None):
        return super().select(timeout and timeout / SPEED)


class HastyLoop(asyncio.SelectorEventLoop):
    """A loop whose clock runs `SPEED` times as fast as the true one, for all that is awaited on it."""

    def __init__(self):
        super().__init__(_Hasty())

    def time(self):
        return super().time() * SPEED


def pytest_asyncio_loop_factories(config, item):
    return {"hasty": HastyLoop} if item.get_closest_marker("hasty") else {"": asyncio.new_event_loop}


def pytest_configure(config):
    config.addinivalue_line("markers", "hasty: on a loop whose clock runs fast")
