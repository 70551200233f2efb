"""/regenerate, /continue, /undo, and “Regenerate” in a message's menu: what changes an answer that stands."""

from collections.abc import Awaitable
from contextlib import suppress

import aiohttp
import discord

from bot.core import notices
from bot.core.ports import Words
from bot.platforms.discord.acknowledgement import defer
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring
from bot.platforms.discord.guests import channel_of
from bot.platforms.discord.presses import person, privately


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""
    conversation, take_up = wiring.conversation, wiring.take_up

    @tree.command()
    async def regenerate(interaction: Interaction) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        last = await conversation.last(channel_of(interaction))
        await _quietly(interaction, conversation.regenerate(last.answer.id, person(interaction), take_up), wiring.words)

    @tree.command(name="continue")
    async def go_on(interaction: Interaction) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        last = await conversation.last(channel_of(interaction))
        await _quietly(interaction, conversation.go_on(last.answer.id, person(interaction), take_up), wiring.words)

    @tree.command()
    async def undo(interaction: Interaction) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        await conversation.undo(channel_of(interaction), person(interaction), take_up)
        await interaction.edit_original_response(content=wiring.privately(interaction, notices.UNDONE))

    @tree.context_menu(name="Regenerate")
    async def regenerate_this(interaction: Interaction, message: discord.Message) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        exchange = await conversation.behind(message.id, person(interaction))
        await _quietly(
            interaction, conversation.regenerate(exchange.answer.id, person(interaction), take_up), wiring.words
        )


async def _quietly(interaction: Interaction, work: Awaitable[None], words: Words) -> None:
    """Do `work`, which shows by itself, for a command whose own answer nobody else sees, and take that away then."""
    if await privately(interaction, work, words):
        with suppress(discord.HTTPException, aiohttp.ClientError, TimeoutError):
            await interaction.delete_original_response()
