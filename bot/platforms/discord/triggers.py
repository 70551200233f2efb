"""Decides whether a message is for the bot, and what it says."""

import re
from collections.abc import Iterable

import discord

from bot.core.record import Author, Incoming, Quote, words
from bot.platforms.discord import locales

ANSWERED_TYPES = (discord.MessageType.default, discord.MessageType.reply)

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_CHANNEL = re.compile(r"<#(\d+)>")
_EMOJI = re.compile(r"<a?(:\w+:)\d+>")
# The bot's small print below its own answers is not part of what it said.
_SMALL_PRINT = re.compile(r"^-# .*$", re.MULTILINE)


def read(message: discord.Message, me: discord.ClientUser) -> Incoming | None:
    """
    Return what `message` asks of the bot, or `None` where it is not for it.

    It is where it is a direct message, mentions the bot (or the role that Discord gives it),
    or replies to one of its messages. The text may be blank: somebody only mentioned the bot.
    """
    if message.author.bot or message.webhook_id or message.type not in ANSWERED_TYPES:
        return None
    replied_to = _replied_to(message)
    if message.guild and not (_mentions(message, me) or (replied_to and replied_to.author.id == me.id)):
        return None
    return incoming(message, me)


def incoming(message: discord.Message, me: discord.ClientUser) -> Incoming:
    """`message` as a question, whether or not it is for the bot."""
    text = _without_own_mention(message, me)
    replied_to = _replied_to(message)
    return Incoming(
        channel=message.channel.id,
        author=Author(message.author.id, display_name(message.author)),
        parts=words(text),
        quote=quoted(replied_to, me) if replied_to else None,
        message=message.id,
        parent=message.channel.parent_id if isinstance(message.channel, discord.Thread) else None,
        server=message.guild.id if message.guild else None,
        is_private=message.guild is None,
        language=locales.of_place(message.guild),
        at=message.created_at,
    )


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


def _replied_to(message: discord.Message) -> discord.Message | None:
    """The message this one replies to, where Discord says what it was."""
    if message.type is not discord.MessageType.reply or message.reference is None:
        return None
    resolved = message.reference.resolved
    return resolved if isinstance(resolved, discord.Message) else None


def _own_role(message: discord.Message) -> discord.Role | None:
    return message.guild.self_role if message.guild else None


def _mentions(message: discord.Message, me: discord.ClientUser) -> bool:
    role = _own_role(message)
    return me.id in message.raw_mentions or bool(role and role.id in message.raw_role_mentions)


def _without_own_mention(message: discord.Message, me: discord.ClientUser) -> str:
    role = _own_role(message)
    own = rf"<@!?{me.id}>" + (rf"|<@&{role.id}>" if role else "")
    text = re.sub(rf"^\s*(?:{own})[\s,:]*", "", message.content)
    text = re.sub(rf",?[ \t]*(?:{own})(?=[\s.,;:!?]|$)|(?:{own})[ \t]*", "", text)
    return readable(text, users=message.mentions, guild=message.guild).strip()


def quoted(message: discord.Message, me: discord.ClientUser) -> Quote | None:
    """What a message says, as people read it; `None` where it has no words."""
    text = readable(message.content, users=message.mentions, guild=message.guild)
    if message.author.id == me.id:
        text = _SMALL_PRINT.sub("", text)
    return Quote(display_name(message.author), text.strip()) if text.strip() else None
