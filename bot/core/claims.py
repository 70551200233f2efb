"""Sees to it that a message is answered once, and that an answer is changed by one at a time."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from bot.core import notices
from bot.core.errors import Refused
from bot.core.job import Jobs
from bot.core.record import Exchange, Incoming


class Claims:
    """Who is at what: an answer among `jobs`, which is being written, nobody else may change."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._held: dict[tuple[str, int | None], asyncio.Event] = {}

    @contextmanager
    def answering(self, incoming: Incoming) -> Iterator[bool]:
        """Whether nobody else is answering that message in a block like this one."""
        with self._alone(("message", incoming.message or id(incoming))) as is_alone:
            yield is_alone

    @contextmanager
    def changing(self, exchange: Exchange) -> Iterator[None]:
        """Inside, nobody else changes what stands there as the answer. Raises `Refused` while somebody does."""
        question = exchange.question
        with self._alone(("question", question.id)) as is_alone:
            is_begun = ("message", question.asked.message) in self._held or self._jobs.of(question.id)
            if is_begun or not is_alone:
                raise Refused(notices.BEING_WRITTEN)
            yield

    async def changed(self, question: int) -> None:
        """Return when nobody is changing the answer to the question."""
        while change := self._held.get(("question", question)):
            await change.wait()

    @contextmanager
    def _alone(self, key: tuple[str, int | None]) -> Iterator[bool]:
        """Whether nobody else is at `key` in a block like this one."""
        if key in self._held:
            yield False
            return
        over = self._held[key] = asyncio.Event()
        try:
            yield True
        finally:
            del self._held[key]
            over.set()
