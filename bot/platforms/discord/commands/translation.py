"""Puts the commands into words: their descriptions, and what a message's menu reads, in each person's language."""

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.core import notices
from bot.core.notices import Notice
from bot.core.ports import Words
from bot.platforms.discord.commands.wiring import Tree

NAMED: Mapping[Location, Mapping[str, Notice]] = {
    Location.command_name: notices.MENU_ENTRIES,
    Location.command_description: notices.COMMANDS,
    Location.group_description: notices.COMMANDS,
}
"""What is said of a command, by its whole name. The names of slash commands are the same for everybody."""


def describe(tree: Tree, words: Words) -> None:
    """Describe each command in English, which Discord shows to whoever speaks none of our languages."""
    for command in tree.walk_commands():
        if notice := notices.COMMANDS.get(command.qualified_name):
            command.description = words(notice, None)


class Translation(app_commands.Translator):
    """Tells discord.py what Discord is to show where somebody speaks another language than English."""

    def __init__(self, words: Words) -> None:
        self._words = words

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContext[Any, Any],
    ) -> str | None:
        """The words of a command, an entry in a menu, or an option; `None` where English will do."""
        notice = _notice(context)
        if notice is None:
            return None
        said = self._words(notice, locale.value)
        return None if said == self._words(notice, None) else said


def _notice(context: app_commands.TranslationContext[Any, Any]) -> Notice | None:
    if context.location is Location.parameter_description:
        command = context.data.command
        return notices.OPTIONS.get(f"{(command.root_parent or command).name} {context.data.name}")
    name = context.data.qualified_name if hasattr(context.data, "qualified_name") else None
    return NAMED.get(context.location, {}).get(name or "")
