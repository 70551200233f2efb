"""Where something is said: what a thread belongs to, and the category around it."""

import discord


def parent_of(channel: object) -> int | None:
    """The number of the channel that a thread belongs to; nothing else has one."""
    return channel.parent_id if isinstance(channel, discord.Thread) else None


def category_of(channel: object) -> int | None:
    """The number of the category in which the channel, or that of the thread, stands, where Discord tells."""
    return getattr(channel.parent if isinstance(channel, discord.Thread) else channel, "category_id", None)
