"""Takes messages that one person sends in quick succession for one question."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.core.errors import HistoryError, PlatformError
from bot.core.job import Job, Jobs
from bot.core.ports import Record, Reply
from bot.core.record import Incoming

log = logging.getLogger(__name__)

Complete = Callable[[], Awaitable[Incoming]]
"""Returns a message with all that came with it."""


class Joining:
    """
    Joins a message to the one that the same person sent at most `pause` seconds before in the channel; 0 joins none.

    No message waits for another that may never come: each is begun at once, and begun again with the later one, in its
    place in the line, as long as nothing of its answer can be seen. That costs no more than what the model has read
    meanwhile.
    """

    def __init__(self, record: Record, jobs: Jobs, *, pause: float) -> None:
        self._record, self._jobs, self._pause = record, jobs, pause

    async def join(self, incoming: Incoming, reply: Reply, complete: Complete) -> bool:
        """
        Have the question before go on in this message, and its answer stand on `reply`; return when it has ended.

        `complete` is asked for the whole message where there is such a question. False where there is none, or none
        any more: then the message is a question of its own.
        """
        if self._before(incoming) is None:
            return False
        incoming = await complete()
        job = self._before(incoming)
        if job is None:
            return False
        asked, shown = incoming.after(job.question.asked), job.reply
        if not job.restart(asked, reply=reply):
            return False
        try:
            await self._record.join(job.question.id, asked)
            # What stood there was but a status, whose going is nobody's deletion.
            await self._record.place(job.answer.id, ())
        except HistoryError as error:
            log.warning("channel=%d that a question goes on could not be recorded: %s", incoming.channel, error)
        else:
            with suppress(PlatformError):
                await shown.finish(())
        await job.ended.wait()
        return True

    def _before(self, incoming: Incoming) -> Job | None:
        """The question that this message may go on with."""
        theirs = [job for job in self._jobs if job.channel == incoming.channel and job.user == incoming.author.id]
        if not theirs or incoming.message is None:
            return None
        job = theirs[-1]
        asked = job.question.asked
        is_theirs = asked.author.id == incoming.author.id and asked.message is not None
        is_first = job.answer.version == 1 and not job.is_begun
        gone = (incoming.at - asked.at).total_seconds()
        return job if is_theirs and is_first and self._pause and 0 <= gone <= self._pause else None
