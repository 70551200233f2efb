"""One line for the model: who is answered next, who has to wait, and for about how long."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Hashable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass

from bot.core import notices
from bot.core.errors import Busy
from bot.core.estimate import Standing, standings
from bot.core.fair_queue import Entry, FairQueue
from bot.core.record import Incoming
from bot.core.speed import Speed, Took
from bot.core.stopping import Stoppable

# While nothing happens in the line, it is estimated again after so many seconds, however many look.
_FRESH = 0.5
# An answer that takes longer than expected is taken to need so much of its time again.
_OVERTIME = 0.1


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many answers may wait: for one person anywhere, in one channel, and on one server."""

    person: int = 5
    channel: int = 20
    server: int = 100


class Place:
    """One answer's place in the line."""

    def __init__(self, scheduler: "Scheduler", entry: Entry, clock: Callable[[], float]) -> None:
        """Made by `Scheduler.line_up`."""
        self._clock = clock
        self._scheduler = scheduler
        self.entry = entry
        self.turn = asyncio.Event()
        self.joined = clock()
        self.begun: float | None = None
        self.cost = 0.0

    @property
    def is_reached(self) -> bool:
        """Whether it is this answer's turn."""
        return self.turn.is_set()

    @property
    def waited(self) -> float:
        """The seconds from when it was taken until the turn came, or until now."""
        return (self._clock() if self.begun is None else self.begun) - self.joined

    async def reached(self) -> None:
        """Return when it is this answer's turn."""
        await self.turn.wait()

    def standing(self) -> Standing:
        """How many answers come before this one, and in about how many seconds it begins."""
        return self._scheduler.standing(self)

    def took(self, took: Took, *, is_whole: bool) -> None:
        """Count what has been taken for it. Only what is whole says how long answers take."""
        self._scheduler.learn(self, took, is_whole=is_whole)


@dataclass(frozen=True, slots=True)
class Load:
    """What the model has to do: how many answers it writes, of how many at once; how many wait, and how fast it is."""

    writing: int
    slots: int
    waiting: int
    speed: Speed


class _Background:
    """Work that nobody waits for."""

    def __init__(self) -> None:
        self.turn = asyncio.Event()
        self.block = Stoppable()


