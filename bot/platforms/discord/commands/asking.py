"""/ask: a question without a mention."""

import discord
from discord import app_commands

from bot.core.record import Author, Incoming, words
from bot.platforms.discord import locales
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, channel_of
from bot.platforms.discord.heading import heading
from bot.platforms.discord.reply import DiscordReply
from bot.platforms.discord.surfaces import InteractionSurface
from bot.platforms.discord.triggers import display_name, readable


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @tree.command(description="Ask me something")
    @app_commands.describe(prompt="What you want to ask")
    async def ask(interaction: Interaction, prompt: str) -> None:
        await interaction.response.defer(thinking=True)
        incoming = _incoming(interaction, prompt)
        surface = InteractionSurface(interaction)
        async with DiscordReply(surface, wiring.lanes, heading=heading(incoming), nonce=str(interaction.id)) as reply:
            await wiring.conversation.answer(incoming, reply)


def _incoming(interaction: Interaction, prompt: str) -> Incoming:
    channel = interaction.channel
    return Incoming(
        channel=channel_of(interaction),
        author=Author(interaction.user.id, display_name(interaction.user)),
        parts=words(readable(prompt, guild=interaction.guild).strip()),
        parent=channel.parent_id if isinstance(channel, discord.Thread) else None,
        server=interaction.guild_id,
        is_private=interaction.guild_id is None,
        language=locales.of_what_all_see(interaction),
        at=interaction.created_at,
    )
