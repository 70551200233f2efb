"""In what language something is said: of the place what all there can see, of the person what nobody else can."""

from typing import Any

import discord

Interaction = discord.Interaction[Any]


def of_place(place: discord.Guild | None) -> str | None:
    """The locale that a server has chosen; `None` in a direct message, of which Discord does not tell it."""
    return place.preferred_locale.value if place else None


def of_what_all_see(interaction: Interaction) -> str:
    """The locale for an answer that stands in the channel: the server's, in a direct message the person's."""
    return (interaction.guild_locale or interaction.locale).value


def of_person(interaction: Interaction) -> str:
    """The locale for what is shown to whoever acts alone."""
    return interaction.locale.value