class Scheduler:
    """
    Admits as many answers as the engine has slots, fairly (see `FairQueue`), and never leaves a slot free for which
    somebody could begin. Until `open` says that the engine is there, all wait, and keep their order.
    """

    def __init__(self, bounds: Bounds | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` tells the time in seconds."""
        self._bounds = bounds or Bounds()
        self._clock = clock
        self._queue = FairQueue()
        self._waiting: dict[Entry, Place] = {}
        self._inside: dict[Entry, Place] = {}
        self._alone: dict[int, list[asyncio.Event]] = {}
        self._background: list[_Background] = []
        self._slots = 0
        self._speed = Speed()
        self._standings: dict[Entry, Standing] = {}
        self._estimated_at = float("-inf")

    @property
    def load(self) -> Load:
        """What the model has to do."""
        return Load(len(self._inside), self._slots, len(self._waiting), self._speed)

    def open(self, slots: int) -> None:
        """The engine is there, and writes so many answers at once."""
        self._slots = slots
        self._admit()

    @contextmanager
    def line_up(self, asked: Incoming, person: int) -> Iterator[Place]:
        """
        Hold a place in the line, and when it is reached, one of the engine's slots, until the block ends.

        Raises `Busy` where too many of the person, the channel or the server wait already.
        """
        entry = Entry(_server(asked, person), person, asked.channel, self._speed.cost)
        place = self._waiting[entry] = Place(self, entry, self._clock)
        self._queue.join(entry)
        self._admit()
        try:
            if not place.is_reached:
                self._refuse_crowds(entry, is_on_server=asked.server is not None)
            yield place
        finally:
            self._leave(place)

    @contextmanager
    def line_up_alone(self, channel: int) -> Iterator[asyncio.Event]:
        """Let nothing begin in the channel; what is yielded is set when nothing is written there any more."""
        turn = asyncio.Event()
        turns = self._alone.setdefault(channel, [])
        turns.append(turn)
        self._queue.close(channel)
        self._let_alone(channel)
        try:
            yield turn
        finally:
            turns.remove(turn)
            if not turns:
                del self._alone[channel]
                self._queue.open(channel)
            self._let_alone(channel)
            self._admit()

    @asynccontextmanager
    async def in_background(self) -> AsyncIterator[None]:
        """
        Let the block begin once nothing is written and nobody waits, one such block at a time.

        As soon as somebody asks it is ended, and raises `Stopped`: no answer waits for it.
        """
        work = _Background()
        self._background.append(work)
        try:
            self._see_to_background()
            await work.turn.wait()
            async with work.block:
                # Somebody may have asked since its turn came.
                self._see_to_background()
                yield
        finally:
            self._background.remove(work)
            self._see_to_background()

    def standing(self, place: Place) -> Standing:
        """Where somebody who waits stands."""
        if self._clock() - self._estimated_at > _FRESH or place.entry not in self._standings:
            self._estimate()
        return self._standings.get(place.entry, Standing(0))

    def learn(self, place: Place, took: Took, *, is_whole: bool) -> None:
        """Count what was taken for an answer."""
        place.cost += self._speed.cost_of(took.read, took.written)
        if is_whole:
            self._speed = self._speed.after(took)

    def _refuse_crowds(self, entry: Entry, *, is_on_server: bool) -> None:
        waiting = Counter[Hashable]()
        for other in self._waiting:
            waiting["person"] += other.person == entry.person
            waiting["channel"] += other.channel == entry.channel
            waiting["server"] += other.server == entry.server
        if waiting["person"] > self._bounds.person:
            raise Busy(notices.busy_person(self._bounds.person))
        if waiting["channel"] > self._bounds.channel:
            raise Busy(notices.busy_channel(self._bounds.channel))
        if is_on_server and waiting["server"] > self._bounds.server:
            raise Busy(notices.busy_server(self._bounds.server))

    def _leave(self, place: Place) -> None:
        entry = place.entry
        if self._waiting.pop(entry, None):
            self._queue.leave(entry)
        else:
            del self._inside[entry]
            self._queue.end(entry, max(place.cost, 1.0))
        self._let_alone(entry.channel)
        self._admit()

    def _admit(self) -> None:
        while len(self._inside) < self._slots and (entry := self._queue.next()):
            place = self._inside[entry] = self._waiting.pop(entry)
            place.begun = self._clock()
            place.turn.set()
        self._estimated_at = float("-inf")
        self._see_to_background()

    def _see_to_background(self) -> None:
        """Let the first in the background begin where the model is idle, and end it where it is not."""
        if not self._background:
            return
        first = self._background[0]
        if self._slots and not self._inside and not self._waiting:
            first.turn.set()
        elif first.turn.is_set():
            first.block.stop(None)

    def _let_alone(self, channel: int) -> None:
        turns = self._alone.get(channel)
        if turns and not any(entry.channel == channel for entry in self._inside):
            turns[0].set()

    def _estimate(self) -> None:
        now, usual = self._clock(), self._speed.seconds
        each = 1.0 if usual is None else usual

        def left(place: Place) -> float:
            gone = 0.0 if usual is None or place.begun is None else now - place.begun
            return max(each - gone, gone * _OVERTIME)

        order = list(self._queue.order())
        running = {_whose(entry): left(place) for entry, place in self._inside.items()}
        found = standings(running, [(_whose(entry), each) for entry in order], slots=max(self._slots, 1))
        self._estimated_at = now
        self._standings = {
            entry: Standing(at.ahead, None if usual is None else at.seconds)
            for entry, at in zip(order, found, strict=True)
        }


def _server(asked: Incoming, person: int) -> Hashable:
    """Where somebody asks, as servers share the model: in private on one of their own, which nobody else takes from."""
    return asked.server if asked.server is not None else ("private", person)


def _whose(entry: Entry) -> Hashable:
    """Of these, one is written at a time."""
    return entry.server, entry.person, entry.channel
