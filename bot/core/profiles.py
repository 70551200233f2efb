"""Tells what holds for a message, from what is set for the places around it, and lets that be changed."""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.errors import HistoryError
from bot.core.ports import ProfileStore
from bot.core.profile import Overrides, Persona, Place, Profile, Scope, Trigger, resolve, scopes
from bot.core.record import Incoming

log = logging.getLogger(__name__)

Change = Callable[[Overrides], Overrides]


@dataclass(frozen=True, slots=True)
class Source:
    """
    Where a system prompt comes from: a "server", "category", "channel", "thread", or what is set for "direct" messages;
    and the persona chosen there.
    """

    place: str
    persona: Persona | None = None


class Profiles:
    """
    The profiles of all places: the operator's `defaults`, and what `store` keeps for servers, categories and channels.

    What `remembered` places have set is kept in memory, those that were asked about longest ago going first, so that a
    message needs no look into the store. Nobody else may change the same store meanwhile.
    """

    def __init__(
        self,
        store: ProfileStore,
        *,
        defaults: Profile,
        personas: Iterable[Persona] = (),
        remembered: int = 10_000,
    ) -> None:
        self.defaults = defaults
        self.personas: Mapping[str, Persona] = {persona.name: persona for persona in personas}
        self._store = store
        self._most = remembered
        self._known: OrderedDict[Scope, Overrides] = OrderedDict()
        self._triggers: dict[Place, Trigger] = {}
        # Whoever reads while somebody writes would remember what was there before.
        self._lock = asyncio.Lock()

    async def resolve(self, asked: Incoming | Place, /) -> Profile:
        """What holds for this message, or in this place. Raises `HistoryError`."""
        return resolve(self.defaults, await self._overrides(scopes(asked)), self.personas)

    async def trigger(self, place: Place, /) -> Trigger:
        """Which messages are for the bot there: kept ready, as each that anybody writes asks for it. As `resolve`."""
        # Whatever is set meanwhile puts another one in its place, so that nothing old gets into that.
        ready = self._triggers
        if place not in ready:
            if len(ready) >= self._most:
                ready.clear()
            ready[place] = (await self.resolve(place)).trigger
        return ready[place]

    async def draws(self, asked: Incoming, /) -> bool:
        """Whether its answer is put into what can be drawn there; as by default where that cannot be read."""
        try:
            return (await self.resolve(asked)).display
        except HistoryError as error:
            log.warning("channel=%d how answers are shown could not be read: %s", asked.channel, error)
            return self.defaults.display

    async def at(self, scope: Scope, asked: Incoming, /) -> Profile:
        """What holds at this place, one around the message, whatever is set for nearer ones. Raises `HistoryError`."""
        wider = scopes(asked)
        return resolve(self.defaults, await self._overrides(wider[: wider.index(scope) + 1]), self.personas)

    async def source(self, asked: Incoming, /) -> Source | None:
        """Where its system prompt comes from; `None` where it is the operator's. Raises `HistoryError`."""
        around = scopes(asked)
        for scope, overrides in reversed(list(zip(around, await self._overrides(around), strict=True))):
            place = _kind(scope, asked)
            if overrides.system_prompt:
                return Source(place)
            if persona := self.personas.get(overrides.persona or ""):
                return Source(place, persona)
        return None

    async def overrides(self, scope: Scope, /) -> Overrides:
        """What is set for this place itself. Raises `HistoryError`."""
        [found] = await self._overrides([scope])
        return found

    async def change(self, scope: Scope, change: Change, /) -> Overrides:
        """Set for this place what `change` makes of what is set, which it is. Raises `HistoryError`."""
        async with self._lock:
            changed = await self._store.change(scope, change)
            self._triggers = {}
            self._remember(scope, changed)
            return changed

    async def forget(self, channel: int, /) -> None:
        """Forget what is set for a channel or category that is gone, and for threads of it. Raises `HistoryError`."""
        async with self._lock:
            self._known.clear()
            await self._store.forget(channel)
            self._triggers = {}

    async def forget_server(self, server: int, /) -> None:
        """Forget all that is set for a server and what is in it. Raises `HistoryError`."""
        async with self._lock:
            self._known.clear()
            await self._store.forget_server(server)
            self._triggers = {}

    async def _overrides(self, wanted: Sequence[Scope]) -> list[Overrides]:
        if any(scope not in self._known for scope in wanted):
            async with self._lock:
                unknown = [scope for scope in wanted if scope not in self._known]
                found = await self._store.overrides(unknown)
                overrides = [self._known.get(scope) or found.get(scope, Overrides()) for scope in wanted]
                for scope in unknown:
                    self._remember(scope, found.get(scope, Overrides()))
                return overrides
        for scope in wanted:
            self._known.move_to_end(scope)
        return [self._known[scope] for scope in wanted]

    def _remember(self, scope: Scope, overrides: Overrides) -> None:
        self._known[scope] = overrides
        self._known.move_to_end(scope)
        while len(self._known) > self._most:
            self._known.popitem(last=False)


def _kind(scope: Scope, asked: Incoming) -> str:
    """The kind of place, as people call it."""
    if asked.server is None:
        return "direct"
    return "thread" if asked.parent is not None and scope.id == asked.channel else scope.kind
