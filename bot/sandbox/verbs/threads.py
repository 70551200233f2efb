"""Threads: begun from a message or without one, joined, left, archived."""

from datetime import datetime

from bot.sandbox import shapes
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.state.models import Channel, ChannelType, Json, ThreadState, User


def new_thread(
    key: int, *, name: str, parent: Channel, owner: User, private: bool, minutes: int, now: datetime
) -> Channel:
    """A thread with only its owner in it, which nobody has been told of."""
    state = ThreadState(owner=owner, created=now, archive_changed=now, auto_archive_minutes=minutes)
    state.members[owner.id] = now
    return Channel(
        id=key,
        type=ChannelType.PRIVATE_THREAD if private else ChannelType.PUBLIC_THREAD,
        name=name,
        guild=parent.guild,
        parent=parent,
        thread=state,
    )


def join(channel: Channel, user: User, hub: Hub) -> None:
    """Make the user a member of the thread. Joining twice changes nothing."""
    state = channel.thread
    assert state is not None
    if user.id not in state.members:
        state.members[user.id] = hub.clock.date()
        if channel.type == ChannelType.PRIVATE_THREAD:
            # Until now they did not know of it.
            hub.to_user_in(channel, user, "THREAD_CREATE", shapes.channel(channel, to=user))
        _tell_members(channel, hub, added=(user,))


def leave(channel: Channel, user: User, hub: Hub) -> None:
    """The user is no longer a member of the thread."""
    state = channel.thread
    assert state is not None
    if state.members.pop(user.id, None) is not None:
        _tell_members(channel, hub, removed=(user,))


def archive(channel: Channel, *, archived: bool, locked: bool, now: datetime) -> None:
    """Set the thread's state. Nobody is told here."""
    state = channel.thread
    assert state is not None
    if state.archived is not archived:
        state.archived, state.archive_changed = archived, now
    state.locked = locked


def unarchive(channel: Channel, author: User, hub: Hub) -> None:
    """What a new message does to its thread: it is open again, and the author is a member."""
    state = channel.thread
    assert state is not None
    if state.archived:
        archive(channel, archived=False, locked=state.locked, now=hub.clock.date())
        hub.channel("THREAD_UPDATE", channel)
    join(channel, author, hub)


def _tell_members(channel: Channel, hub: Hub, *, added: tuple[User, ...] = (), removed: tuple[User, ...] = ()) -> None:
    state, guild = channel.thread, channel.guild
    assert state is not None
    assert guild is not None
    shape: Json = {
        "id": str(channel.id),
        "guild_id": str(guild.id),
        "member_count": len(state.members),
        "added_members": [
            shapes.thread_member(channel, user.id, state.members[user.id])
            | {"member": shapes.member(guild.members[user.id])}
            for user in added
        ],
        "removed_member_ids": [str(user.id) for user in removed],
    }
    hub.to_channel(channel, "THREAD_MEMBERS_UPDATE", lambda _: shape)
