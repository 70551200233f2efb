"""For which place a command sets something, and who may."""

import discord

from bot.core import notices
from bot.core.errors import Refused
from bot.core.profile import Scope, scopes
from bot.core.record import Incoming
from bot.platforms.discord.commands.wiring import Interaction


def scope_of(interaction: Interaction, asked: Incoming, *, everywhere: bool) -> Scope:
    """
    The channel or thread where the command was typed, or with `everywhere` its server. Raises `Refused`.

    Who may type the command is Discord's matter, and it decides that for the channel: whoever changes the whole server
    has to be somebody who may manage it.
    """
    if not everywhere or asked.server is None:
        return scopes(asked)[-1]
    user = interaction.user
    if not (isinstance(user, discord.Member) and user.guild_permissions.manage_guild):
        raise Refused(notices.NOT_FOR_SERVER)
    return scopes(asked)[0]
