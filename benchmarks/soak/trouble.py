"""What goes wrong in a soak, at random: Discord's answers, and its gateway."""

import asyncio
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from bot.sandbox import Channel, Sandbox

# What becomes of requests, and for how many seconds at most.
_TROUBLES: Sequence[tuple[dict[str, Any], float]] = (
    ({"status": 500}, 4),
    ({"status": 502, "body": "<html>Bad Gateway</html>"}, 4),
    ({"status": 503}, 6),
    ({"status": 504}, 4),
    ({"status": 503, "applied": True}, 4),
    ({"reset": True}, 3),
    ({"reset": True, "applied": True}, 3),
    ({"status": 200, "reset": True, "applied": True}, 3),
    ({"status": 200, "body": b"{not json", "applied": True}, 2),
    ({"status": 200, "body": "<html>", "applied": True}, 2),
    ({"silent": True}, 30),
    ({"silent": True, "applied": True}, 10),
    ({"delay": 1.5}, 6),
    ({"status": 429, "scope": "user", "retry_after": 1.0}, 3),
    ({"status": 429, "scope": "shared", "retry_after": 1.0}, 3),
    ({"status": 429, "scope": "global", "retry_after": 1.0}, 1),
    ({"status": 429, "scope": "edge", "retry_after": 1.0}, 2),
    ({"status": 429, "via": False, "retry_after": 0.5}, 3),
)
# Most faults are one channel's, and some are everybody's.
_OF_ALL = (("*", "/channels/*/messages*"), ("POST", "/interactions/*"), ("*", "/webhooks/*"))


class Trouble:
    """Makes things go wrong until it is told to stop, and counts what it did."""

    def __init__(
        self, sandbox: Sandbox, *, channels: Sequence[Channel], random: Random, goes_blind: Callable[[], object]
    ) -> None:
        self._sandbox = sandbox
        self._channels = channels
        self._random = random
        self._goes_blind = goes_blind
        self._faults: list[Any] = []
        self.counts: dict[str, int] = {}

    async def make(self, *, interval: float, until: float) -> None:
        """Something new every `interval` seconds on average, until that moment of the loop's time."""
        loop = asyncio.get_running_loop()
        while (pause := self._random.expovariate(1 / interval)) + loop.time() < until:
            await asyncio.sleep(pause)
            self._gateway() if self._random.random() < 0.12 else self._requests(until - loop.time())

    @property
    def refusals(self) -> int:
        """How many requests were answered with a 429 that was made up."""
        return sum(fault.struck for fault in self._faults if fault.status == 429)

    @property
    def struck(self) -> int:
        """How many requests went wrong."""
        return sum(fault.struck for fault in self._faults)

    def _requests(self, left: float) -> None:
        trouble, most = self._random.choice(_TROUBLES)
        if self._random.random() < 0.25:
            method, path = self._random.choice(_OF_ALL)
            most = min(most, 3)
        else:
            method, path = "*", f"/channels/{self._random.choice(self._channels).id}/messages*"
        seconds = min(self._random.uniform(0.5, most), max(0.0, left))
        self._faults.append(self._sandbox.faults.lasting(method, path, seconds=seconds, **trouble))
        self._count(" ".join(f"{name}={value!r}" for name, value in trouble.items()))

    def _gateway(self) -> None:
        kind = self._random.choice(("torn", "4000", "op 7", "op 9, to be resumed", "op 9"))
        self._count(f"gateway {kind}")
        match kind:
            case "torn":
                self._sandbox.drop_gateway()
            case "4000":
                self._sandbox.drop_gateway(4000)
            case "op 7":
                self._sandbox.reconnect()
            case "op 9, to be resumed":
                self._sandbox.invalidate(resumable=True)
            case "op 9":
                self._goes_blind()
                self._sandbox.invalidate(resumable=False)

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1
