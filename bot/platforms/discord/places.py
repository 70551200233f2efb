"""Where something is said: what a thread belongs to, and the category around it."""

import discord

from bot.core.record import Incoming


def parent_of(channel: object) -> int | None:
    """The number of the channel that a thread belongs to; nothing else has one."""
    return channel.parent_id if isinstance(channel, discord.Thread) else None


def category_of(channel: object) -> int | None:
    """The number of the category in which the channel, or that of the thread, stands, where Discord tells."""
    return getattr(channel.parent if isinstance(channel, discord.Thread) else channel, "category_id", None)


def called(client: discord.Client, asked: Incoming) -> str | None:
    """What people call the place where that was asked, as far as the bot is on its server and the place is there."""
    server = client.get_guild(asked.server) if asked.server else None
    channel = server and server.get_channel_or_thread(asked.channel if asked.channel > 0 else asked.parent or 0)
    return f"#{channel.name}, {server.name}" if server and channel else None
