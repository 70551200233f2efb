"""Archives threads in which nothing has been said for as long as they are set to wait."""

from bot.sandbox.clock import Timer
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.state.models import Channel
from bot.sandbox.state.snowflakes import time_of
from bot.sandbox.verbs.threads import archive


class Resting:
    """Watches threads from their beginning until they are deleted."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._timers: dict[int, Timer] = {}

    def watch(self, thread: Channel, *, seconds: float | None = None) -> None:
        """Look at the thread again after so many seconds; by default when it could be archived at the earliest."""
        wait = _patience(thread) if seconds is None else seconds
        self._timers[thread.id] = self._hub.clock.call_later(wait, self._look, thread)

    def forget(self, thread: Channel) -> None:
        """The thread is deleted."""
        timer = self._timers.pop(thread.id, None)
        if timer is not None:
            timer.cancel()

    def close(self) -> None:
        """Look at none any more."""
        for timer in self._timers.values():
            timer.cancel()

    def _look(self, thread: Channel) -> None:
        state = thread.thread
        assert state is not None
        spoken = time_of(thread.last_message_id or thread.id).timestamp()
        left = _patience(thread) - (self._hub.clock.wall() - max(spoken, state.archive_changed.timestamp()))
        # Ids tell times to the millisecond.
        if left < 0.001 and not state.archived:
            archive(thread, archived=True, locked=state.locked, now=self._hub.clock.date())
            self._hub.channel("THREAD_UPDATE", thread)
        self.watch(thread, seconds=left if left >= 0.001 else None)


def _patience(thread: Channel) -> float:
    assert thread.thread is not None
    return thread.thread.auto_archive_minutes * 60.0
