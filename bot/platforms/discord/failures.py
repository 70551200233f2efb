"""Tells what Discord has refused for good from what may go well a moment later, and says when to try again."""

import random
from collections.abc import Callable
from http import HTTPStatus

import aiohttp
import discord

from bot.platforms.discord.too_many_requests import TooManyRequests, bearable

# Seconds before the second try; each further wait is twice as long, up to the longest.
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
# How often in a row a request may fail in a way that nobody foresaw, such as an answer that makes no sense: the tries
# then take about a minute.
ODD_TRIES = 8

PASSING_STATUSES = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)


def is_refusal(error: Exception) -> bool:
    """Whether Discord itself says that the request will never succeed."""
    if not isinstance(error, discord.HTTPException) or error.status >= 500 or error.status in PASSING_STATUSES:
        return False
    # What stands in front of Discord refuses in HTML, and lets the next one through.
    return error.response.headers.get("Content-Type", "").startswith("application/json")


def is_outage(error: Exception) -> bool:
    """Whether Discord, or the way to it, fails, as it may for a while."""
    expected = (discord.HTTPException, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError)
    return isinstance(error, expected) and not is_refusal(error)


def told_wait(error: Exception) -> float:
    """The seconds for which Discord said not to come back, 0 where it said nothing that makes sense."""
    if isinstance(error, discord.RateLimited | TooManyRequests):
        return bearable(error.retry_after)
    if not isinstance(error, discord.HTTPException):
        return 0.0
    return bearable(error.response.headers.get("Retry-After", "0"))


class Retries:
    """How a series of tries goes that fail one after another."""

    def __init__(self, *, jitter: Callable[[], float] = random.random) -> None:
        self._jitter = jitter
        self._failed = 0
        self._odd = 0

    def succeeded(self) -> None:
        """The series is over."""
        self._failed = self._odd = 0

    def wait_after(self, error: Exception) -> float | None:
        """
        The seconds until the next try; `None` where there is none, as it would fail too.

        They double from `FIRST_WAIT` to `LONGEST_WAIT`, less up to a quarter of each, so that those who failed
        together do not come back together; and they are never fewer than Discord asked for, up to an hour.
        """
        if is_refusal(error):
            return None
        if not is_outage(error):
            self._odd += 1
            if self._odd >= ODD_TRIES:
                return None
        wait = min(FIRST_WAIT * 2.0 ** min(self._failed, 16), LONGEST_WAIT)
        self._failed += 1
        return max(wait * (1 - self._jitter() / 4), told_wait(error))
