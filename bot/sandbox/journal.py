"""Remembers everything that happened in the sandbox, and wakes whoever waits for something to happen."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from bot.sandbox.state.models import Channel, Json, Message, User

T = TypeVar("T")
LENGTH = 20_000
"""The most notes of one kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One REST request and what it got. `path` begins behind /api/v10; `by` is `None` where no token came with it."""

    method: str
    path: str
    status: int
    started: float
    finished: float
    body: Any
    answer: Any
    headers: dict[str, str]
    by: User | None


@dataclass(frozen=True, slots=True)
class Revision:
    """A message as it read after one change."""

    kind: Literal["create", "edit", "delete"]
    message: Message
    content: str
    flags: int
    time: float


@dataclass(frozen=True, slots=True)
class Typing:
    """Somebody began, or went on, to type."""

    channel: Channel
    user: User
    time: float


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody's status from that moment on."""

    user: User
    status: str
    activities: list[Json]
    time: float


@dataclass(eq=False, slots=True)
class Journal:
    """What happened, in order. Times are loop time."""

    requests: list[Request] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    typings: list[Typing] = field(default_factory=list)
    presences: list[Presence] = field(default_factory=list)
    connections: list[str] = field(default_factory=list)
    _waiting: set[asyncio.Future[None]] = field(default_factory=set)

    def revised(self, kind: Literal["create", "edit", "delete"], message: Message) -> None:
        """Note a change of a message."""
        time = asyncio.get_running_loop().time()
        self._note(self.revisions, Revision(kind, message, message.content, int(message.flags), time))

    def typed(self, user: User, channel: Channel) -> None:
        """Note that somebody types."""
        self._note(self.typings, Typing(channel, user, asyncio.get_running_loop().time()))

    def connection(self, what: str) -> None:
        """Note what a client of the gateway did, or had done to it."""
        self._note(self.connections, what)

    def requested(self, request: Request) -> None:
        """Note a request that has been answered."""
        self._note(self.requests, request)

    def presence(self, user: User, status: str, activities: list[Json]) -> None:
        """Note somebody's new status."""
        self._note(self.presences, Presence(user, status, activities, asyncio.get_running_loop().time()))

    def stir(self) -> None:
        """Something changed: whoever waits looks again."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, predicate: Callable[[], T], *, within: float) -> T:
        """Return the first true value of `predicate`, asked again whenever something happened. Raises TimeoutError."""
        try:
            async with asyncio.timeout(within):
                while not (value := predicate()):
                    await self._next_stir()
                return value
        except TimeoutError:
            raise TimeoutError(f"not true within {within:g} s; {self._recent()}") from None

    def _note(self, notes: list[T], note: T) -> None:
        """Write it down; a sandbox that runs for days does not remember its first hours."""
        notes.append(note)
        if len(notes) > LENGTH:
            del notes[: LENGTH // 2]
        self.stir()

    async def _next_stir(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await future
        finally:
            self._waiting.discard(future)

    def _recent(self) -> str:
        requests = [f"{request.method} {request.path} {request.status}" for request in self.requests[-5:]]
        return f"latest requests: {requests}, gateway: {self.connections[-3:]}"
