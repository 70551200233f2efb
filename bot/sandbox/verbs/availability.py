"""Which commands somebody may use where: by what the bot is installed for, the place, and the person's permissions."""

from enum import IntEnum

from bot.sandbox.state import permissions
from bot.sandbox.state.models import Channel, ChannelType, Json, User

ROLE, USER, CHANNEL = 1, 2, 3
"""Of whom or what a guild can say whether they may use a command."""


class Context(IntEnum):
    """The kinds of place in which a command can be used."""

    GUILD = 0
    BOT_DM = 1
    PRIVATE = 2


class Install(IntEnum):
    """For whom a bot can be installed."""

    GUILD = 0
    USER = 1


def context(channel: Channel, bot: User) -> Context:
    """What kind of place it is."""
    if channel.guild is not None:
        return Context.GUILD
    return Context.BOT_DM if channel.type == ChannelType.DIRECT and bot in channel.recipients else Context.PRIVATE


def is_there(bot: User, channel: Channel) -> bool:
    """Whether the bot can read along."""
    return bot in channel.recipients if channel.guild is None else bot.id in channel.guild.members


def owners(user: User, channel: Channel, bot: User) -> Json:
    """For whom the bot is installed that is used here: in its direct messages, always for "0"."""
    by_guild = {"0": str(channel.guild.id) if channel.guild else "0"} if is_there(bot, channel) else {}
    return by_guild | ({"1": str(user.id)} if bot.id in user.apps else {})


def is_usable(command: Json, user: User, channel: Channel, bot: User) -> bool:
    """Whether a command, global or of the channel's guild, is there for that person in that channel."""
    place, installs = context(channel, bot), command["integration_types"]
    contexts = command["contexts"]
    if contexts is None:
        contexts = [Context.GUILD, Context.BOT_DM] if command["dm_permission"] else [Context.GUILD]
    if place not in contexts:
        return False
    if Install.USER in installs and bot.id in user.apps:
        return True
    return Install.GUILD in installs and is_there(bot, channel) and _may(command, user, channel)


def _may(command: Json, user: User, channel: Channel) -> bool:
    """
    Whether a guild lets the person. A command that needs no permission at all, "0", is for administrators.

    What a guild's administrators say comes before that: of a channel, or all of them (the guild's id less one), then of
    the person, of any of their roles, of everybody. That of the whole application is not imitated.
    """
    needed = command["default_member_permissions"]
    if channel.guild is None:
        return True
    allowed = permissions.in_channel(user, channel)
    if allowed == permissions.ALL:
        return True
    told = channel.guild.command_permissions.get(int(command["id"]), {})
    places = [told[CHANNEL, key] for key in (channel.place.id, channel.guild.id - 1) if (CHANNEL, key) in told]
    if not (places or [True])[0]:
        return False
    if (USER, user.id) in told:
        return told[USER, user.id]
    roles = [told[ROLE, each.id] for each in channel.guild.members[user.id].roles if (ROLE, each.id) in told]
    if roles:
        return any(roles)
    default = needed is None or (int(needed) != 0 and allowed & int(needed) == int(needed))
    return told.get((ROLE, channel.guild.id), default)
