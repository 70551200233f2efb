"""Puts names in the place of Discord's numbers."""

import re
from collections.abc import Iterable

import discord

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_CHANNEL = re.compile(r"<#(\d+)>")
_EMOJI = re.compile(r"<a?(:\w+:)\d+>")


def display_name(user: discord.abc.User) -> str:
    """The name people see, on one line."""
    return " ".join(user.display_name.split())


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
        return f"@{found.name if found else 'some role'}"

    def channel(match: re.Match[str]) -> str:
        found = guild.get_channel_or_thread(int(match[1])) if guild else None
        return f"#{found.name if found else 'some channel'}"

    text = _CHANNEL.sub(channel, _ROLE.sub(role, _USER.sub(user, text)))
    return _EMOJI.sub(r"\1", text)
