"""Application commands over REST, global and of one guild."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.rest.call import Answer, Call, Routes
from bot.sandbox.state.models import Json

routes = Routes()
_SCOPES = ("/applications/{application}/commands", "/applications/{application}/guilds/{guild}/commands")


def _scope(call: Call) -> int | None:
    """Which commands the path speaks of."""
    _only_for_its_own_bot(call)
    return _guild(call) if "guild" in call.path else None


def _only_for_its_own_bot(call: Call) -> None:
    call.only_for_bots()
    if call.key("application") != call.service.bot.id:
        raise Refusal(Problem.MISSING_ACCESS)


def _guild(call: Call) -> int:
    guild = call.service.world.guild(call.key("guild"))
    if call.by.id not in guild.members:
        raise Refusal(Problem.MISSING_ACCESS)
    return guild.id


async def listed(call: Call) -> Answer:
    """All commands of the scope. Localisations come along only where they are asked for."""
    commands = call.service.commands.listed(_scope(call))
    is_whole = call.query.get("with_localizations", "").lower() in ("1", "true")
    return Answer(commands if is_whole else [_without_localizations(command) for command in commands])


def _without_localizations(thing: Any) -> Any:
    """A command, an option or a choice as it is told of by default."""
    if isinstance(thing, list):
        return [_without_localizations(each) for each in thing]
    if not isinstance(thing, dict):
        return thing
    return {key: _without_localizations(each) for key, each in thing.items() if not key.endswith("_localizations")}


@routes.add("GET", "/applications/{application}/guilds/{guild}/commands/permissions")
async def permissions(call: Call) -> Answer:
    """Whom the guild lets use which command against what that takes; only those commands of which it says so."""
    _only_for_its_own_bot(call)
    found = call.service.world.guild(_guild(call)).command_permissions
    return Answer([_permissions(call, command, those) for command, those in found.items() if those])


def _permissions(call: Call, command: int, those: Mapping[tuple[int, int], bool]) -> Json:
    told = [{"id": str(key), "type": kind, "permission": allowed} for (kind, key), allowed in those.items()]
    application, guild = str(call.service.bot.id), call.path["guild"]
    return {"id": str(command), "application_id": application, "guild_id": guild, "permissions": told}


async def replace(call: Call) -> Answer:
    """Register exactly these."""
    if not isinstance(call.body, list):
        raise invalid_form({"_": ("LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")})
    return Answer(call.service.commands.replace(_scope(call), call.body))


async def create(call: Call) -> Answer:
    """Register one more."""
    command, new = call.service.commands.create(_scope(call), call.fields())
    return Answer(command, 201 if new else 200)


async def one(call: Call) -> Answer:
    """One command."""
    return Answer(call.service.commands.find(_scope(call), call.key("command")))


async def change(call: Call) -> Answer:
    """Change one command."""
    return Answer(call.service.commands.change(_scope(call), call.key("command"), call.fields()))


async def delete(call: Call) -> Answer:
    """Unregister one command."""
    call.service.commands.delete(_scope(call), call.key("command"))
    return Answer()


for _path in _SCOPES:
    routes.add("GET", _path)(listed)
    routes.add("PUT", _path)(replace)
    routes.add("POST", _path)(create)
    routes.add("GET", _path + "/{command}")(one)
    routes.add("PATCH", _path + "/{command}")(change)
    routes.add("DELETE", _path + "/{command}")(delete)
