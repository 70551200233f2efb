"""What a group of commands is given, to be wired to."""

from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.core.conversation import Conversation
from bot.core.notices import Notice
from bot.core.ports import Words
from bot.core.settling import TakeUp
from bot.platforms.discord import locales
from bot.platforms.discord.commands.mentions import Mentions
from bot.platforms.discord.edits import EditLanes

Interaction = discord.Interaction[discord.Client]
Tree = app_commands.CommandTree[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What the commands act on, and what their answers are shown with."""

    conversation: Conversation
    lanes: EditLanes
    take_up: TakeUp
    mentions: Mentions
    words: Words

    def privately(self, interaction: Interaction, notice: Notice) -> str:
        """The words for whoever typed the command, and nobody else, in their language."""
        return self.words(notice, locales.of_person(interaction))

    def publicly(self, interaction: Interaction, notice: Notice) -> str:
        """The words for all who are there, in the language of the place."""
        return self.words(notice, locales.of_what_all_see(interaction))


def channel_of(interaction: Interaction) -> int:
    """Where the command was typed."""
    # Discord sends the channel with every command; the library types it as optional for pings.
    return interaction.channel_id or 0
