"""Who may do what in which channel, computed as Discord documents it."""

from enum import IntFlag

from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.state.models import Channel, Guild, User


class Permission(IntFlag):
    """The permissions that the sandbox asks for."""

    KICK_MEMBERS = 1 << 1
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_APPLICATION_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_MESSAGES_IN_THREADS = 1 << 38


ALL = (1 << 53) - 1
EVERYONE = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.ADD_REACTIONS
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.CREATE_PRIVATE_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
"""What every member may do unless a role or a channel says otherwise."""

MODERATOR = (
    Permission.KICK_MEMBERS
    | Permission.MANAGE_CHANNELS
    | Permission.MANAGE_MESSAGES
    | Permission.MANAGE_THREADS
    | Permission.MENTION_EVERYONE
)
"""What those may do beyond it who keep order in a guild."""

IN_DIRECT_MESSAGES = EVERYONE & ~(Permission.CREATE_PUBLIC_THREADS | Permission.CREATE_PRIVATE_THREADS)


def in_guild(user: User, guild: Guild) -> int:
    """What the user's roles allow, before any channel has its say. Nothing for who is not a member."""
    member = guild.members.get(user.id)
    if member is None:
        return 0
    if guild.owner is user:
        return ALL
    allowed = guild.roles[guild.id].permissions
    for role in member.roles:
        allowed |= role.permissions
    return ALL if allowed & Permission.ADMINISTRATOR else allowed


def in_channel(user: User, channel: Channel) -> int:
    """What the user may do there. A thread is ruled by its parent's overwrites."""
    if channel.guild is None:
        return int(IN_DIRECT_MESSAGES) if user in channel.recipients else 0
    member, allowed = channel.guild.members.get(user.id), in_guild(user, channel.guild)
    if member is None or allowed == ALL:
        return allowed
    roles = [role.id for role in member.roles]
    overwrites = channel.place.overwrites
    for layer in ([channel.guild.id], roles, [user.id]):
        chosen = [overwrites[key] for key in layer if key in overwrites]
        for overwrite in chosen:
            allowed &= ~overwrite.deny
        for overwrite in chosen:
            allowed |= overwrite.allow
    return allowed if allowed & Permission.VIEW_CHANNEL else 0


def can_see(user: User, channel: Channel) -> bool:
    """Whether the channel exists for the user at all."""
    if not in_channel(user, channel) & Permission.VIEW_CHANNEL:
        return False
    if channel.thread is None or channel.type != 12:
        return True
    return user.id in channel.thread.members or bool(in_channel(user, channel) & Permission.MANAGE_THREADS)


def require(user: User, channel: Channel, *wanted: Permission) -> None:
    """Refuse with 50001 who cannot see the channel, with 50013 who may not do what is wanted."""
    if not can_see(user, channel):
        raise Refusal(Problem.MISSING_ACCESS)
    allowed = in_channel(user, channel)
    if any(not allowed & permission for permission in wanted):
        raise Refusal(Problem.MISSING_PERMISSIONS)
