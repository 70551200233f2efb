"""Answers a request for a guild's members (op 8), a thousand at a time."""

from collections.abc import Iterator

from bot.sandbox import shapes
from bot.sandbox.gateway.hub import presence_shape
from bot.sandbox.state.models import Guild, Json, Member
from bot.sandbox.state.world import World

CHUNK = 1000


def member_chunks(guild: Guild, wanted: Json, world: World) -> Iterator[Json]:
    """The chunks: those with the ids, or those whose name begins with the query."""
    found, missing = _choose(guild, wanted)
    count = max(1, -(-len(found) // CHUNK))
    for number in range(count):
        part = found[number * CHUNK : (number + 1) * CHUNK]
        shape: Json = {
            "guild_id": str(guild.id),
            "members": [shapes.member(each) for each in part],
            "chunk_index": number,
            "chunk_count": count,
            "not_found": missing,
        }
        if wanted.get("nonce"):
            shape["nonce"] = wanted["nonce"]
        if wanted.get("presences"):
            known = [(each.user, world.presences.get(each.user.id)) for each in part]
            shape["presences"] = [presence_shape(user, presence) for user, presence in known if presence]
        yield shape


def _choose(guild: Guild, wanted: Json) -> tuple[list[Member], list[str]]:
    keys = wanted.get("user_ids")
    if keys is not None:
        listed = [str(key) for key in (keys if isinstance(keys, list) else [keys])]
        present = {str(key): member for key, member in guild.members.items()}
        return [present[key] for key in listed if key in present], [key for key in listed if key not in present]
    query, limit = str(wanted.get("query") or "").lower(), int(wanted.get("limit") or 0)
    found = [
        member
        for member in guild.members.values()
        if any(name and name.lower().startswith(query) for name in (member.nick, member.user.username))
    ]
    return found[:limit] if limit else found, []
