"""How the bot is doing: its model, how much that has to do and how fast it is, and what it remembers of a place."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.core.answering import told
from bot.core.context import Contexts
from bot.core.job import Jobs
from bot.core.notices import Notice
from bot.core.ports import Engine
from bot.core.record import Incoming, now
from bot.core.scheduler import Load, Scheduler


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """
    How the bot is doing, for one person in one place.

    While the model is loading, or after it could not be loaded, there is no `model` and no `engine`, and `is_loading`
    tells which. `used` of `room` tokens are taken by what is recalled there, the instructions included. `waiting`
    says where each of the person's own questions stands, everywhere.
    """

    since: datetime
    load: Load
    waiting: tuple[Notice, ...] = ()
    is_loading: bool = False
    model: str | None = None
    engine: str | None = None
    used: int = 0
    room: int = 0


class Reports:
    """Tells the status, from what answers are written with."""

    def __init__(
        self,
        *,
        engine: asyncio.Future[Engine],
        contexts: Contexts,
        scheduler: Scheduler,
        jobs: Jobs,
    ) -> None:
        self._engine, self._contexts = engine, contexts
        self._scheduler, self._jobs = scheduler, jobs
        self._since = now()

    async def status(self, asked: Incoming) -> Status:
        """The status for whoever asks `asked`. Raises `HistoryError`."""
        waiting = tuple(self._waiting(asked.author.id))
        status = Status(since=self._since, load=self._scheduler.load, waiting=waiting)
        if not self._engine.done():
            return replace(status, is_loading=True)
        if self._engine.cancelled() or self._engine.exception():
            return status
        engine = self._engine.result()
        shown = await self._contexts.context(asked)
        return replace(status, model=engine.model, engine=engine.name, used=shown.used, room=shown.room)

    def _waiting(self, person: int) -> Iterable[Notice]:
        return (told(job.place.standing()) for job in self._jobs if job.user == person and not job.place.is_reached)
