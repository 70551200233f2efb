"""Decides whether whoever asked is called once the answer is there: edits, of which it is made, reach no phone."""

import logging
import time

from bot.core import notices
from bot.core.asides import is_aside
from bot.core.errors import HistoryError
from bot.core.job import Job
from bot.core.ports import Words
from bot.core.profile import Announce
from bot.core.profiles import Profiles
from bot.core.record import Outcome

log = logging.getLogger(__name__)


def is_due(announce: Announce, seconds: float, *, after: float) -> bool:
    """Whether an answer that took so long is announced: where "long" holds, one that took `after` seconds or more."""
    return announce == "always" or (announce == "long" and seconds >= after)


class Announcing:
    """Announces answers as it is set for their places; `after` so many seconds, waiting or writing, one is long."""

    def __init__(self, profiles: Profiles, words: Words, *, after: float) -> None:
        self._profiles, self._words, self._after = profiles, words, after

    async def ended(self, job: Job, outcome: Outcome) -> None:
        """
        The answer can be read. Nobody is called who stopped it, or who asked where the bot cannot call anybody.

        Where what is set cannot be read, nobody is called.
        """
        if outcome not in ("done", "failed") or is_aside(job.channel):
            return
        try:
            announce = (await self._profiles.resolve(job.question.asked)).announce
        except HistoryError as error:
            log.warning("channel=%d nobody is called: %s", job.channel, error)
            return
        if is_due(announce, time.monotonic() - job.began, after=self._after):
            await job.reply.announce(self._words(notices.ANSWERED, job.language), job.user)
