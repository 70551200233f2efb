"""Where the bot is a guest: somebody brought it along, as an app of their own, to a place that it is not in."""

from typing import Any

import discord

from bot.core import asides

Interaction = discord.Interaction[Any]


def is_guest(interaction: Interaction) -> bool:
    """
    Whether all that the bot can do there is to answer this interaction.

    It can on a server that it is not on, and in conversations of others. Discord tells of both, and discord.py makes a
    nameless server of the former.
    """
    if interaction.guild_id is not None:
        return interaction.client.get_guild(interaction.guild_id) is None
    return interaction.context.private_channel


def conversation_of(interaction: Interaction) -> int:
    """The number of the conversation that is meant: the channel's, or where the bot is a guest, the person's own."""
    channel = channel_of(interaction)
    return asides.of_person(interaction.user.id, channel) if is_guest(interaction) else channel


def channel_of(interaction: Interaction) -> int:
    """Where something was typed or pressed."""
    # Discord sends the channel with every command; the library types it as optional for pings.
    return interaction.channel_id or 0
