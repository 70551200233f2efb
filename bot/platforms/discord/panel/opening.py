"""Opens the panel for a place around where somebody is, for who may see to that place."""

import discord
from discord import ui

from bot.core import notices
from bot.core.errors import Refused
from bot.core.held import held
from bot.core.profile import Scope, scopes
from bot.core.record import Incoming
from bot.platforms.discord.commands.questions import asked_in
from bot.platforms.discord.commands.wiring import Interaction, Wiring
from bot.platforms.discord.panel.layout import Panel


async def panel(interaction: Interaction, wiring: Wiring, number: int | None = None) -> ui.LayoutView:
    """The panel for the place with that number among those around, or the innermost one. Raises `BotError`."""
    asked = asked_in(interaction)
    around = scopes(asked)
    scope = place(interaction, asked, len(around) - 1 if number is None else number)
    wider = around[: around.index(scope) + 1]
    overrides = [await wiring.profiles.overrides(each) for each in wider]
    personas = wiring.profiles.personas
    return Panel(
        around=around,
        scope=scope,
        is_thread=isinstance(interaction.channel, discord.Thread),
        held=held(wiring.profiles.defaults, zip(wider, overrides, strict=True), personas),
        set_there=overrides[-1],
        personas=personas,
        say=lambda notice: wiring.privately(interaction, notice),
    ).view()


def place(interaction: Interaction, asked: Incoming, number: int) -> Scope:
    """
    The place with that number, which the person may see to. Raises `Refused`.

    Whoever got to the panel may see to the channel, and in a direct message it is their own: who may type the command
    is Discord's matter, and it decides that for the channel. What goes beyond takes permissions for the whole server:
    a category Manage Channels, and the server Manage Server.
    """
    around = scopes(asked)
    scope = around[min(number, len(around) - 1)]
    if asked.server is None:
        return scope
    member = interaction.user
    everywhere = member.guild_permissions if isinstance(member, discord.Member) else discord.Permissions.none()
    needed = {
        "server": everywhere.manage_guild,
        "category": everywhere.manage_channels,
    }
    if not needed.get(scope.kind, True):
        raise Refused(notices.NOT_YOURS_TO_SET)
    return scope
