"""Runs answers: each goes through the line, is written, and shown as it ended."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import replace

from bot.core import notices
from bot.core.announcing import Announcing
from bot.core.answering import Answering, Ending
from bot.core.budgets import Budgets
from bot.core.chat import Usage
from bot.core.job import Job, Jobs, Person
from bot.core.ports import Reply
from bot.core.record import Answer, Exchange, Incoming
from bot.core.scheduler import Scheduler
from bot.core.settling import Settling
from bot.core.summing import Summing
from bot.core.telemetry import Answered

log = logging.getLogger(__name__)

Begin = Callable[[], Awaitable[Exchange | None]]
"""Puts on record what is to be answered, once it stands in line; `None` where it is not to be, any more."""


class Runner:
    """
    All answers under way, which are its `jobs`: the only place where one begins, and where it is over, of which
    `answered` is told.
    """

    def __init__(
        self,
        answering: Answering,
        settling: Settling,
        announcing: Announcing,
        summing: Summing,
        scheduler: Scheduler,
        budgets: Budgets,
        answered: Callable[[Answered], None] = lambda _: None,
    ) -> None:
        self._answered = answered
        self._answering, self._settling, self._scheduler = answering, settling, scheduler
        self._announcing, self._summing, self._budgets = announcing, summing, budgets
        self._resets: dict[int, asyncio.Event] = {}
        self.jobs = Jobs()
        self.is_closing = False

    async def write(
        self, asked: Incoming, by: Person, begin: Begin, reply: Reply, *, replayed: Answer | None = None
    ) -> bool:
        """
        Take an answer through the line, and settle it. False where there is none to begin.

        Raises `BotError` where it cannot begin.
        """
        with ExitStack() as under_way:
            async with self._budgets.spending(by) as take:
                with self._scheduler.line_up(asked, by.id) as place:
                    while reset := self._resets.get(asked.channel):
                        await reset.wait()
                    exchange = await begin()
                    if exchange is None:
                        return False
                    job = Job(exchange, by.id, place, reply, replayed, take=take)
                    under_way.enter_context(self.jobs.running(job))
                    if reply.closes_at is not None:
                        closing = asyncio.get_running_loop().call_at(reply.closes_at, job.stop, notices.OUT_OF_TIME)
                        under_way.callback(closing.cancel)
                    under_way.callback(job.written.set)
                    end = await self._answering.write(job)
                    job.written.set()
                if job.leaves_nothing:
                    await self._answering.forget(job.channel)
            # Whoever waits need not wait for the platform.
            written = time.monotonic()
            try:
                await self._conclude(job, end)
            finally:
                self._tell(job, end, settling=time.monotonic() - written)
        await self._summing.consider(asked)
        return True

    async def forget(self, channel: int) -> None:
        """Have the engine drop what it keeps of the channel, and will once it is done with what is written there."""
        for job in self.jobs:
            job.leaves_nothing = job.leaves_nothing or (job.channel == channel and not job.written.is_set())
        await self._answering.forget(channel)

    @asynccontextmanager
    async def resetting(self, channel: int) -> AsyncIterator[None]:
        """
        Stop all that runs or waits in the channel, as something that is forgotten.

        Inside the block nothing runs there, and no question is put on record that would be forgotten with those before.
        """
        over = self._resets[channel] = asyncio.Event()
        try:
            with self._scheduler.line_up_alone(channel) as turn:
                self.jobs.stop(notices.FORGOTTEN, lambda job: job.channel == channel, fate="forget")
                await turn.wait()
                yield
        finally:
            over.set()
            if self._resets.get(channel) is over:
                del self._resets[channel]

    async def close(self, grace: float) -> None:
        """
        Take on nothing new. What waits ends now, what is being written within `grace` seconds or as interrupted.

        Returns when every reply says how it did.
        """
        self.is_closing = True
        for job in self.jobs:
            if not job.place.is_reached:
                job.stop(notices.CLOSING, outcome="lost")
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self._all_ended()
        for job in self.jobs:
            job.stop(notices.INTERRUPTED, outcome="lost")
        await self._all_ended()

    async def _conclude(self, job: Job, end: Ending) -> None:
        """Show how the answer ended, as its fate wants it."""
        if end.is_refused:
            return
        exchange = replace(job.exchange, answer=end.answer)
        if job.fate == "keep":
            await self._settling.settle(job.reply, exchange)
            await self._announcing.ended(job, end.outcome)
        elif job.fate == "forget":
            pages, uploads = await self._settling.pages(job.reply, exchange)
            await job.reply.finish(pages, uploads=uploads)
        else:
            await job.reply.finish(())

    def _tell(self, job: Job, end: Ending, *, settling: float) -> None:
        """Have the log, and whoever counts, know of an answer that is over."""
        usage = end.answer.usage or Usage()
        has_begun = bool(end.answer.text or end.answer.thought)
        answered = Answered(
            answer=end.answer.id,
            channel=job.channel,
            user=job.user,
            server=job.question.asked.server,
            outcome=end.outcome,
            waited=job.place.waited,
            settling=settling,
            edits=job.reply.edits,
            first_token=usage.reading if has_begun else None,
            read=usage.read,
            reused=usage.reused,
            written=usage.written,
            tokens_per_second=usage.tokens_per_second,
        )
        log.info("%s", answered, extra=answered.numbers())
        self._answered(answered)

    async def _all_ended(self) -> None:
        for job in self.jobs:
            await job.ended.wait()
