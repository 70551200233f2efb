"""/help: what the bot is, how to talk to it, and each command for whoever may use it."""

from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.core import notices
from bot.core.notices import Notice
from bot.platforms.discord.acknowledgement import acknowledged
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, everywhere
from bot.platforms.discord.guests import is_guest

Command = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu

MENU = discord.AppCommandType.message


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @everywhere
    @tree.command(name="help")
    async def show_help(interaction: Interaction) -> None:
        page = discord.Embed(description="\n".join(_lines(interaction, tree, wiring)))
        await acknowledged(interaction, interaction.response.send_message(embed=page, ephemeral=True))


def whose(command: Command) -> Notice:
    """Who may use the command, unless a server's administrators decided otherwise."""
    needed = _outermost(command).default_permissions
    if needed is None:
        return notices.FOR_EVERYBODY
    return notices.FOR_ADMINISTRATORS if needed.administrator else notices.FOR_MODERATORS


def whose_here(command: Command, interaction: Interaction) -> Notice:
    """The same where somebody asks: in direct messages, all that can be used is for everybody."""
    return notices.FOR_EVERYBODY if interaction.guild_id is None else whose(command)


def _lines(interaction: Interaction, tree: Tree, wiring: Wiring) -> Iterator[str]:
    def say(notice: Notice) -> str:
        return wiring.privately(interaction, notice)

    me = interaction.client.user
    yield say(notices.HELP_ABOUT)
    yield say(notices.HELP_GUEST if is_guest(interaction) else notices.help_talking(me.mention if me else "@"))
    slash = [each for each in tree.walk_commands() if isinstance(each, app_commands.Command)]
    usable = [each for each in slash if _is_here(each, interaction)]
    for who in (notices.FOR_EVERYBODY, notices.FOR_MODERATORS, notices.FOR_ADMINISTRATORS):
        theirs = [each for each in usable if whose_here(each, interaction) == who]
        if theirs:
            yield f"\n**{say(who)}**"
        for command in sorted(theirs, key=lambda each: each.qualified_name):
            yield f"{wiring.mentions.of(command.qualified_name)} {say(notices.COMMANDS[command.qualified_name])}"
    yield f"\n**{say(notices.HELP_MENU)}**"
    menu = [each for each in tree.walk_commands(type=MENU) if isinstance(each, app_commands.ContextMenu)]
    entries = [each for each in menu if _is_here(each, interaction)]
    yield " · ".join(say(notices.MENU_ENTRIES[each.name]) for each in entries)


def _is_here(command: Command, interaction: Interaction) -> bool:
    """Whether the command is there for those who brought the bot along, where it is a guest, or in such a place."""
    outermost = _outermost(command)
    if is_guest(interaction):
        return bool(outermost.allowed_installs and outermost.allowed_installs.user)
    contexts = outermost.allowed_contexts
    return interaction.guild_id is not None or contexts is None or contexts.dm_channel


def _outermost(command: Command) -> Command | app_commands.Group:
    return (command.root_parent or command) if isinstance(command, app_commands.Command) else command
