"""“Details” in a message's menu: how an answer came to be, and the same answer once more."""

import discord

from bot.core import notices
from bot.core.details import can_be_replayed, details
from bot.platforms.discord.acknowledgement import defer
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring
from bot.platforms.discord.presses import person


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @tree.context_menu(name="Details")
    async def inspect(interaction: Interaction, message: discord.Message) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        behind = await wiring.conversation.behind(message.id, person(interaction))
        exchange = await wiring.conversation.details(behind.answer.id, person(interaction))
        lines = [wiring.privately(interaction, notice) for notice in details(exchange)]
        may_replay = can_be_replayed(exchange.answer) and person(interaction).may_change(exchange.question.asked)
        label = wiring.privately(interaction, notices.REPLAY)
        buttons = _replaying(exchange.answer.id, label) if may_replay else None
        await interaction.edit_original_response(content="\n".join(lines), view=buttons)


def _replaying(answer: int, label: str) -> discord.ui.View:
    buttons = discord.ui.View(timeout=None)
    buttons.add_item(discord.ui.Button(label=label, custom_id=f"answer:replay:{answer}"))
    # What is pressed says all that it is about, and is heard like any other button of an answer.
    buttons.stop()
    return buttons
