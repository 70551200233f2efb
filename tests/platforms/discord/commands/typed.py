"""Types commands as discord.py hands them on, and stands for a Discord that knows some."""

from types import SimpleNamespace

import discord
from discord import app_commands

from bot.platforms.discord.commands.tree import command_tree
from bot.platforms.discord.commands.wiring import Wiring
from bot.platforms.discord.edits import EditLanes
from tests.platforms.discord.recording import RecordingInteraction

TAKE_UP = object()
DEFERRED = ("defer", {"ephemeral": True, "thinking": True})


class CommandsOfDiscord:
    """Stands for `discord.Client`, with what Discord knows of the commands."""

    application_id = 5

    def __init__(self):
        self.http = self
        self._connection = SimpleNamespace(_command_tree=None, _translator=None)
        self.known = []
        self.told = 0

    async def get_global_commands(self, application):
        assert application == self.application_id
        return self.known

    async def bulk_upsert_global_commands(self, application, *, payload):
        self.told += 1
        # Discord adds its own, and what was left unset.
        self.known = [each | {"id": "1", "version": "1", "dm_permission": True, "nsfw": False} for each in payload]
        return []


def tree_of(conversation, client=None):
    wiring = Wiring(conversation=conversation, lanes=EditLanes(), take_up=TAKE_UP)
    return command_tree(client or CommandsOfDiscord(), wiring)


async def type_command(name, conversation, interaction=None, kind=discord.AppCommandType.chat_input, **given):
    """Call the command; what fails is told as discord.py does it."""
    interaction = interaction or RecordingInteraction()
    tree = tree_of(conversation)
    command = interaction.command = tree.get_command(name, type=kind)
    try:
        await command.callback(interaction, **given)
    except Exception as error:
        await tree.on_error(interaction, app_commands.CommandInvokeError(command, error))
    return interaction
