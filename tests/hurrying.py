"""An event loop on which nothing has to be waited for."""

import asyncio
import selectors
from functools import partial


class _Impatient(selectors.DefaultSelector):
    """Where there is nothing to read, the time that was to be waited is over at once, or after `grace` seconds."""

    def __init__(self, grace):
        super().__init__()
        self.passed = 0.0
        self._grace = grace

    def select(self, timeout=None):
        if timeout is None:
            return super().select(None)
        events = super().select(min(timeout, self._grace))
        if not events:
            self.passed += timeout
        return events


class HurryingLoop(asyncio.SelectorEventLoop):
    """
    A loop whose clock jumps to the next timer whenever there is nothing else to do.

    What another thread or process does takes no time on that clock, so timers come before it. What the loop itself
    sends to itself, through sockets, is there within `grace`, in seconds.
    """

    def __init__(self, *, grace=0.0):
        self._impatient = _Impatient(grace)
        super().__init__(self._impatient)

    def time(self):
        return self._impatient.passed

    def stand_still(self, seconds):
        """As if something had kept the loop busy for so long."""
        self._impatient.passed += seconds


def pytest_asyncio_loop_factories(config, item):
    """Tests marked so wait for nothing; all that they talk to must be on their own loop."""
    if item.get_closest_marker("hurrying"):
        return {"hurrying": partial(HurryingLoop, grace=0.002)}
    return {"real": asyncio.new_event_loop}
