"""In what language something is said: of the place what all there can see, of the person what nobody else can."""

from collections import OrderedDict
from typing import Any

import discord

Interaction = discord.Interaction[Any]


def of_place(place: discord.Guild | None) -> str | None:
    """The locale that a server has chosen; `None` in a direct message, of which Discord does not tell it."""
    return place.preferred_locale.value if place else None


def of_what_all_see(interaction: Interaction) -> str:
    """The locale for an answer that stands in the channel: the server's, in a direct message the person's."""
    return (interaction.guild_locale or interaction.locale).value


class Heard:
    """
    The locales of people who have typed a command or pressed something: Discord tells them with nothing else.

    The `most` who did so last are remembered.
    """

    def __init__(self, *, most: int = 10_000) -> None:
        self._locales: OrderedDict[int, str] = OrderedDict()
        self._most = most

    def note(self, interaction: Interaction) -> None:
        """Remember whose locale that is."""
        self._locales[interaction.user.id] = of_person(interaction)
        self._locales.move_to_end(interaction.user.id)
        if len(self._locales) > self._most:
            self._locales.popitem(last=False)

    def of(self, person: int) -> str | None:
        """The person's locale, where it was heard."""
        return self._locales.get(person)


def of_person(interaction: Interaction) -> str:
    """The locale for what is shown to whoever acts alone."""
    return interaction.locale.value
