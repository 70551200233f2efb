"""What a client is told when it has logged in: READY, and to a bot each guild after it."""

from collections.abc import Iterator

from bot.sandbox import guild_shapes, shapes
from bot.sandbox.gateway.hub import presence_shape
from bot.sandbox.gateway.intents import Intent
from bot.sandbox.gateway.sessions import Session
from bot.sandbox.state.models import Guild, Json
from bot.sandbox.state.world import World


def ready(session: Session, world: World, *, gateway_url: str, flags: int) -> Json:
    """READY. A bot's guilds are unavailable in it; a person gets everything at once."""
    shape: Json = {
        "v": 10,
        "user": shapes.own_user(session.user),
        "session_id": session.key,
        "resume_gateway_url": gateway_url,
        "session_type": "normal",
        "relationships": [],
        "geo_ordered_rtc_regions": [],
    }
    guilds = guilds_of(session, world)
    if session.intents is None:
        return shape | _for_a_person(session, world, guilds)
    return shape | {
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "private_channels": [],
        "application": {"id": str(session.user.id), "flags": flags},
        "shard": list(session.shard),
    }


def guilds_of(session: Session, world: World) -> list[Guild]:
    """The guilds of which the session is told."""
    return [guild for guild in world.guilds_of(session.user) if session.in_shard(guild)]


def guild_create(session: Session, guild: Guild, world: World) -> Json:
    """
    A guild as the session may know it.

    Without the presences intent, Discord lists only the bot itself among the members.
    """
    everybody = session.intents is None or bool(session.intents & Intent.GUILD_PRESENCES)
    members = list(guild.members.values()) if everybody else [guild.members[session.user.id]]
    presences = list(_presences(guild, world)) if everybody else []
    return guild_shapes.full(guild, to=session.user, members=members, presences=presences)


def _for_a_person(session: Session, world: World, guilds: list[Guild]) -> Json:
    direct = list(world.direct_channels(session.user))
    presences = {shape["user"]["id"]: shape for guild in guilds for shape in _presences(guild, world)}
    others = {user.id: user for channel in direct for user in channel.recipients}
    return {
        "guilds": [guild_create(session, guild, world) for guild in guilds],
        "private_channels": [shapes.channel(channel, to=session.user) for channel in direct],
        "presences": list(presences.values()),
        "users": [shapes.user(user) for user in others.values()],
    }


def _presences(guild: Guild, world: World) -> Iterator[Json]:
    for member in guild.members.values():
        presence = world.presences.get(member.user.id)
        if presence is not None and presence["status"] != "offline":
            yield presence_shape(member.user, presence)
