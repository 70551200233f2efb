"""Asks whoever wants to be forgotten whether they do, and does what they press, at once or after the next restart."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.core import notices
from bot.core.notices import Notice
from bot.core.record import Holdings
from bot.platforms.discord.commands.wiring import Interaction, Wiring
from bot.platforms.discord.guard import Guarded
from bot.platforms.discord.presses import privately, taken

# By the word in each button's id.
_CHOICES: Mapping[str, tuple[Notice, discord.ButtonStyle]] = {
    "forget": (notices.FORGET, discord.ButtonStyle.danger),
    "delete": (notices.FORGET_AND_DELETE, discord.ButtonStyle.danger),
    "cancel": (notices.CANCEL, discord.ButtonStyle.secondary),
}
TEMPLATE = rf"forget-me:(?P<choice>{'|'.join(_CHOICES)})"


async def ask(interaction: Interaction, wiring: Wiring, held: Holdings) -> None:
    """Say how much there is of theirs, and ask what is to become of it."""
    view = ui.View(timeout=None)
    for choice, (notice, style) in _CHOICES.items():
        if choice == "delete" and not held.answers:
            continue
        label = wiring.privately(interaction, notice)
        view.add_item(ui.Button(label=label, style=style, custom_id=f"forget-me:{choice}"))
    # discord.py keeps a view that is not stopped for every message it was sent with.
    view.stop()
    said = [notices.forget_you(*_counts(held))] if held.questions else []
    said += [notices.words_elsewhere(len(held.quoted_in))] if held.quoted_in else []
    await interaction.edit_original_response(content=_joined(interaction, wiring, said), view=view)


def choices(wiring: Wiring) -> type[ui.DynamicItem[ui.Button[Any]]]:
    """What can be pressed there, for `Client.add_dynamic_items`: only whoever asked sees it, so that it is theirs."""

    class Choice(Guarded, ui.DynamicItem[ui.Button[Any]], template=TEMPLATE):
        is_own_data = True

        def __init__(self, button: ui.Button[Any], choice: str) -> None:
            super().__init__(button)
            self.choice = choice

        @classmethod
        async def from_custom_id(cls, _: Interaction, item: ui.Item[Any], match: re.Match[str], /) -> Self:
            assert isinstance(item, ui.Button)  # Only buttons are sent with such an id.
            return cls(item, match["choice"])

        async def callback(self, interaction: Interaction) -> None:
            is_cancelled = self.choice == "cancel"
            said = wiring.privately(interaction, notices.NOTHING_FORGOTTEN if is_cancelled else notices.FORGETTING)
            is_told = await taken(interaction.response.edit_message(content=said, view=None), interaction)
            if is_told and not is_cancelled:
                work = _forget(interaction, wiring, takes_messages=self.choice == "delete")
                await privately(interaction, work, wiring.words)

    return Choice


async def _forget(interaction: Interaction, wiring: Wiring, *, takes_messages: bool) -> None:
    own_data, take_up = wiring.conversation.own_data, wiring.take_up
    exchanges = await own_data.of(interaction.user.id)
    held = await own_data.forget(interaction.user.id)
    told = [notices.forgotten_you(*_counts(held))] if held.questions or not held.quoted_in else []
    told += [notices.words_gone(len(held.quoted_in))] if held.quoted_in else []
    await interaction.edit_original_response(content=_joined(interaction, wiring, told))
    if not takes_messages:
        await own_data.take_buttons(exchanges, take_up)
        return
    told.append(notices.messages_gone(await own_data.take_messages(exchanges, take_up)))
    await interaction.edit_original_response(content=_joined(interaction, wiring, told))


def _joined(interaction: Interaction, wiring: Wiring, said: Sequence[Notice]) -> str:
    return " ".join(wiring.privately(interaction, notice) for notice in said)


def _counts(held: Holdings) -> tuple[int, int, int]:
    return held.questions, held.answers, len(held.channels)
