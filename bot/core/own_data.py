"""What somebody said and was answered, as theirs: to be shown to them, and to be taken out."""

import logging
from collections.abc import Iterable
from datetime import datetime

from bot.core import borrowed, notices
from bot.core.asides import is_aside
from bot.core.errors import BotError, PlatformError
from bot.core.job import Job
from bot.core.ports import Record
from bot.core.record import Exchange, Holdings
from bot.core.runner import Runner
from bot.core.settling import Settling, TakeUp

log = logging.getLogger(__name__)


class OwnData:
    """What is kept of people: on record, in what the engine keeps of conversations, and in answers under way."""

    def __init__(self, *, record: Record, runner: Runner, settling: Settling) -> None:
        self._record = record
        self._runner = runner
        self._settling = settling

    async def of(self, person: int, *, channel: int | None = None) -> list[Exchange]:
        """What the person asked and was answered, everywhere or in a channel, oldest first. Raises `HistoryError`."""
        return await self._record.of_person(person, channel=channel)

    async def held(self, person: int) -> Holdings:
        """How much of the person's is kept, in other people's questions, too. Raises `HistoryError`."""
        return await self._record.held_of(person)

    async def forget(self, person: int) -> Holdings:
        """
        Stop what is being written for the person, and forget all that they asked and were answered, with what others
        took from it, or from what the person said elsewhere.

        What others were told stays, whomever it speaks of; where they are just being told, that begins again without
        such words. Raises `HistoryError`.
        """
        stopped = self._stop(person)
        held = await self._record.forget_person(person)
        # One more may have begun meanwhile, and has lost what it answers.
        stopped += self._stop(person)
        await self._begin_again()
        for job in stopped:
            await job.written.wait()
        for channel in held.channels.union(held.quoted_in, (job.channel for job in stopped)):
            await self._runner.forget(channel)
        log.info("user=%d was forgotten in %d channels", person, len(held.channels.union(held.quoted_in)))
        return held

    async def expire(self, before: datetime) -> Holdings:
        """Forget what was asked before then. Raises `HistoryError`."""
        held = await self._record.expire(before)
        for channel in held.channels:
            await self._runner.forget(channel)
        return held

    async def take_buttons(self, forgotten: Iterable[Exchange], take_up: TakeUp) -> None:
        """Take the buttons from answers that are not on record any more, as nothing can be done with these."""
        for exchange in forgotten:
            if exchange.answer.has_controls:
                try:
                    await self._settling.retire(exchange, take_up)
                except BotError as error:
                    log.info("channel=%d buttons stay: %s", exchange.question.asked.channel, error)

    async def take_messages(self, forgotten: Iterable[Exchange], take_up: TakeUp) -> int:
        """Take the messages of answers that are not on record any more from their channels; how many went."""
        gone = 0
        for exchange in forgotten:
            try:
                if exchange.answer.pages and not is_aside(exchange.question.asked.channel):
                    async with take_up(exchange) as reply:
                        await reply.finish(())
                    gone += len(exchange.answer.pages)
            except PlatformError as error:
                log.info("channel=%d messages stay: %s", exchange.question.asked.channel, error)
        return gone

    def _stop(self, person: int) -> list[Job]:
        theirs = [job for job in self._runner.jobs if person in (job.question.asked.author.id, job.user)]
        return [job for job in theirs if _stop(job, is_asker=job.question.asked.author.id == person)]

    async def _begin_again(self) -> None:
        """Begin what is being written to questions that say less now than when it began."""
        for job in self._runner.jobs:
            asked = job.question.asked
            if borrowed.sources(asked) and (exchange := await self._record.exchange(job.answer.id)):
                shorter = borrowed.no_more_than(asked, exchange.question.asked)
                if not (shorter.whole or shorter.quote):
                    job.stop(notices.QUOTE_FORGOTTEN)
                elif shorter != asked:
                    job.restart(shorter)


def _stop(job: Job, *, is_asker: bool) -> bool:
    """Stop it; what somebody else asked, and the person had written anew, is kept."""
    return job.stop(notices.PERSON_FORGOTTEN, fate="forget") if is_asker else job.stop(notices.STOPPED)
