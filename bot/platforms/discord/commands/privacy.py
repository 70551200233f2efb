"""/history and /forget-me: what is somebody's own, to be kept by them and to be forgotten."""

import io
from typing import Literal

import discord
from discord import app_commands

from bot.core import notices
from bot.core.record import Holdings
from bot.core.transcript import Form, transcript
from bot.platforms.discord.acknowledgement import defer
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, everywhere
from bot.platforms.discord.forgetting import ask
from bot.platforms.discord.guests import conversation_of
from bot.platforms.discord.places import called

Scope = Literal["here", "everywhere"]

ENDINGS: dict[Form, str] = {"markdown": "md", "json": "json"}
# Discord takes files of that size everywhere.
MOST_BYTES = 10 * 2**20


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @everywhere
    @tree.command()
    @app_commands.describe(where="Of this channel, or of everywhere", form="To be read, or for programs")
    async def history(interaction: Interaction, where: Scope = "here", form: Form = "markdown") -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        channel = conversation_of(interaction) if where == "here" else None
        exchanges = await wiring.conversation.own_data.of(interaction.user.id, channel=channel)
        if not exchanges:
            await interaction.edit_original_response(content=wiring.privately(interaction, notices.NOTHING_OF_YOU))
            return
        data, count = transcript(
            exchanges, form, most_bytes=MOST_BYTES, named=lambda asked: called(interaction.client, asked)
        )
        said = wiring.privately(interaction, notices.history(count, len(exchanges)))
        file = discord.File(io.BytesIO(data), filename=f"history.{ENDINGS[form]}")
        await interaction.edit_original_response(content=said, attachments=[file])

    @everywhere
    @tree.command(name="forget-me")
    async def forget_me(interaction: Interaction) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        held = await wiring.conversation.own_data.held(interaction.user.id)
        if held == Holdings():
            await interaction.edit_original_response(content=wiring.privately(interaction, notices.NOTHING_OF_YOU))
            return
        await ask(interaction, wiring, held)
