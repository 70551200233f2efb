"""Takes out what is older than may be kept, again and again."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.core.errors import HistoryError
from bot.core.record import Holdings, now

log = logging.getLogger(__name__)

INTERVAL = timedelta(hours=1)


async def retain(
    keep: timedelta,
    expire: Callable[[datetime], Awaitable[Holdings]],
    *,
    clock: Callable[[], datetime] = now,
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Have what was asked longer than `keep` ago expire, now and every hour, until cancelled."""
    while True:
        try:
            gone = await expire(clock() - keep)
        except HistoryError as error:
            log.warning("what is too old could not be forgotten: %s", error)
        else:
            if gone.questions:
                log.info("forgot %d questions that were older than %s", gone.questions, keep)
        await wait(INTERVAL.total_seconds())
