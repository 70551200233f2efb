"""What a group of commands is given, to be wired to."""

from dataclasses import dataclass
from typing import Any, TypeVar

import discord
from discord import app_commands

from bot.core.admission import Admission
from bot.core.conversation import Conversation
from bot.core.notices import Notice
from bot.core.ports import Words
from bot.core.profiles import Profiles
from bot.core.settling import TakeUp
from bot.platforms.discord import locales
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.commands.mentions import Mentions
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.gathering import Gathering

Interaction = discord.Interaction[discord.Client]
Tree = app_commands.CommandTree[Any]
Command = TypeVar("Command", app_commands.Command[Any, ..., None], app_commands.ContextMenu)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wiring:
    """What the commands act on, and what their answers are shown with."""

    conversation: Conversation
    profiles: Profiles
    lanes: EditLanes
    calls: Calls
    take_up: TakeUp
    mentions: Mentions
    gathering: Gathering
    words: Words
    admission: Admission

    def privately(self, interaction: Interaction, notice: Notice) -> str:
        """The words for whoever typed the command, and nobody else, in their language."""
        return self.words(notice, locales.of_person(interaction))


def everywhere(command: Command) -> Command:
    """Have the command for those, too, who bring the bot along as an app of their own, wherever they are."""
    command = app_commands.allowed_installs(guilds=True, users=True)(command)
    return app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)
