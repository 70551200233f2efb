"""Decides who is answered next in each channel."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.core.errors import Busy

NOBODY = 0


@dataclass(eq=False, slots=True)
class Place:
    """One message's place in a channel's line."""

    line: "_Line"
    user: int
    order: tuple[int, int]
    alone: bool = False
    _turn: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def ahead(self) -> int:
        """How many messages are being answered or will be answered before this one."""
        return len(self.line.inside) + sum(other.order < self.order for other in self.line.waiting)

    @property
    def is_reached(self) -> bool:
        """Whether this message is being answered now."""
        return self._turn.is_set()

    async def reached(self) -> None:
        """Return when it is this message's turn."""
        await self._turn.wait()

    def admit(self) -> None:
        """Let this message in."""
        self._turn.set()


@dataclass(slots=True)
class _Line:
    """
    The messages at one channel's door.

    Start-time fair queueing with messages of equal size: `served` is the round being
    answered, `rounds` the round after each user's last message. Somebody who sends five
    messages at once stands in five rounds; whoever comes next stands in the present one.
    """

    at_once: int
    arrivals: int = 0
    served: int = 0
    rounds: dict[int, int] = field(default_factory=dict)
    inside: list[Place] = field(default_factory=list)
    waiting: list[Place] = field(default_factory=list)

    def join(self, user: int, *, alone: bool) -> Place:
        self.arrivals += 1
        start = -1 if alone else max(self.served, self.rounds.get(user, 0))
        if not alone:
            self.rounds[user] = start + 1
        place = Place(self, user, (start, self.arrivals), alone)
        self.waiting.append(place)
        self._admit()
        return place

    def leave(self, place: Place) -> None:
        (self.inside if place in self.inside else self.waiting).remove(place)
        self._admit()

    def _admit(self) -> None:
        while self.waiting:
            place = min(self.waiting, key=lambda each: each.order)
            room = 1 if place.alone or any(other.alone for other in self.inside) else self.at_once
            if len(self.inside) >= room:
                return
            self.waiting.remove(place)
            self.inside.append(place)
            self.served = max(self.served, place.order[0])
            place.admit()


class Gate:
    """
    One door per channel: `at_once` messages inside, at most `waiting` before it, fair among users.

    A door exists only while somebody stands at it, so memory follows the channels
    that are talking now, not all that ever talked.
    """

    def __init__(self, *, waiting: int, at_once: int = 1) -> None:
        self._waiting = waiting
        self._at_once = at_once
        self._lines: dict[int, _Line] = {}

    @contextmanager
    def line_up(self, channel: int, user: int) -> Iterator[Place]:
        """Hold a place in the channel's line. Raises `Busy` where too many wait already."""
        line = self._lines.get(channel)
        if line and len(line.waiting) >= self._waiting and len(line.inside) >= self._at_once:
            raise Busy(f"channel {channel} has {len(line.waiting)} messages in line")
        with self._stand(channel, user, alone=False) as place:
            yield place

    @contextmanager
    def line_up_alone(self, channel: int) -> Iterator[Place]:
        """Hold a place before all who wait; whoever reaches it is inside alone."""
        with self._stand(channel, NOBODY, alone=True) as place:
            yield place

    @contextmanager
    def _stand(self, channel: int, user: int, *, alone: bool) -> Iterator[Place]:
        line = self._lines.setdefault(channel, _Line(self._at_once))
        place = line.join(user, alone=alone)
        try:
            yield place
        finally:
            line.leave(place)
            if not line.inside and not line.waiting:
                del self._lines[channel]
