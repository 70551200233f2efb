"""Finds whom a message pings: who is named in it, as far as the sender allows."""

import re
from dataclasses import dataclass, field

from bot.sandbox.state.models import Channel, Role, User
from bot.sandbox.state.permissions import Permission, in_channel

_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_USER = re.compile(r"<@!?(\d{1,20})>")
_ROLE = re.compile(r"<@&(\d{1,20})>")
_EVERYONE = re.compile(r"@(?:everyone|here)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """Discord's allowed_mentions. Left out of a request, it allows everything."""

    parse: frozenset[str] = frozenset({"users", "roles", "everyone"})
    users: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    replied_user: bool = True


@dataclass(frozen=True, slots=True)
class Mentions:
    """Whom a message pings."""

    users: list[User] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    everyone: bool = False


def find(content: str, allowed: Allowed, *, author: User, channel: Channel, replied: User | None) -> Mentions:
    """Read the mentions out of `content`. What stands in code is not a mention."""
    text = _CODE.sub(" ", content)
    found: dict[int, User] = {}
    if replied is not None and allowed.replied_user:
        found[replied.id] = replied
    known = _people(channel)
    for key in map(int, _USER.findall(text)):
        if key in known and ("users" in allowed.parse or key in allowed.users):
            found[key] = known[key]
    if channel.guild is None:
        return Mentions(list(found.values()))
    may_ping_all = bool(in_channel(author, channel) & Permission.MENTION_EVERYONE)
    named = dict.fromkeys(int(key) for key in _ROLE.findall(text))
    roles = [
        role
        for role in map(channel.guild.roles.get, named)
        if role and (role.mentionable or may_ping_all) and ("roles" in allowed.parse or role.id in allowed.roles)
    ]
    everyone = may_ping_all and "everyone" in allowed.parse and bool(_EVERYONE.search(text))
    return Mentions(list(found.values()), roles, everyone)


def _people(channel: Channel) -> dict[int, User]:
    if channel.guild is None:
        return {user.id: user for user in channel.recipients}
    return {key: member.user for key, member in channel.guild.members.items()}
