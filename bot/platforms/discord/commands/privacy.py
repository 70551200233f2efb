"""/history and /forget-me: what is somebody's own, to be kept by them and to be forgotten."""

import io
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import discord
from discord import app_commands, ui

from bot.core import notices
from bot.core.record import Holdings
from bot.core.transcript import Form, transcript
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring, everywhere
from bot.platforms.discord.guard import Guarded
from bot.platforms.discord.guests import conversation_of
from bot.platforms.discord.presses import privately

Scope = Literal["here", "everywhere"]

ENDINGS: dict[Form, str] = {"markdown": "md", "json": "json"}
# Discord takes files of that size everywhere.
MOST_BYTES = 10 * 2**20
# Seconds for which the question whether to forget can be answered.
PATIENCE = 300.0


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""

    @everywhere
    @tree.command()
    @app_commands.describe(where="Of this channel, or of everywhere", form="To be read, or for programs")
    async def history(interaction: Interaction, where: Scope = "here", form: Form = "markdown") -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        channel = conversation_of(interaction) if where == "here" else None
        exchanges = await wiring.conversation.own_data.of(interaction.user.id, channel=channel)
        if not exchanges:
            await interaction.edit_original_response(content=wiring.privately(interaction, notices.NOTHING_OF_YOU))
            return
        data, count = transcript(exchanges, form, most_bytes=MOST_BYTES)
        said = wiring.privately(interaction, notices.history(count, len(exchanges)))
        file = discord.File(io.BytesIO(data), filename=f"history.{ENDINGS[form]}")
        await interaction.edit_original_response(content=said, attachments=[file])

    @everywhere
    @tree.command(name="forget-me")
    async def forget_me(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        held = await wiring.conversation.own_data.held(interaction.user.id)
        if not held.questions:
            await interaction.edit_original_response(content=wiring.privately(interaction, notices.NOTHING_OF_YOU))
            return
        question = wiring.privately(interaction, notices.forget_you(*_counts(held)))
        await interaction.edit_original_response(content=question, view=ForgetMe(interaction, wiring))


class Choice(ui.Button[Any]):
    """A button that does `choose`."""

    def __init__(
        self, label: str, style: discord.ButtonStyle, choose: Callable[[discord.Interaction[Any]], Awaitable[None]]
    ) -> None:
        super().__init__(label=label, style=style)
        self._choose = choose

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """It was pressed."""
        await self._choose(interaction)


class ForgetMe(Guarded, ui.View):
    """Asks whoever wants to be forgotten whether they do, and whether the answers' messages are to go, too."""

    is_own_data = True

    def __init__(self, interaction: Interaction, wiring: Wiring) -> None:
        super().__init__(timeout=PATIENCE)
        self._wiring = wiring
        for notice, style, choose in (
            (notices.FORGET, discord.ButtonStyle.danger, self._forget),
            (notices.FORGET_AND_DELETE, discord.ButtonStyle.danger, self._forget_and_delete),
            (notices.CANCEL, discord.ButtonStyle.secondary, self._cancel),
        ):
            self.add_item(Choice(wiring.privately(interaction, notice), style, choose))

    async def _forget(self, interaction: discord.Interaction[Any]) -> None:
        await self._act(interaction, takes_messages=False)

    async def _forget_and_delete(self, interaction: discord.Interaction[Any]) -> None:
        await self._act(interaction, takes_messages=True)

    async def _cancel(self, interaction: discord.Interaction[Any]) -> None:
        self.stop()
        said = self._wiring.privately(interaction, notices.NOTHING_FORGOTTEN)
        await interaction.response.edit_message(content=said, view=None)

    async def _act(self, interaction: discord.Interaction[Any], *, takes_messages: bool) -> None:
        self.stop()
        said = self._wiring.privately(interaction, notices.FORGETTING)
        await interaction.response.edit_message(content=said, view=None)
        await privately(interaction, self._do(interaction, takes_messages=takes_messages), self._wiring.words)

    async def _do(self, interaction: discord.Interaction[Any], *, takes_messages: bool) -> None:
        own_data, take_up = self._wiring.conversation.own_data, self._wiring.take_up
        exchanges = await own_data.of(interaction.user.id)
        held = await own_data.forget(interaction.user.id)
        said = self._wiring.privately(interaction, notices.forgotten_you(*_counts(held)))
        await interaction.edit_original_response(content=said)
        if takes_messages:
            gone = await own_data.take_messages(exchanges, take_up)
            said = f"{said} {self._wiring.privately(interaction, notices.messages_gone(gone))}"
            await interaction.edit_original_response(content=said)
        else:
            await own_data.take_buttons(exchanges, take_up)


def _counts(held: Holdings) -> tuple[int, int, int]:
    return held.questions, held.answers, len(held.channels)
