"""What a model is told of the commands is what there is."""

import re

import discord

from bot.platforms.discord.commands import SUMMARY, command_tree


def test_the_summary_names_each_command_and_no_other():
    tree = command_tree(discord.Client(intents=discord.Intents.none()), conversation=None, lanes=None, take_up=None)
    slash = tree.get_commands(type=discord.AppCommandType.chat_input)
    assert {f"/{command.name}" for command in slash} == set(re.findall(r"/\w+", SUMMARY))
