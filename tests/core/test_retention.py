"""When what is too old is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.errors import HistoryError
from bot.core.record import Holdings
from bot.core.retention import INTERVAL, retain

START = datetime(2026, 1, 31, 12, tzinfo=UTC)
KEEP = timedelta(days=30)


class Enough(Exception):
    """The test has seen what it wants."""


class Hours:
    """A clock that goes on only when somebody waits by it, and ends after `most` times."""

    def __init__(self, most: int) -> None:
        self.time, self.most = START, most

    def __call__(self) -> datetime:
        return self.time

    async def wait(self, seconds: float) -> None:
        if self.most == 0:
            raise Enough
        self.most -= 1
        self.time += timedelta(seconds=seconds)


async def test_at_once_and_every_hour_from_then_on_what_is_too_old_expires():
    hours, asked = Hours(2), []

    async def expire(before):
        asked.append(before)
        return Holdings(1, 1)

    with pytest.raises(Enough):
        await retain(KEEP, expire, clock=hours, wait=hours.wait)
    assert timedelta(hours=1) == INTERVAL
    assert asked == [START - KEEP + n * INTERVAL for n in range(3)]


async def test_a_record_that_fails_is_asked_again_an_hour_later(caplog):
    hours, asked = Hours(1), []

    async def expire(before):
        asked.append(before)
        raise HistoryError("disk gone")

    with pytest.raises(Enough):
        await retain(KEEP, expire, clock=hours, wait=hours.wait)
    assert len(asked) == 2
    assert "disk gone" in caplog.text
