"""A discord.py client that is told of the same as the bot and ignores all of it, to measure the bot against."""

import os
from typing import Any

import discord

from bot.platforms.discord import session
from bot.platforms.discord.client import INTENTS


class BareClient(discord.Client):
    """Does nothing with what is said."""

    async def on_message(self, message: discord.Message) -> None:
        """Ignore it."""


def main(environment: Any = os.environ) -> None:
    """Be online until the process is ended, where the bot's own settings say."""
    session.use_server(environment["BOT_DISCORD_API_URL"], environment["BOT_DISCORD_GATEWAY_URL"])
    BareClient(intents=INTENTS).run(environment["DISCORD_TOKEN"])


if __name__ == "__main__":
    main()
