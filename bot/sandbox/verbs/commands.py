"""The bot's application commands, global and per guild, as the bot registered them."""

from typing import Any

from bot.sandbox.errors import Problem, Refusal, invalid_form
from bot.sandbox.gateway.hub import Hub
from bot.sandbox.limits import Limits
from bot.sandbox.state.models import Channel, Guild, Json, User
from bot.sandbox.state.world import World
from bot.sandbox.verbs.availability import is_usable
from bot.sandbox.verbs.command_form import SLASH, read_command


class Commands:
    """The registry. A scope is a guild's id, or `None` for the global commands."""

    def __init__(self, world: World, hub: Hub, limits: Limits, bot: User) -> None:
        self._world = world
        self._hub = hub
        self._limits = limits
        self._bot = bot
        self._scopes: dict[int | None, dict[int, Json]] = {}

    def listed(self, scope: int | None) -> list[Json]:
        """The commands of one scope."""
        return list(self._scopes.get(scope, {}).values())

    def usable(self, user: User, channel: Channel) -> list[Json]:
        """The commands that somebody can use in a channel: global ones and its guild's."""
        known = self.listed(None) + (self.listed(channel.guild.id) if channel.guild else [])
        return [each for each in known if is_usable(each, user, channel, self._bot)]

    def find(self, scope: int | None, key: int) -> Json:
        """The command of that scope with that id."""
        commands = self._scopes.get(scope, {})
        if key not in commands:
            raise Refusal(Problem.UNKNOWN_COMMAND)
        return commands[key]

    def replace(self, scope: int | None, bodies: list[Any]) -> list[Json]:
        """Register exactly these. One that keeps name and type keeps its id, and its version if it is the same."""
        if not all(isinstance(body, dict) for body in bodies):
            raise invalid_form({"0": ("MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")})
        fresh: dict[int, Json] = {}
        for number, body in enumerate(bodies):
            command = self._read(scope, body, self._namesake(scope, body))
            if _called(command) in map(_called, fresh.values()):
                raise _duplicate(f"{number}.")
            fresh[int(command["id"])] = command
        self._check_counts(fresh)
        self._set(scope, fresh)
        return self.listed(scope)

    def create(self, scope: int | None, body: Json) -> tuple[Json, bool]:
        """Register one more, or replace its namesake. Also tells whether it is new."""
        old = self._namesake(scope, body)
        command = self._read(scope, body, old)
        fresh = self._scopes.get(scope, {}) | {int(command["id"]): command}
        self._check_counts(fresh)
        self._set(scope, fresh)
        return command, old is None

    def change(self, scope: int | None, key: int, body: Json) -> Json:
        """Change what the body speaks of."""
        old = self.find(scope, key)
        command = self._read(scope, old | body, old)
        self._set(scope, self._scopes[scope] | {key: command})
        return command

    def delete(self, scope: int | None, key: int) -> None:
        """Unregister one."""
        self.find(scope, key)
        self._set(scope, {other: each for other, each in self._scopes[scope].items() if other != key})

    def _set(self, scope: int | None, commands: dict[int, Json]) -> None:
        if commands == self._scopes.get(scope, {}):
            return
        self._scopes[scope] = commands
        for guild in self._world.guilds.values() if scope is None else [self._world.guild(scope)]:
            self._tell(guild)

    def _tell(self, guild: Guild) -> None:
        data = {"guild_id": str(guild.id)}
        self._hub.to_guild(guild, "GUILD_APPLICATION_COMMAND_INDEX_UPDATE", lambda _: data)

    def _namesake(self, scope: int | None, body: Json) -> Json | None:
        return next((each for each in self.listed(scope) if _called(each) == _called(body)), None)

    def _read(self, scope: int | None, body: Json, old: Json | None) -> Json:
        command = {"application_id": str(self._bot.id)} | read_command(body)
        if scope is not None:
            command["guild_id"] = str(scope)
        return self._numbered(command, old)

    def _numbered(self, command: Json, old: Json | None) -> Json:
        if old is not None and command == {key: value for key, value in old.items() if key not in ("id", "version")}:
            return old
        key = old["id"] if old else str(self._world.snowflakes.next())
        return {"id": key, "version": str(self._world.snowflakes.next())} | command

    def _check_counts(self, commands: dict[int, Json]) -> None:
        kinds = [command["type"] for command in commands.values()]
        most = {SLASH: self._limits.slash_commands}
        if any(kinds.count(kind) > most.get(kind, self._limits.menu_commands) for kind in set(kinds)):
            raise Refusal(Problem.TOO_MANY_COMMANDS)


def _called(command: Json) -> tuple[Any, Any]:
    """What must be unique within a scope."""
    return command.get("name"), command.get("type", SLASH)


def _duplicate(path: str) -> Refusal:
    sentence = "Application command names must be unique"
    return invalid_form({f"{path}name": ("APPLICATION_COMMANDS_DUPLICATE_NAME", sentence)})
