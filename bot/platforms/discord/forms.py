"""Forms that people fill in, and which of them nobody waits for any more."""

import secrets
from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.platforms.discord.guard import Guarded

Interaction = discord.Interaction[Any]


class Form(Guarded, ui.Modal):
    """
    A form, for those who are let in.

    What it is about is known to the client that opens it, whose `forms` tells its own from those of one before.
    """

    def __init__(self, interaction: Interaction, title: str) -> None:
        super().__init__(title=title, custom_id=f"form:{interaction.client.forms}:{secrets.token_hex(8)}")


def is_outdated(interaction: Interaction) -> bool:
    """Whether a form was sent in that was opened by a client before this one."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return False
    data: Mapping[str, Any] = interaction.data or {}
    kind, _, opened = str(data.get("custom_id")).partition(":")
    return kind == "form" and not opened.startswith(f"{interaction.client.forms}:")
