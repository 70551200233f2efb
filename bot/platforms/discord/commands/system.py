"""/system show, set and clear: what the model is told before a channel's conversation, or a server's."""

import io
from dataclasses import replace

import discord
from discord import app_commands, ui

from bot.core import notices
from bot.core.notices import Notice
from bot.core.profile import Scope
from bot.core.profiles import Source
from bot.platforms.discord.acknowledgement import acknowledged, defer
from bot.platforms.discord.commands.permitted import require
from bot.platforms.discord.commands.questions import asked_in
from bot.platforms.discord.commands.scoping import scope_of
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring
from bot.platforms.discord.forms import Form
from bot.platforms.discord.presses import privately

# The most characters that Discord takes in a field of a form.
LONGEST = 4000

WHOLE_SERVER = "For the whole server, where nothing else is set"


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""
    profiles = wiring.profiles
    system = app_commands.Group(
        name="system",
        description="What I am told before every conversation here",
        default_permissions=discord.Permissions(manage_channels=True),
    )

    @system.command()
    async def show(interaction: Interaction) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        asked = asked_in(interaction)
        source = wiring.privately(interaction, _told(await profiles.source(asked)))
        prompt = (await profiles.resolve(asked)).system_prompt
        file = discord.File(io.BytesIO(prompt.encode()), filename="instructions.md")
        await interaction.edit_original_response(content=source, attachments=[file])

    @system.command(name="set")
    @app_commands.describe(everywhere=WHOLE_SERVER)
    async def write(interaction: Interaction, everywhere: bool = False) -> None:
        asked = asked_in(interaction)
        scope = scope_of(interaction, asked, everywhere=everywhere)
        present = (await profiles.at(scope, asked)).system_prompt
        form = Instructions(wiring, interaction, scope, present)
        await acknowledged(interaction, interaction.response.send_modal(form))

    @system.command()
    @app_commands.describe(everywhere=WHOLE_SERVER)
    async def clear(interaction: Interaction, everywhere: bool = False) -> None:
        scope = scope_of(interaction, asked_in(interaction), everywhere=everywhere)
        await defer(interaction, ephemeral=True, thinking=True)
        await profiles.change(scope, lambda it: replace(it, system_prompt=None))
        await interaction.edit_original_response(content=wiring.privately(interaction, notices.PROMPT_CLEARED))

    tree.add_command(system)


class Instructions(Form):
    """The form in which they are written; what is longer than Discord takes is written anew."""

    def __init__(self, wiring: Wiring, interaction: Interaction, scope: Scope, present: str) -> None:
        super().__init__(interaction, wiring.privately(interaction, notices.PROMPT_TITLE))
        self._wiring, self._scope = wiring, scope
        self._prompt: ui.TextInput[Instructions] = ui.TextInput(
            custom_id="prompt",
            style=discord.TextStyle.paragraph,
            default=present if len(present) <= LONGEST else None,
            max_length=LONGEST,
        )
        self.add_item(ui.Label(text=wiring.privately(interaction, notices.PROMPT_LABEL), component=self._prompt))

    async def on_submit(self, interaction: Interaction, /) -> None:
        await defer(interaction, ephemeral=True, thinking=True)
        prompt = self._prompt.value.strip()
        if await privately(interaction, self._set(interaction, prompt), self._wiring.words):
            await interaction.edit_original_response(content=self._wiring.privately(interaction, notices.PROMPT_SET))

    async def _set(self, interaction: Interaction, prompt: str) -> None:
        await require(interaction, "system", self._wiring.mentions)
        await self._wiring.profiles.change(self._scope, lambda it: replace(it, system_prompt=prompt))


def _told(source: Source | None) -> Notice:
    if source is None:
        return notices.PROMPT_DEFAULT
    return (
        notices.prompt_persona(source.place, source.persona.title)
        if source.persona
        else notices.prompt_own(source.place)
    )
