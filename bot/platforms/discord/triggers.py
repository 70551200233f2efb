"""Decides whether a message is for the bot, and what it says."""

import re

import discord

from bot.core.record import Author, Incoming, Quote, words
from bot.platforms.discord import locales
from bot.platforms.discord.embedded import reply_target, with_all_it_shows
from bot.platforms.discord.readable import display_name, readable

ANSWERED_TYPES = (discord.MessageType.default, discord.MessageType.reply)

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
    replied_to = reply_target(message)
    if message.guild and not (_mentions(message, me) or (replied_to and replied_to.author.id == me.id)):
        return None
    return incoming(message, me)


def incoming(message: discord.Message, me: discord.ClientUser) -> Incoming:
    """`message` as a question, whether or not it is for the bot."""
    text = with_all_it_shows(message, _without_own_mention(message, me))
    replied_to = reply_target(message)
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
    text = with_all_it_shows(message, text, with_cards=True)
    return Quote(display_name(message.author), text.strip()) if text.strip() else None
