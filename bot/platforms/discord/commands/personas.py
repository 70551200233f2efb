"""/persona: who answers in a channel, or on the whole server."""

from collections.abc import Iterable
from dataclasses import replace

from discord import app_commands

from bot.core import notices
from bot.core.errors import Refused
from bot.core.profile import Persona
from bot.platforms.discord.acknowledgement import defer
from bot.platforms.discord.commands.questions import asked_in
from bot.platforms.discord.commands.scoping import scope_of
from bot.platforms.discord.commands.wiring import Interaction, Tree, Wiring

# Unsets what was set; no persona is called so.
DEFAULT = "default"
# The most choices that Discord shows, and the most characters of one.
MOST_CHOICES, LONGEST_CHOICE = 25, 100


def add(tree: Tree, wiring: Wiring) -> None:
    """Add the group to the tree."""
    profiles = wiring.profiles

    @tree.command()
    @app_commands.describe(name="Who answers from now on", everywhere="On the whole server, where nothing else is set")
    @app_commands.default_permissions(manage_channels=True)
    async def persona(interaction: Interaction, name: str, everywhere: bool = False) -> None:
        asked = asked_in(interaction)
        scope = scope_of(interaction, asked, everywhere=everywhere)
        if name != DEFAULT and name not in profiles.personas:
            raise Refused(notices.no_persona(name, ", ".join([DEFAULT, *profiles.personas])))
        await defer(interaction, thinking=True)
        chosen = None if name == DEFAULT else name
        await profiles.change(scope, lambda it: replace(it, persona=chosen, system_prompt=None))
        if chosen is None and scope.kind == "channel":
            chosen = (await profiles.resolve(asked)).persona
        found = profiles.personas.get(chosen or "")
        said = notices.persona_set(scope.kind, found.title) if found else notices.persona_unset(scope.kind)
        greeting = found.overrides.greeting if found and scope.kind == "channel" else None
        parts = filter(None, (wiring.words(said, await wiring.conversation.language(asked)), greeting))
        await interaction.edit_original_response(content="\n\n".join(parts))

    @persona.autocomplete("name")
    async def names(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return choices(typed, profiles.personas.values())


def choices(typed: str, personas: Iterable[Persona]) -> list[app_commands.Choice[str]]:
    """Who is offered to somebody who has typed so much of a name or a title; those that begin so come first."""
    sought = typed.casefold().strip()
    offered = [(DEFAULT, DEFAULT), *((each.name, f"{each.name}: {each.title}") for each in personas)]
    found = [(name, shown) for name, shown in offered if sought in shown.casefold()]
    found.sort(key=lambda each: not each[1].casefold().startswith(sought))
    return [app_commands.Choice(name=shown[:LONGEST_CHOICE], value=name) for name, shown in found[:MOST_CHOICES]]
