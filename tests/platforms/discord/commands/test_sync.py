"""When Discord is told of the commands."""

import discord
import pytest

from bot.platforms.discord.commands.sync import sync
from tests.platforms.discord.commands.typed import CommandsOfDiscord, tree_of


class TestSync:
    async def test_discord_is_told_once(self):
        client = CommandsOfDiscord()
        tree = tree_of(None, client)
        assert [await sync(tree) for _ in range(3)] == [True, False, False]
        assert client.told == 1
        assert len(client.known) == len(tree.get_commands())

    @pytest.mark.parametrize(
        "change",
        [
            {"description": "Something else"},
            {"name": "other"},
            {"nsfw": True},
            {"contexts": [0]},
            {"integration_types": [0, 1]},
            {"default_member_permissions": "8"},
            {"options": []},
            {"options": [{"type": 3, "name": "prompt", "description": "What you want to ask", "required": False}]},
            {"options": [{"type": 3, "name": "prompt", "description": "Another", "required": True}]},
            {"options": [{"type": 4, "name": "prompt", "description": "What you want to ask", "required": True}]},
            {"options": [{"type": 3, "name": "text", "description": "What you want to ask", "required": True}]},
        ],
    )
    async def test_discord_is_told_again_where_it_knows_another_command(self, change):
        client = CommandsOfDiscord()
        tree = tree_of(None, client)
        await sync(tree)
        client.known = [each | change if each["name"] == "ask" else each for each in client.known]
        assert await sync(tree)

    async def test_discord_is_told_again_where_it_knows_one_more_or_one_less(self):
        client = CommandsOfDiscord()
        tree = tree_of(None, client)
        await sync(tree)
        client.known.append(client.known[0] | {"name": "former"})
        assert await sync(tree)
        client.known.pop()
        assert await sync(tree)

    async def test_a_command_that_names_no_type_is_a_slash_command(self):
        client = CommandsOfDiscord()
        tree = tree_of(None, client)
        await sync(tree)
        for each in client.known:
            if each["type"] == discord.AppCommandType.chat_input.value:
                del each["type"]
        assert not await sync(tree)
