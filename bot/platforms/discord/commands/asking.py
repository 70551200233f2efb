"""/ask: a question without a mention, answered here or in a thread of its own."""

import discord
from discord import app_commands

from bot.platforms.discord.acknowledgement import defer
from bot.platforms.discord.commands.questions import answer
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, everywhere


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @everywhere
    @tree.command()
    @app_commands.describe(
        prompt="What you want to ask", file="A file to ask about", thread="Answer in a thread of its own"
    )
    async def ask(
        interaction: Interaction,
        prompt: str,
        file: discord.Attachment | None = None,
        thread: bool | None = None,
    ) -> None:
        response = await defer(interaction, thinking=True)
        files = [file] if file else ()
        await answer(interaction, wiring, prompt, files=files, thread=thread, response=response)
