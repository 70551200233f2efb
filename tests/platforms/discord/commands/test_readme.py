"""README's table of commands says what there is, and who may use it where."""

from pathlib import Path

import discord
from discord import app_commands

import bot
from bot.core import notices
from bot.languages.sentences import sentence
from bot.platforms.discord.commands.helping import whose
from tests.platforms.discord.commands.typed import tree_of

README = Path(bot.__file__).parents[1] / "README.md"
HEAD = "| command | what it does | who may use it |\n|---|---|---|\n"
WHO = {
    notices.FOR_EVERYBODY: "everybody",
    notices.FOR_MODERATORS: "*Manage Channels*",
    notices.FOR_ADMINISTRATORS: "administrators",
}


def rows():
    tree = tree_of(None)
    slash = [each for each in tree.walk_commands() if isinstance(each, app_commands.Command)]
    for command in slash:
        name, said = f"`/{command.qualified_name}`", notices.COMMANDS[command.qualified_name]
        yield f"| {name} | {sentence(said, 'en')} | {who(command, command.root_parent or command)} |"
    for entry in tree.get_commands(type=discord.AppCommandType.message):
        yield f"| **{entry.name}** | in a message's menu, under *Apps* | {who(entry, entry)} |"


def who(command, outermost):
    is_brought = bool(outermost.allowed_installs and outermost.allowed_installs.user)
    return WHO[whose(command)] + (", anywhere" if is_brought else "")


def test_the_table_is_that_of_the_commands():
    table = README.read_text("utf-8").partition(HEAD)[2].partition("\n\n")[0].split("\n")
    assert sorted(table) == sorted(rows())
