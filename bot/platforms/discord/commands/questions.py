"""A question that an interaction asks, and where its answer stands."""

import asyncio
from collections.abc import Sequence

import discord

from bot.core import asides, notices
from bot.core.joining import Complete
from bot.core.record import Author, Incoming, Quote, words
from bot.platforms.discord import locales
from bot.platforms.discord.commands.wiring import Interaction, Wiring
from bot.platforms.discord.guard import roles_of
from bot.platforms.discord.guests import channel_of, conversation_of, is_guest
from bot.platforms.discord.heading import heading
from bot.platforms.discord.places import category_of, parent_of
from bot.platforms.discord.readable import display_name, readable
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.responses import MOST_AS_GUEST, InteractionSurface, ResponseSurface
from bot.platforms.discord.surfaces import ChannelSurface, Surface
from bot.platforms.discord.threads import can_have_threads, opened

# Seconds before the end of an interaction's token at which an answer is ended, so that this can be said in time.
LAST_WORDS = 20.0


async def answer(
    interaction: Interaction,
    wiring: Wiring,
    text: str,
    *,
    files: Sequence[discord.Attachment] = (),
    thread: bool | None = None,
    response: int | None = None,
) -> None:
    """
    Answer `text` and what is attached to it for all to see; the interaction was deferred so, by that `response`.

    With `thread`, in one of its own that is opened there, if there can be one; without a wish, as it is set there.
    """
    asked = asked_in(interaction, text)
    if thread is None:
        thread = (await wiring.profiles.resolve(asked)).opens_threads
    if thread and can_have_threads(asked) and not is_guest(interaction):
        opening = await interaction.edit_original_response(content=heading(asked))
        if in_thread := await opened(interaction.client, asked, opening.id):
            await _answer_in_thread(interaction, wiring, in_thread, files)
            return
        await interaction.followup.send(wiring.privately(interaction, notices.NO_THREAD), ephemeral=True)
    complete = wiring.gathering.attached(asked, files) if files else None
    await _answer(interaction, wiring, asked, shown=heading(asked), complete=complete, response=response)


async def answer_privately(
    interaction: Interaction, wiring: Wiring, text: str, quote: Quote, *, shown: str = ""
) -> None:
    """
    Answer `text`, asked of `quote`, for whoever asks alone, below what is `shown`; the interaction was deferred so.

    Nothing that was said before is recalled, and this will not be.
    """
    asked = _incoming(interaction, text, channel=asides.of_question(interaction.id), quote=quote, is_private=True)
    await _answer(interaction, wiring, asked, shown=shown, is_private=True)


def asked_in(interaction: Interaction, text: str = "") -> Incoming:
    """What somebody asks, or would, in the conversation that there is for him where the interaction is."""
    return _incoming(interaction, text, channel=conversation_of(interaction))


async def _answer_in_thread(
    interaction: Interaction, wiring: Wiring, asked: Incoming, files: Sequence[discord.Attachment]
) -> None:
    me = interaction.client.user
    channel = interaction.client.get_partial_messageable(asked.channel)
    surface = ChannelSurface(channel, me=me.id if me else 0, question=asked.message)
    complete = wiring.gathering.attached(asked, files) if files else None
    async with DiscordReply(surface, wiring.lanes, nonce=str(interaction.id), calls=wiring.calls) as reply:
        await wiring.conversation.answer(asked, reply, complete=complete)


async def _answer(
    interaction: Interaction,
    wiring: Wiring,
    asked: Incoming,
    *,
    shown: str,
    is_private: bool = False,
    complete: Complete | None = None,
    response: int | None = None,
) -> None:
    surface = _surface(interaction, is_private=is_private, original=response)
    # It stands there from the first moment, so that a restart finds what was only deferred.
    messages = () if response is None else (response,)
    closes_at = _closing(interaction) if asides.is_aside(asked.channel) else None
    nonce = str(interaction.id)
    async with DiscordReply(
        surface, wiring.lanes, heading=shown, messages=messages, nonce=nonce, closes_at=closes_at, calls=wiring.calls
    ) as reply:
        await wiring.conversation.answer(asked, reply, complete=complete)


def _surface(interaction: Interaction, *, is_private: bool, original: int | None) -> Surface:
    if is_guest(interaction):
        return ResponseSurface(interaction, original=original, is_private=is_private, most_pages=MOST_AS_GUEST)
    if is_private:
        return ResponseSurface(interaction, original=original, is_private=True)
    return InteractionSurface(interaction, original=original)


def _closing(interaction: Interaction) -> float:
    """When an answer that can only be shown by the interaction's token has to be over, on the event loop's clock."""
    left = interaction.expires_at - discord.utils.utcnow()
    return asyncio.get_running_loop().time() + left.total_seconds() - LAST_WORDS


def _incoming(
    interaction: Interaction, text: str, *, channel: int, quote: Quote | None = None, is_private: bool = False
) -> Incoming:
    place = interaction.channel
    is_aside = asides.is_aside(channel)
    # An aside belongs to its channel as a thread does.
    parent = channel_of(interaction) if is_aside else parent_of(place)
    return Incoming(
        channel=channel,
        author=Author(interaction.user.id, display_name(interaction.user), roles_of(interaction.user)),
        parts=words(readable(text, guild=interaction.guild).strip()),
        quote=quote,
        parent=parent,
        category=category_of(place),
        server=interaction.guild_id,
        is_private=is_aside or interaction.guild_id is None,
        language=locales.of_person(interaction) if is_private else locales.of_what_all_see(interaction),
        at=interaction.created_at,
    )
