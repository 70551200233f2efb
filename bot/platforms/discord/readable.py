"""Puts names in the place of Discord's numbers."""

import re
from collections.abc import Iterable

import discord

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_CHANNEL = re.compile(r"<#(\d+)>")
_EMOJI = re.compile(r"<a?(:\w+:)\d+>")


# What turns the direction of a line around, or takes no room in it: a name could look like another one by it.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
# What stands between a name and what its owner says.
_COLON = re.compile(r":(?=\s|$)|：")


def one_line(name: str) -> str:
    """`name` as it can be seen, on one line."""
    return " ".join(_UNSEEN.sub("", name).split())


def display_name(user: discord.abc.User) -> str:
    """The name people see, on one line, with nothing in it that looks like the end of a name."""
    return _seen(user.display_name) or _seen(user.name) or "somebody"


def _seen(name: str) -> str:
    return one_line(_COLON.sub(" ", name))


def readable(text: str, *, users: Iterable[discord.abc.User] = (), guild: discord.Guild | None = None) -> str:
    """Return `text` with mentions of people, roles, channels and emoji as their names."""
    names = {user.id: display_name(user) for user in users}

    def user(match: re.Match[str]) -> str:
        number = int(match[1])
        member = guild.get_member(number) if guild else None
        name = names.get(number) or (display_name(member) if member else "somebody")
        return f"@{name}"

    def role(match: re.Match[str]) -> str:
        found = guild.get_role(int(match[1])) if guild else None
        return f"@{one_line(found.name) if found else 'some role'}"

    def channel(match: re.Match[str]) -> str:
        found = guild.get_channel_or_thread(int(match[1])) if guild else None
        return f"#{one_line(found.name) if found else 'some channel'}"

    text = _CHANNEL.sub(channel, _ROLE.sub(role, _USER.sub(user, text)))
    return _EMOJI.sub(r"\1", text)
