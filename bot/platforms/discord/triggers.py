"""Reads messages: who wrote them, whom they call, what they say."""

import re
from dataclasses import replace

import discord

from bot.core import trigger as decision
from bot.core.chat import Text
from bot.core.profile import Trigger
from bot.core.record import Author, Incoming, Quote, words
from bot.core.trigger import Heard
from bot.platforms.discord import locales
from bot.platforms.discord.embedded import (
    attachments,
    forwarded,
    forwarded_from,
    reply_target,
    with_all_it_shows,
    with_what_is_its_own,
)
from bot.platforms.discord.guard import roles_of
from bot.platforms.discord.places import category_of, parent_of
from bot.platforms.discord.readable import display_name, readable

ANSWERED_TYPES = (discord.MessageType.default, discord.MessageType.reply)

_AFTER_A_WORD = (*" \t\r\n.,;:!?",)
# The bot's small print below its own answers is not part of what it said.
_SMALL_PRINT = re.compile(r"^-# .*$", re.MULTILINE)


def is_somebodys(message: discord.Message) -> bool:
    """Whether a person wrote the message, rather than a bot, a webhook or Discord itself."""
    return not (message.author.bot or message.webhook_id or message.type not in ANSWERED_TYPES)


def calls_nobody(message: discord.Message) -> bool:
    """
    Whether it plainly calls nobody, and stands in a channel where who is meant has to be called: in most of them.

    Of the many messages that are for others, as little is read as can be.
    """
    is_on_server = message.guild is not None and not isinstance(message.channel, discord.Thread)
    return is_on_server and message.reference is None and "<@" not in message.content


def is_another_bots(message: discord.Message, me: discord.ClientUser) -> bool:
    """Whether another bot wrote the message, of which people may want something, too."""
    return message.author.bot and message.author.id != me.id and not message.webhook_id


def is_blank(message: discord.Message) -> bool:
    """Whether there is nothing in the message that could be answered."""
    return not (attachments(message) or with_all_it_shows(message, message.content).strip())


def is_for_bot(
    message: discord.Message, me: discord.ClientUser, trigger: Trigger, *, has_other_bots: bool = False
) -> bool:
    """Whether somebody's message is for the bot where `trigger` holds; in its own threads, other bots may be there."""
    replied_to = reply_target(message)
    replies_to = {replied_to.author.id} if replied_to else set()
    called = {*message.raw_mentions, *message.raw_role_mentions, *replies_to}
    own = {me.id, role.id} if (role := _own_role(message)) else {me.id}
    heard = Heard(
        is_private=message.guild is None,
        calls_bot=bool(called & own),
        calls_others=message.mention_everyone or bool(called - own - {message.author.id}),
        is_blank=is_blank(message),
        in_own_thread=isinstance(message.channel, discord.Thread) and message.channel.owner_id == me.id,
        has_other_bots=has_other_bots,
    )
    return decision.is_for_bot(heard, trigger)


def incoming(message: discord.Message, me: discord.ClientUser) -> Incoming:
    """`message` as a question, whether or not it is for the bot."""
    own = with_what_is_its_own(message, _without_own_mention(message, me))
    passed_on = [Text("\n" * bool(own) + said, forwarded_from(message))] if (said := forwarded(message)) else []
    replied_to = reply_target(message)
    return Incoming(
        channel=message.channel.id,
        author=Author(message.author.id, display_name(message.author), roles_of(message.author)),
        parts=(*words(own), *passed_on),
        quote=quoted(replied_to, me) if replied_to else None,
        message=message.id,
        parent=parent_of(message.channel),
        category=category_of(message.channel),
        server=message.guild.id if message.guild else None,
        is_private=message.guild is None,
        language=locales.of_place(message.guild),
        at=message.created_at,
    )


def in_words_of(earlier: discord.Message, asked: Incoming, me: discord.ClientUser) -> Incoming:
    """The question as if it said what an earlier message does."""
    said = incoming(earlier, me)
    return replace(asked, parts=said.parts, quote=said.quote)


def _own_role(message: discord.Message) -> discord.Role | None:
    return message.guild.self_role if message.guild else None


def _without_own_mention(message: discord.Message, me: discord.ClientUser) -> str:
    role = _own_role(message)
    own = rf"<@!?{me.id}>" + (rf"|<@&{role.id}>" if role else "")
    text = re.sub(rf"^\s*(?:{own})[\s,:]*", "", message.content)
    first, *others = re.split(own, text)
    for number, after in enumerate(others, 1):
        ends_a_word = after[:1] in _AFTER_A_WORD if after else number == len(others)
        first = (first.rstrip(" \t").removesuffix(",") if ends_a_word else first) + after
    return readable(first, users=message.mentions, guild=message.guild).strip()


def quoted(message: discord.Message, me: discord.ClientUser) -> Quote | None:
    """What a message says, as people read it; `None` where there is nothing in it."""
    text = readable(message.content, users=message.mentions, guild=message.guild)
    if message.author.id == me.id:
        text = _SMALL_PRINT.sub("", text)
    text = with_all_it_shows(message, text, with_cards=True)
    if not (text.strip() or attachments(message)):
        return None
    return Quote(
        display_name(message.author), text.strip(), message.author.id, message.id, forwards=forwarded_from(message)
    )
