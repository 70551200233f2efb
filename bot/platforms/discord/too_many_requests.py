"""Keeps discord.py from waiting as long as a 429 says, where that is long or says nothing."""

import json
import math
from types import SimpleNamespace

import aiohttp

# Seconds that discord.py may wait inside a request. A bucket of Discord's is never empty for as long.
BEARABLE = 60.0
# The most seconds that whoever was refused stays away: then it is worth asking whether that still holds.
LONGEST = 3600.0


class TooManyRequests(aiohttp.ClientError):
    """Discord refused a request for now; `retry_after` is how many seconds it said, 0 where it said nothing."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"too many requests, come back in {retry_after:g} s")
        self.retry_after = retry_after


async def refuse(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
    """
    Raise `TooManyRequests` in the place of such a 429; for `aiohttp.TraceConfig.on_request_end`.

    discord.py 2.7.1 sleeps as it is told, by the whole bot where the limit is global: for years, or for ever where that
    is not a number (`request` in http.py and webhook/async_.py).
    """
    response = end.response
    if response.status != 429 or "Via" not in response.headers:
        return
    told = _told(await response.read())
    if told is None or not 0 <= told <= BEARABLE:
        response.release()
        raise TooManyRequests(bearable(told))


def bearable(told: object) -> float:
    """The seconds to stay away, where Discord said `told`."""
    try:
        seconds = float(told)  # type: ignore[arg-type]  # what it said may be anything
    except (TypeError, ValueError, OverflowError):
        return 0.0
    return 0.0 if math.isnan(seconds) else min(max(0.0, seconds), LONGEST)


def _told(body: bytes) -> float | None:
    try:
        told = json.loads(body)["retry_after"]
    except (ValueError, TypeError, KeyError):
        return None
    return told if isinstance(told, int | float) else None
