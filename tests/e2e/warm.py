"""What a process that a test kills finds imported and read: the process that it is forked from imports this."""

from itertools import product

import discord

from bot.core.notices import COMMANDS, INTERRUPTED, MENU_ENTRIES, OPTIONS
from bot.languages.sentences import sentence
from tests.e2e import crashing

__all__ = ["crashing"]

# Discord is told of the commands at each start, in all languages. Their sentences are parsed when they are first said.
SAID = [INTERRUPTED, *COMMANDS.values(), *MENU_ENTRIES.values(), *OPTIONS.values()]
for notice, locale in product(SAID, discord.Locale):
    sentence(notice, locale.value)
