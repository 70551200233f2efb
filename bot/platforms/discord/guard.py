"""Where everything people do on Discord is held against who is let in: messages, commands, presses and forms."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, ClassVar

import aiohttp
import discord
from discord import app_commands

from bot.core import notices
from bot.core.access import Scene
from bot.core.admission import Admission
from bot.core.errors import HistoryError
from bot.core.ports import Words
from bot.platforms.discord import locales
from bot.platforms.discord.acknowledgement import acknowledged

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]

# By these, administrators say who is let in on their server.
ADMINISTER = ("access",)
# By these, people see and take out what is theirs, which is nobody's to keep from them.
OWN_DATA = ("forget-me", "history")


class Guard:
    """
    Says who is let in, as `admission` wants it.

    Who is not hears nothing where he speaks, and why in private where he presses or types something. What nobody can
    look up is not permitted.
    """

    def __init__(self, admission: Admission, words: Words) -> None:
        self._admission = admission
        self._words = words

    async def lets_speak(self, message: discord.Message) -> bool:
        """Whether the message may be answered."""
        try:
            author = await author_of(message)
            server = message.guild.id if message.guild else None
            return await self._admission.permits(scene(author, message.channel, server))
        except (HistoryError, discord.HTTPException, aiohttp.ClientError, TimeoutError) as error:
            log.warning("channel=%d user=%d is not let in: %s", message.channel.id, message.author.id, error)
            return False

    async def lets_act(self, interaction: Interaction) -> bool:
        """Whether what was typed, pressed or sent in may be done; whoever is refused is told."""
        data: Mapping[str, Any] = interaction.data or {}  # Of commands alone, it holds a name.
        command = data.get("name")
        if command in OWN_DATA:
            return True
        here = scene(interaction.user, interaction.channel, interaction.guild_id)
        try:
            is_let_in = await self._admission.permits(here, to_administer=command in ADMINISTER)
            notice = notices.DENIED
        except HistoryError as error:
            log.warning("channel=%s user=%d is not let in: %s", interaction.channel_id, here.user, error)
            is_let_in, notice = False, error.notice
        if not is_let_in:
            await _refuse(interaction, self._words(notice, locales.of_person(interaction)))
        return is_let_in


class GuardedTree(app_commands.CommandTree[Any]):
    """Commands, in their completion too, for those who are let in."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Asked by discord.py before any of the commands."""
        return await _guard(interaction).lets_act(interaction)


class Guarded:
    """
    Comes first among the bases of whatever can be pressed or sent in, and keeps it for those who are let in.

    What `is_own_data` is for everybody, as the commands of `OWN_DATA` are.
    """

    is_own_data: ClassVar[bool] = False

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Asked by discord.py before anything of it."""
        return self.is_own_data or await _guard(interaction).lets_act(interaction)


async def author_of(message: discord.Message) -> discord.abc.User:
    """Who wrote it, with their roles, which Discord leaves out where old messages are looked up."""
    if message.guild is None or isinstance(message.author, discord.Member):
        return message.author
    try:
        return await message.guild.fetch_member(message.author.id)
    except discord.NotFound:  # They have left.
        return message.author


def scene(user: discord.abc.User, channel: object, server: int | None) -> Scene:
    """Who does something and where, as Discord says it with a message or an interaction."""
    roles = roles_of(user) if server is not None else frozenset()
    places = {getattr(channel, "id", None), getattr(channel, "parent_id", None), _category(channel)}
    return Scene(
        user=user.id,
        # Discord gives everybody the role that has the server's number, and does not say so.
        roles=roles | ({server} if server is not None else set()),
        channels=frozenset(place for place in places if place is not None),
        server=server,
    )


def roles_of(user: discord.abc.User) -> frozenset[int]:
    """The roles of a member; of anybody else, none are known."""
    # `Member.roles` leaves out those of a server that the bot is not on, where somebody brought it along.
    return frozenset(getattr(user, "_roles", ()))


def _category(channel: object) -> int | None:
    """The category of the channel, or of a thread's channel, as far as that is known."""
    try:
        return getattr(channel, "category_id", None)
    except discord.ClientException:
        return None


def _guard(interaction: Interaction) -> Guard:
    guard = interaction.client.guard
    assert isinstance(guard, Guard)
    return guard


async def _refuse(interaction: Interaction, sentence: str) -> None:
    with suppress(discord.HTTPException, aiohttp.ClientError, TimeoutError):
        if interaction.type is discord.InteractionType.autocomplete:
            await interaction.response.autocomplete([])
        else:
            await acknowledged(interaction, interaction.response.send_message(sentence, ephemeral=True))
