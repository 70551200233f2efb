"""One login on the gateway: what it is told, what it is kept for, and how it goes on after a broken connection."""

import json
from collections import deque
from typing import Protocol

from bot.sandbox.gateway import intents
from bot.sandbox.gateway.mishaps import Mishaps
from bot.sandbox.state.models import Channel, Guild, Json, User


class Outlet(Protocol):
    """A connection, seen from a session."""

    def send(self, payload: Json | str, /) -> None:
        """Put a payload on its way, in order."""
        ...

    def tear(self) -> None:
        """End the connection at once and without a word."""
        ...


class Session:
    """
    A logged-in user or bot. It outlives its connection for a while.

    `intents` are `None` for a person, who is told everything they can see. `shard` is
    (number, count): of a bot's guilds, those this session is told about; the `unavailable`
    ones only later.
    """

    def __init__(
        self,
        key: str,
        user: User,
        *,
        intents: int | None,
        buffer: int,
        mishaps: Mishaps,
        shard: tuple[int, int] = (0, 1),
    ) -> None:
        self.key = key
        self.user = user
        self.intents = intents
        self.shard = shard
        self.unavailable: set[int] = set()
        self.sequence = 0
        self.outlet: Outlet | None = None
        self._mishaps = mishaps
        self._sent: deque[tuple[int, str]] = deque(maxlen=buffer)

    def dispatch(self, event: str, data: Json) -> None:
        """Tell of an event, now or when the client resumes."""
        self.sequence += 1
        payload = json.dumps({"op": 0, "t": event, "s": self.sequence, "d": data}, separators=(",", ":"))
        self._sent.append((self.sequence, payload))
        for each in self._mishaps.of(self, event, payload) if self.user.bot else [payload]:
            if self.outlet is not None:
                self.outlet.send(each)

    def missed(self, seen: int) -> list[str] | None:
        """What a client that has seen events up to `seen` has not; `None` if that is no longer all known."""
        oldest = self._sent[0][0] if self._sent else self.sequence + 1
        if seen + 1 < oldest:
            return None
        return [payload for sequence, payload in self._sent if sequence > seen]

    def wants(self, event: str, *, direct: bool) -> bool:
        """Whether its intents let the event through."""
        return intents.wants(self.intents, event, direct=direct)

    def in_shard(self, guild: Guild | None) -> bool:
        """Whether this session is the one to be told about the guild. Direct messages go to shard 0."""
        number, count = self.shard
        return number == ((guild.id >> 22) % count if guild else 0)

    def knows(self, guild: Guild | None) -> bool:
        """Whether it can be told what happens in the guild: not before it was shown the guild itself."""
        return self.in_shard(guild) and (guild is None or guild.id not in self.unavailable)

    def concerns(self, event: str, channel: Channel) -> bool:
        """Whether an event of that channel passes intents and shard, and is of a guild that is known."""
        return self.wants(event, direct=channel.direct) and self.knows(channel.guild)
