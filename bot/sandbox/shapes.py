"""How users, members, roles and channels look as Discord's JSON."""

from datetime import datetime

from bot.sandbox.state.models import Channel, ChannelType, Guild, Json, Member, Role, User
from bot.sandbox.state.permissions import Permission, can_see

OBFUSCATED = 1 << 17
"""The flag of a channel that is shown to who may not view it."""


def stamp(moment: datetime | None) -> str | None:
    """A moment as ISO 8601, as Discord writes it."""
    return None if moment is None else moment.isoformat(timespec="microseconds")


def user(user: User) -> Json:
    """A user as others see them."""
    return {
        "id": str(user.id),
        "username": user.username,
        "global_name": user.global_name,
        "discriminator": "0000" if user.bot else "0",
        "avatar": None,
        "bot": user.bot,
        "system": False,
        "public_flags": 0,
        "flags": 0,
        "banner": None,
        "accent_color": None,
        "primary_guild": None,
    }


def own_user(who: User) -> Json:
    """A user as they see themselves."""
    return user(who) | {"verified": True, "email": None, "mfa_enabled": True, "locale": who.locale, "premium_type": 0}


def bare_member(member: Member) -> Json:
    """A member without the user, as it stands beside an `author`."""
    return {
        "nick": member.nick,
        "avatar": None,
        "banner": None,
        "roles": [str(role.id) for role in member.roles],
        "joined_at": stamp(member.joined),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def member(member: Member) -> Json:
    """A member with the user."""
    return bare_member(member) | {"user": user(member.user)}


def role(role: Role) -> Json:
    """A role."""
    return {
        "id": str(role.id),
        "name": role.name,
        "permissions": str(role.permissions),
        "position": role.position,
        "color": role.colour,
        "colors": {"primary_color": role.colour, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": role.bot_id is not None,
        "mentionable": role.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    } | ({"tags": {"bot_id": str(role.bot_id)}} if role.bot_id else {})


def channel(channel: Channel, *, to: User) -> Json:
    """A channel, a thread or a direct message, as `to` sees it."""
    shape: Json = {
        "id": str(channel.id),
        "type": int(channel.type),
        "last_message_id": None if channel.last_message_id is None else str(channel.last_message_id),
        "flags": 0,
    }
    if channel.guild is None:
        return shape | _direct(channel, to)
    shape |= {"guild_id": str(channel.guild.id), "name": channel.name, "rate_limit_per_user": 0}
    if channel.thread is not None:
        return shape | _thread(channel, to)
    shape |= _text_channel(channel)
    return shape if can_see(to, channel) else shape | _hidden(channel.guild)


def _direct(channel: Channel, to: User) -> Json:
    others = [user(each) for each in channel.recipients if each is not to]
    if channel.type == ChannelType.DIRECT:
        return {"recipients": others}
    owner = channel.recipients[0]
    return {"recipients": others, "name": channel.name, "icon": None, "owner_id": str(owner.id)}


def gone_thread(channel: Channel) -> Json:
    """All that is told of a thread that was deleted."""
    assert channel.guild is not None
    assert channel.parent is not None
    ids = {"id": channel.id, "guild_id": channel.guild.id, "parent_id": channel.parent.id}
    return {name: str(key) for name, key in ids.items()} | {"type": int(channel.type)}


def _hidden(guild: Guild) -> Json:
    """What the gateway says instead of a channel that one may not view: that there is one."""
    closed = {"id": str(guild.id), "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}
    return {
        "name": "___hidden___",
        "topic": None,
        "last_message_id": None,
        "flags": OBFUSCATED,
        "permission_overwrites": [closed],
    }


def _text_channel(channel: Channel) -> Json:
    overwrites = [
        {
            "id": str(key),
            "type": 0 if channel.guild and key in channel.guild.roles else 1,
            "allow": str(overwrite.allow),
            "deny": str(overwrite.deny),
        }
        for key, overwrite in channel.overwrites.items()
    ]
    return {
        "position": channel.position,
        "parent_id": str(channel.parent.id) if channel.parent else None,
        "topic": channel.topic,
        "nsfw": False,
        "permission_overwrites": overwrites,
    }


def _thread(channel: Channel, to: User) -> Json:
    state = channel.thread
    assert state is not None
    assert channel.parent is not None
    joined = state.members.get(to.id)
    own = {"member": {"id": str(channel.id), "user_id": str(to.id), "join_timestamp": stamp(joined), "flags": 0}}
    return {
        "parent_id": str(channel.parent.id),
        "owner_id": str(state.owner.id),
        "message_count": len(channel.messages),
        "total_message_sent": len(channel.messages),
        "member_count": len(state.members),
        "thread_metadata": {
            "archived": state.archived,
            "locked": state.locked,
            "auto_archive_duration": state.auto_archive_minutes,
            "archive_timestamp": stamp(state.archive_changed),
            "create_timestamp": stamp(state.created),
        }
        | ({"invitable": True} if channel.type == ChannelType.PRIVATE_THREAD else {}),
    } | (own if joined else {})


def thread_member(channel: Channel, user_id: int, joined: datetime) -> Json:
    """Somebody who joined a thread."""
    return {"id": str(channel.id), "user_id": str(user_id), "join_timestamp": stamp(joined), "flags": 0}
