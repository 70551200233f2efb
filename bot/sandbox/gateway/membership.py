"""What a client is told of a guild that it joins, leaves, or loses sight of for a while."""

from bot.sandbox.gateway import greeting
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.state.models import Guild, User
from bot.sandbox.state.world import World


def joined(hub: Hub, world: World, user: User, guild: Guild) -> None:
    """Show the guild to somebody who has become a member of it."""
    for session in hub.of(user):
        if session.wants("GUILD_CREATE", direct=False) and session.in_shard(guild):
            shape = greeting.guild_create(session, guild, world)
            # Clients take a guild that says it is available for one they were in before.
            del shape["unavailable"]
            session.dispatch("GUILD_CREATE", shape)


def left(hub: Hub, user: User, guild: Guild) -> None:
    """Tell somebody that they are no longer a member: the event does not speak of `unavailable`."""
    for session in hub.of(user):
        if session.wants("GUILD_DELETE", direct=False) and session.in_shard(guild):
            session.dispatch("GUILD_DELETE", {"id": str(guild.id)})


def lost(hub: Hub, user: User, guild: Guild) -> None:
    """An outage: the guild is there, but cannot be reached, and nothing is told of it."""
    for session in hub.of(user):
        if session.knows(guild) and session.wants("GUILD_DELETE", direct=False):
            session.unavailable.add(guild.id)
            session.dispatch("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})


def found(hub: Hub, world: World, user: User, guild: Guild) -> None:
    """The outage is over."""
    for session in hub.of(user):
        if guild.id in session.unavailable:
            session.unavailable.remove(guild.id)
            session.dispatch("GUILD_CREATE", greeting.guild_create(session, guild, world))
