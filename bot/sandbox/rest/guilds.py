"""Guilds, their members and roles."""

from bot.sandbox import guild_shapes, shapes
from bot.sandbox.errors import Problem, Refusal
from bot.sandbox.gateway.intents import Intent
from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.state.models import Guild
from bot.sandbox.state.permissions import can_see
from bot.sandbox.verbs.form import number

routes = Routes()


def _guild(call: Call) -> Guild:
    guild = call.service.world.guild(call.key("guild"))
    if call.by.id not in guild.members:
        raise Refusal(Problem.MISSING_ACCESS)
    return guild


@routes.add("GET", "/guilds/{guild}", major="guild")
async def guild(call: Call) -> Answer:
    """A guild."""
    found = _guild(call)
    counts = {"approximate_member_count": len(found.members), "approximate_presence_count": len(found.members)}
    wanted = call.query.get("with_counts") in ("1", "true", "True")
    return Answer(guild_shapes.shape_of(found, to=call.by) | (counts if wanted else {}))


@routes.add("GET", "/guilds/{guild}/channels", major="guild")
async def channels(call: Call) -> Answer:
    """Its channels, without threads."""
    visible = [each for each in _guild(call).channels.values() if not each.thread and can_see(call.by, each)]
    return Answer([shapes.channel(each, to=call.by) for each in visible])


@routes.add("GET", "/guilds/{guild}/roles", major="guild")
async def roles(call: Call) -> Answer:
    """Its roles."""
    return Answer([shapes.role(role) for role in _guild(call).roles.values()])


@routes.add("GET", "/guilds/{guild}/members", major="guild")
async def members(call: Call) -> Answer:
    """Its members, by id. A bot is told of them if its application has enabled the intent."""
    guild = _guild(call)
    if call.by.bot and not call.service.privileged & Intent.GUILD_MEMBERS:
        raise Refusal(Problem.MISSING_ACCESS)
    limit, after = number(call.query, "limit", default=1), number(call.query, "after")
    found = [member for key, member in sorted(guild.members.items()) if key > after]
    return Answer([shapes.member(member) for member in found[:limit]])


@routes.add("GET", "/guilds/{guild}/members/{user}", major="guild")
async def member(call: Call) -> Answer:
    """One of its members."""
    guild = _guild(call)
    user = call.service.world.user(call.key("user"))
    if user.id not in guild.members:
        raise Refusal(Problem.UNKNOWN_MEMBER)
    return Answer(shapes.member(guild.members[user.id]))


@routes.add("GET", "/guilds/{guild}/threads/active", major="guild")
async def active_threads(call: Call) -> Answer:
    """The threads that are not archived."""
    visible = [each for each in _guild(call).channels.values() if each.thread and can_see(call.by, each)]
    live = [each for each in visible if each.thread and not each.thread.archived]
    return Answer({"threads": [shapes.channel(each, to=call.by) for each in live], "members": [], "has_more": False})
