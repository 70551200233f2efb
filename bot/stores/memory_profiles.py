"""Keeps what is set for places until the process ends: for `bot chat`, and to say what every other store has to do."""

from collections.abc import Callable, Mapping, Sequence

from bot.core.profile import Overrides, Scope


class MemoryProfiles:
    """The store of profiles that the others are compared with."""

    def __init__(self) -> None:
        self._overrides: dict[Scope, Overrides] = {}

    async def overrides(self, scopes: Sequence[Scope], /) -> Mapping[Scope, Overrides]:
        return {scope: self._overrides[scope] for scope in scopes if scope in self._overrides}

    async def change(self, scope: Scope, change: Callable[[Overrides], Overrides], /) -> Overrides:
        changed = change(self._overrides.get(scope, Overrides()))
        self._overrides[scope] = changed
        return changed

    async def forget(self, channel: int, /) -> None:
        self._keep(lambda scope: scope.parent != channel and (scope.id != channel or scope.kind == "server"))

    async def forget_server(self, server: int, /) -> None:
        self._keep(lambda scope: scope.server != server)

    def _keep(self, is_kept: Callable[[Scope], bool]) -> None:
        self._overrides = {scope: each for scope, each in self._overrides.items() if is_kept(scope)}
