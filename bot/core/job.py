"""One answer under way, as stops, edits and deletions find it."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.core.asides import is_aside
from bot.core.notices import Notice
from bot.core.ports import Reply
from bot.core.record import Answer, Exchange, Incoming, Outcome, Question
from bot.core.scheduler import Place
from bot.core.stopping import Stoppable

Fate = Literal["keep", "forget", "remove"]
"""What becomes of an answer that was ended: it stays; it stays to be seen, but is forgotten; or nothing is left."""


@dataclass(frozen=True, slots=True)
class Person:
    """
    Whoever presses or types something. A moderator may do with all answers what others may with their own.

    They act in the channel `where`, if anywhere, and on nothing that stands elsewhere, whatever number they name.
    """

    id: int
    is_moderator: bool = False
    roles: frozenset[int] = frozenset()
    where: int | None = None

    def may_see(self, asked: Incoming) -> bool:
        """Whether `asked` stands where they act; nobody else need know of an aside."""
        is_here = self.where is None or asked.stands_in(self.where)
        return is_here and (not is_aside(asked.channel) or self.id == asked.author.id)

    def may_change(self, asked: Incoming) -> bool:
        """Whether the answer to `asked` is theirs to change."""
        return self.may_see(asked) and (self.is_moderator or self.id == asked.author.id)


@dataclass(eq=False, slots=True)
class Job:
    """
    An answer that waits or is being written, on `reply`.

    `user` is who it is written for: whoever asked, or had it written again. What is there already is in `answer`. With
    `replayed`, it is made as that earlier version was. It `began` to wait at that time of the monotonic clock, and
    `is_begun` once there is something to be seen of it; it is `written` when the engine is done with it, and `ended`
    when it is shown so. Of one that `leaves_nothing` the engine keeps nothing, as something of its past was taken out.
    """

    exchange: Exchange
    user: int
    place: Place
    reply: Reply
    replayed: Answer | None = None
    began: float = field(default_factory=time.monotonic)
    take: Callable[[int], None] = lambda _: None
    work: Stoppable = field(default_factory=Stoppable)
    fate: Fate = "keep"
    is_revised: bool = False
    is_begun: bool = False
    leaves_nothing: bool = False
    written: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def question(self) -> Question:
        """What is answered."""
        return self.exchange.question

    @question.setter
    def question(self, question: Question) -> None:
        self.exchange = replace(self.exchange, question=question)

    @property
    def answer(self) -> Answer:
        """What was there of the answer before, and how it is made."""
        return self.exchange.answer

    @answer.setter
    def answer(self, answer: Answer) -> None:
        self.exchange = replace(self.exchange, answer=answer)

    @property
    def channel(self) -> int:
        """Where the question was asked."""
        return self.question.asked.channel

    @property
    def language(self) -> str | None:
        """The locale in which the bot speaks of the answer, where it is known."""
        return self.question.asked.language

    def stop(self, note: Notice, *, fate: Fate = "keep", outcome: Outcome = "stopped") -> bool:
        """End it, and say `note` below it. False where it has ended already."""
        self.fate = fate
        return self.work.stop(note, outcome=outcome)

    def restart(self, incoming: Incoming, *, reply: Reply | None = None) -> bool:
        """Begin it again, as the answer to `incoming`, and on `reply` if one is given. False where it has ended."""
        if not self.work.stop(None, outcome="stopped"):
            return False
        self.question = replace(self.question, asked=incoming)
        self.reply = reply or self.reply
        self.is_revised = True
        return True


class Jobs:
    """All answers under way."""

    def __init__(self) -> None:
        self._running: dict[int, Job] = {}

    def __iter__(self) -> Iterator[Job]:
        return iter(list(self._running.values()))

    @contextmanager
    def running(self, job: Job) -> Iterator[None]:
        """Inside the block, the job can be found."""
        self._running[job.question.id] = job
        try:
            yield
        finally:
            del self._running[job.question.id]
            job.ended.set()

    def of(self, question: int) -> Job | None:
        """The job that answers the question with this id."""
        return self._running.get(question)

    def showing(self, message: int) -> Job | None:
        """The job whose answer the message is a page of: it may not be on record yet."""
        return next((job for job in self if message in job.reply.messages), None)

    def stop(self, note: Notice, concerns: Callable[[Job], bool], *, fate: Fate) -> None:
        """Stop each job that `concerns` is true of."""
        for job in self:
            if concerns(job):
                job.stop(note, fate=fate)
