"""The options of a slash command: whether what was given fits, and the things that it names by id."""

from enum import IntEnum

from bot.sandbox import shapes
from bot.sandbox.errors import invalid_form
from bot.sandbox.state import permissions
from bot.sandbox.state.models import Channel, Json, User
from bot.sandbox.state.world import World


class OptionType(IntEnum):
    """What an option holds."""

    SUBCOMMAND = 1
    GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10


def check(command: Json, data: Json, *, partial: bool) -> None:
    """Refuse options that the command does not have, or the lack of one it needs. `partial` ones are being typed."""
    given = {option.get("name"): option for option in data.get("options", [])}
    known = {option["name"]: option for option in command["options"]}
    wrong = {
        f"data.options.{name}": ("APPLICATION_COMMAND_OPTIONS_UNKNOWN", "This option does not exist")
        for name in given.keys() - known.keys()
    }
    for name, option in known.items():
        if option.get("required") and name not in given and not partial:
            wrong[f"data.options.{name}"] = ("BASE_TYPE_REQUIRED", "This field is required")
        if name not in given:
            continue
        wrong |= {} if partial else _wrong_value(option, given[name])
        if option["type"] in (OptionType.SUBCOMMAND, OptionType.GROUP):
            check({"options": option.get("options", [])}, given[name], partial=partial)
    if wrong:
        raise invalid_form(wrong)


def _wrong_value(option: Json, given: Json) -> dict[str, tuple[str, str]]:
    value, path = given.get("value"), f"data.options.{option['name']}.value"
    if given.get("type") != option["type"]:
        return {path: ("APPLICATION_COMMAND_OPTION_TYPE_INVALID", "The type does not match the command's")}
    if option["type"] == OptionType.STRING:
        least, most = option.get("min_length", 0), option.get("max_length", 6000)
        if not isinstance(value, str) or not least <= len(value) <= most:
            return {path: ("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")}
    choices = [choice["value"] for choice in option.get("choices", [])]
    if choices and value not in choices:
        return {path: ("APPLICATION_COMMAND_OPTION_CHOICE_INVALID", "The value is not one of the choices")}
    return {}


def resolved(data: Json, channel: Channel, world: World, *, by: User) -> Json:
    """The users, members, channels and roles that the options name, as the bot is sent them."""
    found: Json = {"users": {}, "members": {}, "channels": {}, "roles": {}}
    for option in _flat(data):
        _resolve(found, option.get("type"), str(option.get("value")), channel, world, by)
    return {kind: things for kind, things in found.items() if things}


def _flat(data: Json) -> list[Json]:
    """The options with those of subcommands."""
    options: list[Json] = data.get("options", [])
    return options + [inner for option in options for inner in _flat(option)]


def _resolve(found: Json, kind: int | None, key: str, channel: Channel, world: World, by: User) -> None:
    guild, number = channel.guild, int(key) if key.isdecimal() else 0
    if kind in (OptionType.USER, OptionType.MENTIONABLE) and number in world.users:
        found["users"][key] = shapes.user(world.users[number])
        if guild is not None and number in guild.members:
            allowed = {"permissions": str(int(permissions.in_channel(world.users[number], channel)))}
            found["members"][key] = shapes.bare_member(guild.members[number]) | allowed
    if kind in (OptionType.ROLE, OptionType.MENTIONABLE) and guild is not None and number in guild.roles:
        found["roles"][key] = shapes.role(guild.roles[number])
    if kind == OptionType.CHANNEL and number in world.channels:
        named = world.channels[number]
        allowed = {"permissions": str(int(permissions.in_channel(by, named)))}
        found["channels"][key] = shapes.channel(named, to=by) | allowed
