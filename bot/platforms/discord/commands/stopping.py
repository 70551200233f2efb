"""/stop and /reset: what ends an answer, or a conversation."""

from discord import app_commands

from bot.core import notices
from bot.platforms.discord.acknowledgement import acknowledged, defer
from bot.platforms.discord.commands.questions import asked_in
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, everywhere
from bot.platforms.discord.guests import conversation_of
from bot.platforms.discord.presses import person


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @everywhere
    @tree.command()
    async def stop(interaction: Interaction) -> None:
        stopped = wiring.conversation.stop(conversation_of(interaction), person(interaction))
        notice = notices.STOPPED if stopped else notices.NOTHING_RUNS
        said = wiring.privately(interaction, notice)
        await acknowledged(interaction, interaction.response.send_message(said, ephemeral=True))

    @everywhere
    # In direct messages, and where the bot is a guest, all that is forgotten is one's own.
    @app_commands.default_permissions(manage_channels=True)
    @tree.command()
    async def reset(interaction: Interaction) -> None:
        await defer(interaction, thinking=True)
        forgotten = await wiring.conversation.reset(conversation_of(interaction))
        language = await wiring.conversation.language(asked_in(interaction))
        await interaction.edit_original_response(content=wiring.words(notices.RESET, language))
        await wiring.conversation.own_data.take_buttons(forgotten, wiring.take_up)
