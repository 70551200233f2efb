"""/ask: a question without a mention."""

from discord import app_commands

from bot.platforms.discord.commands.questions import answer
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, everywhere


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @everywhere
    @tree.command(description="Ask me something")
    @app_commands.describe(prompt="What you want to ask")
    async def ask(interaction: Interaction, prompt: str) -> None:
        await interaction.response.defer(thinking=True)
        await answer(interaction, wiring, prompt)
