"""Whether somebody may still use a command, for what stays open after it was typed: panels and forms."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from discord import AppCommandPermissionType

from bot.core import notices
from bot.core.errors import Refused
from bot.platforms.discord.commands.mentions import Mentions
from bot.platforms.discord.commands.wiring import Interaction
from bot.platforms.discord.guard import roles_of
from bot.platforms.discord.places import parent_of

ROLE, USER, CHANNEL = (
    each.value
    for each in (AppCommandPermissionType.role, AppCommandPermissionType.user, AppCommandPermissionType.channel)
)

Said = Sequence[Mapping[str, Any]]
"""What a server's administrators say of who may use a command, as Discord tells it."""


async def require(interaction: Interaction, command: str, mentions: Mentions) -> None:
    """
    Raise `Refused` where whoever acts may not type that command there any more, and `HTTPException` where that cannot
    be looked up. The command takes Manage Channels, unless the server's administrators say otherwise.
    """
    if interaction.guild_id is None or interaction.permissions.administrator:
        return
    client = interaction.client
    application = client.application_id or 0  # Known since the login.
    found = await client.http.get_guild_application_command_permissions(application, interaction.guild_id)
    said: dict[int, Said] = {int(each["id"]): each["permissions"] for each in found}
    own, of_all = said.get(mentions.number(command) or 0), said.get(application)
    has_permission = interaction.permissions.manage_channels
    if not (_lets(own, interaction, has_permission) if own else has_permission and _lets(of_all, interaction, True)):
        raise Refused(notices.COMMAND_WITHDRAWN)


def _lets(said: Said | None, interaction: Interaction, default: bool) -> bool:
    channel, server = interaction.channel, interaction.guild_id or 0
    place = parent_of(channel) or interaction.channel_id or 0
    return lets(
        said or (),
        user=interaction.user.id,
        roles=roles_of(interaction.user),
        place=place,
        server=server,
        default=default,
    )


def lets(said: Said, *, user: int, roles: Collection[int], place: int, server: int, default: bool) -> bool:
    """
    Whether they let somebody with these roles, in a channel, or in a thread of it; `default` where they do not say.

    What is said of the channel comes before what is of all channels, which have the server's number less one. Among
    people, the person comes before roles, of which one is enough, and these before everybody, a role with the
    server's number.
    https://discord.com/developers/docs/interactions/application-commands#permissions
    """
    told = {(each["type"], int(each["id"])): bool(each["permission"]) for each in said}
    places = [told[CHANNEL, each] for each in (place, server - 1) if (CHANNEL, each) in told]
    if places and not places[0]:
        return False
    if (USER, user) in told:
        return told[USER, user]
    of_roles = [told[ROLE, role] for role in roles if (ROLE, role) in told]
    return any(of_roles) if of_roles else told.get((ROLE, server), default)
