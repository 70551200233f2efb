"""Holds each request of the bot back until the global budget has room for it."""

import asyncio
from types import SimpleNamespace

import aiohttp
import yarl
from discord.http import Route

from bot.platforms.discord.global_budget import GlobalBudget, Turn
from bot.platforms.discord.on_the_way import OnTheWay

# What answers interactions is not counted: https://discord.com/developers/docs/topics/rate-limits, “Global Rate Limit”.
EXEMPT = ("/interactions/", "/webhooks/")


class GlobalLimit:
    """
    Where all requests pass by, first come, first served.

    discord.py tells of each try of a request before it is sent, and waits until it was heard. So many go at most that
    Discord never counts 50 in one second, even where the way to it stands still and lets all of them through at once.
    """

    def __init__(self, budget: GlobalBudget | None = None) -> None:
        self._budget = budget or GlobalBudget()
        self._on_the_way = OnTheWay()
        self._line = asyncio.Lock()

    def has_room(self) -> bool:
        """Whether there is room for what nobody would miss."""
        return not self._line.locked() and self._delay(gives_way=True) == 0

    def turn(self) -> Turn:
        """A place for one more lane."""
        return Turn(self._budget)

    async def hold(
        self, _: aiohttp.ClientSession, request: SimpleNamespace, start: aiohttp.TraceRequestStartParams
    ) -> None:
        """Return when the request may be sent; for `aiohttp.TraceConfig.on_request_start`."""
        if not counts(start.url):
            return
        async with self._line:
            # After a while in which the loop stood still, what waited does not go out all at once.
            while (wait := self._delay()) > 0:  # noqa: ASYNC110 - time alone brings room
                await asyncio.sleep(wait)
            self._budget.spend(_now())
            request.on_the_way = self._on_the_way.sent(_now())

    async def release(self, _: aiohttp.ClientSession, request: SimpleNamespace, __: object) -> None:
        """Discord has answered the request, or will not; for `on_request_end` and `on_request_exception`."""
        if hasattr(request, "on_the_way"):
            self._on_the_way.ended(request.on_the_way, _now())

    def _delay(self, *, gives_way: bool = False) -> float:
        return max(self._budget.delay(_now(), gives_way=gives_way), self._on_the_way.delay(_now()))


def counts(url: yarl.URL) -> bool:
    """Whether Discord counts a request there against the bot's global limit."""
    address = str(url)
    return address.startswith(Route.BASE) and not address.removeprefix(Route.BASE).startswith(EXEMPT)


def _now() -> float:
    return asyncio.get_running_loop().time()
