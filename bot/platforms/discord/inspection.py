"""Looks at the bot's account on Discord: logged in, but never online, and changing nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.platforms.discord.client import BotClient
from bot.platforms.discord.commands.sync import compare
from bot.platforms.discord.commands.translation import Translation
from bot.platforms.discord.permissions import invitation, lacking
from bot.platforms.discord.session import translated

# The most that Discord tells of at once, https://discord.com/developers/docs/resources/user#get-current-user-guilds
_SERVERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """
    What Discord says of the bot.

    `lacking` are the permissions that it needs and its roles do not give, by the names of servers, at most 200 of them.
    """

    bot: str
    application: str
    id: int
    servers: int
    reads_messages: bool
    invitation: str
    lacking: Mapping[str, list[str]]
    commands_known: int
    commands: int
    are_commands_in_sync: bool


class Visitor(BotClient):
    """The bot as it would be, which only looks."""

    async def setup_hook(self) -> None:
        """Tell Discord of no commands, and answer nobody."""
        await self._tree.set_translator(Translation(self._words))

    async def inspect(self, token: str) -> Account:
        """Log in and ask. Raises `StartError` for what the operator can mend."""
        with translated():
            await self.login(token)
            about = await self.application_info()
            guilds = await self.http.get_guilds(_SERVERS, with_counts=False)
            known, ours, are_same = await compare(self._tree)
        short = {guild["name"]: lacking(discord.Permissions(int(guild["permissions"]))) for guild in guilds}
        return Account(
            bot=str(self.user),
            application=about.name,
            id=about.id,
            servers=about.approximate_guild_count,
            reads_messages=about.flags.gateway_message_content or about.flags.gateway_message_content_limited,
            invitation=invitation(about.id),
            lacking={name: what for name, what in short.items() if what},
            commands_known=known,
            commands=ours,
            are_commands_in_sync=are_same,
        )
