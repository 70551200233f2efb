"""/settings: a panel with all that holds in a channel, and where it comes from."""

from discord import app_commands

from bot.platforms.discord.acknowledgement import acknowledged
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring
from bot.platforms.discord.panel.opening import panel


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @tree.command()
    @app_commands.default_permissions(manage_channels=True)
    async def settings(interaction: Interaction) -> None:
        view = await panel(interaction, wiring)
        await acknowledged(interaction, interaction.response.send_message(view=view, ephemeral=True))
