"""Tells Discord of the commands, where it knows others."""

import logging
from collections.abc import Mapping
from typing import Any

import discord

from bot.platforms.discord.commands.wiring import Tree

log = logging.getLogger(__name__)

# What Discord and discord.py both tell of a command, and a person can notice.
COMPARED = ("name", "description", "nsfw", "contexts", "integration_types", "default_member_permissions")
COMPARED_OPTION = ("type", "name", "description", "required", "min_length", "max_length")


async def sync(tree: Tree) -> bool:
    """Tell Discord of the commands where it knows others: it limits how often. Returns whether it was told."""
    application = tree.client.application_id
    assert application is not None  # Known since the login.
    # Discord's own words: discord.py 2.7.1's AppCommand loses contexts and installation types on the way.
    known = {_key(each): _shape(each) for each in await tree.client.http.get_global_commands(application)}
    ours = {_key(each): _shape(each) for each in (command.to_dict(tree) for command in tree.get_commands())}
    if known == ours:
        return False
    await tree.sync()
    log.info("told Discord of the commands %s", ", ".join(name for _, name in ours))
    return True


def _key(command: Mapping[str, Any]) -> tuple[int, str]:
    """What tells a command from the others: a message's menu may hold the name of a slash command."""
    return command.get("type", discord.AppCommandType.chat_input.value), command["name"]


def _shape(command: Mapping[str, Any]) -> dict[str, Any]:
    """What is compared of a command: unset values are left out, as either side may do."""
    shape = {key: command[key] for key in COMPARED if command.get(key)}
    shape["options"] = [
        {key: option[key] for key in COMPARED_OPTION if option.get(key)} for option in command.get("options") or ()
    ]
    return shape
