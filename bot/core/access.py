"""Decides who may use the bot, and where: lists of who is let in and who is kept out, of which the latter win."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["user", "role", "channel", "server"]
Verdict = Literal["allow", "deny"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """
    Who does something, and where: what the lists are compared with.

    `channels` are the one it happens in and those that it belongs to, such as a thread's parent and a category.
    `server` is `None` in direct messages, where nobody has `roles`.
    """

    user: int
    roles: frozenset[int] = frozenset()
    channels: frozenset[int] = frozenset()
    server: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. An id is on one of the two lists at most."""

    kind: Kind
    id: int
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """Ids on one list, by what they are ids of."""

    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    channels: frozenset[int] = frozenset()
    servers: frozenset[int] = frozenset()

    def has_person(self, scene: Scene) -> bool:
        """Whether whoever acts is on the list, by name or by a role."""
        return scene.user in self.users or bool(self.roles & scene.roles)

    def has_place(self, scene: Scene) -> bool:
        """Whether it happens where the list says."""
        return scene.server in self.servers or bool(self.channels & scene.channels)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """
    Who may use the bot, and where.

    Whoever or whatever is `denied` may not, whatever else is said. Beside that, where people or roles are `allowed`,
    only they may; and where channels or servers are, it is only there, and in direct messages.
    """

    allowed: Listed = Listed()
    denied: Listed = Listed()
    direct_messages: bool = True

    def permit(self, scene: Scene) -> bool:
        """Whether these rules let it happen."""
        if self.denied.has_person(scene) or self.denied.has_place(scene):
            return False
        if scene.server is None and not self.direct_messages:
            return False
        if (self.allowed.users or self.allowed.roles) and not self.allowed.has_person(scene):
            return False
        has_places = bool(self.allowed.channels or self.allowed.servers)
        return scene.server is None or not has_places or self.allowed.has_place(scene)


def rules(entries: Iterable[Entry]) -> Rules:
    """The rules that these entries make together."""
    lists = {"allow": Listed(), "deny": Listed()}
    for entry in entries:
        listed, kind = lists[entry.verdict], f"{entry.kind}s"
        lists[entry.verdict] = replace(listed, **{kind: getattr(listed, kind) | {entry.id}})
    return Rules(allowed=lists["allow"], denied=lists["deny"])
