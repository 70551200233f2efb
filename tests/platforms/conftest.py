"""An event loop on which nothing has to be waited for."""

import asyncio
import selectors


class _Impatient(selectors.DefaultSelector):
    """Where there is nothing to read, the time that was to be waited is over at once."""

    passed = 0.0

    def select(self, timeout=None):
        events = super().select(0 if timeout is None or timeout > 0 else timeout)
        if events or not timeout:
            return events if events or timeout is not None else super().select(None)
        self.passed += timeout
        return []


class HurryingLoop(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to the next timer whenever there is nothing else to do."""

    def __init__(self):
        self._impatient = _Impatient()
        super().__init__(self._impatient)

    def time(self):
        return self._impatient.passed

    def stand_still(self, seconds):
        """As if something had kept the loop busy for so long."""
        self._impatient.passed += seconds


def pytest_asyncio_loop_factories(config, item):
    return {"hurrying": HurryingLoop}
