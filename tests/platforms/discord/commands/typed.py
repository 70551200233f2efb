"""Types commands as discord.py hands them on, and stands for a Discord that knows some."""

import copy
from types import SimpleNamespace

import discord
from discord import app_commands

from bot.core.access import Rules
from bot.core.admission import Admission
from bot.core.profile import Profile
from bot.core.profiles import Profiles
from bot.languages.sentences import sentence
from bot.platforms.discord.calls import Calls
from bot.platforms.discord.commands.mentions import Mentions
from bot.platforms.discord.commands.tree import command_tree
from bot.platforms.discord.commands.wiring import Wiring
from bot.platforms.discord.edits import EditLanes
from bot.platforms.discord.gathering import Gathering
from bot.stores.memory_access import MemoryAccess
from bot.stores.memory_profiles import MemoryProfiles
from tests.platforms.discord.fakes import NO_FILES
from tests.platforms.discord.recording import RecordingInteraction

TAKE_UP = object()
DEFERRED = ("defer", {"ephemeral": True, "thinking": True})


class CommandsOfDiscord:
    """Stands for `discord.Client`, with what Discord knows of the commands."""

    application_id = 5

    def __init__(self, translator=None):
        self.http = self
        self._connection = SimpleNamespace(_command_tree=None, _translator=translator)
        self.known = []
        self.told = 0

    async def request(self, route, *, params):
        assert (route.method, route.path) == ("GET", "/applications/{application_id}/commands")
        assert params == {"with_localizations": "true"}
        return copy.deepcopy(self.known)

    async def bulk_upsert_global_commands(self, application, *, payload):
        assert application == self.application_id
        self.told += 1
        self.known = [known_as(command) for command in payload]
        return self.known


def known_as(command):
    """The command as Discord tells of it: with ids, what was left unset, and permissions as a string."""
    needed = command["default_member_permissions"]
    blank = {"id": f"9{command['name']}", "version": "1", "application_id": "5", "handler": None, "description": ""}
    return blank | copy.deepcopy(command) | {"default_member_permissions": None if needed is None else str(needed)}


def tree_of(conversation, client=None, admission=None, profiles=None):
    client = client or CommandsOfDiscord()
    return command_tree(client, wiring_of(conversation, client, admission, profiles))


def wiring_of(conversation, client=None, admission=None, profiles=None):
    return Wiring(
        conversation=conversation,
        profiles=profiles or Profiles(MemoryProfiles(), defaults=Profile(system_prompt="be kind")),
        lanes=EditLanes(),
        calls=Calls(),
        take_up=TAKE_UP,
        mentions=Mentions(),
        words=sentence,
        admission=admission or Admission(Rules(), MemoryAccess()),
        gathering=Gathering(client, NO_FILES),
    )


async def type_command(
    name, conversation, interaction=None, kind=discord.AppCommandType.chat_input, profiles=None, **given
):
    """Call the command; what fails is told as discord.py does it."""
    interaction = interaction or RecordingInteraction()
    tree = tree_of(conversation, profiles=profiles)
    command = interaction.command = tree.get_command(name, type=kind)
    try:
        await command.callback(interaction, **given)
    except Exception as error:
        await tree.on_error(interaction, app_commands.CommandInvokeError(command, error))
    return interaction
