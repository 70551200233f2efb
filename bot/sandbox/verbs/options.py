"""The options of a slash command: whether what was given fits, and what they name."""

from collections.abc import Iterator
from enum import IntEnum

from bot.sandbox.errors import invalid_form
from bot.sandbox.state.models import Json


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
    ATTACHMENT = 11


NESTING = (OptionType.SUBCOMMAND, OptionType.GROUP)
_VALUES: dict[int, type | tuple[type, ...]] = {
    OptionType.STRING: str,
    OptionType.INTEGER: int,
    OptionType.BOOLEAN: bool,
    OptionType.NUMBER: (int, float),
}
_LONGEST = 6000
_LONGEST_WHOLE = 1 << 53


def check(command: Json, data: Json, *, partial: bool) -> None:
    """Refuse options that the command does not have, or the lack of one it needs. `partial` ones are being typed."""
    given = {option.get("name"): option for option in data.get("options", [])}
    known = {option["name"]: option for option in command.get("options") or []}
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
        if option["type"] in NESTING:
            check(option, given[name], partial=partial)
    if wrong:
        raise invalid_form(wrong)


def _wrong_value(option: Json, given: Json) -> dict[str, tuple[str, str]]:
    value, path = given.get("value"), f"data.options.{option['name']}.value"
    if given.get("type") != option["type"]:
        return {path: ("APPLICATION_COMMAND_OPTION_TYPE_INVALID", "The type does not match the command's")}
    if option["type"] in NESTING:
        return {}
    fitting = _VALUES.get(option["type"])
    if fitting is None:
        is_id = str(value).isdecimal()
        return {} if is_id else {path: ("NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')}
    if not isinstance(value, fitting) or (isinstance(value, bool) and fitting is not bool):
        return {path: ("APPLICATION_COMMAND_OPTION_TYPE_INVALID", "The value does not have the option's type")}
    least, most = _bounds(option)
    measure = len(value) if isinstance(value, str) else value
    if option["type"] != OptionType.BOOLEAN and isinstance(measure, int | float) and not least <= measure <= most:
        return {path: ("BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most}.")}
    choices = [choice["value"] for choice in option.get("choices") or []]
    if choices and value not in choices:
        return {path: ("APPLICATION_COMMAND_OPTION_CHOICE_INVALID", "The value is not one of the choices")}
    return {}


def _bounds(option: Json) -> tuple[float, float]:
    """The least and the most of a number, or of a text's length."""
    if option["type"] == OptionType.STRING:
        return option.get("min_length") or 0, option.get("max_length") or _LONGEST
    least, most = option.get("min_value"), option.get("max_value")
    return -_LONGEST_WHOLE if least is None else least, _LONGEST_WHOLE if most is None else most


def naming(data: Json) -> Iterator[tuple[OptionType, str]]:
    """What the options name by id, those of subcommands too."""
    for option in data.get("options", []):
        yield from naming(option)
        if option.get("type") in set(OptionType) - set(_VALUES) - set(NESTING):
            yield OptionType(option["type"]), str(option.get("value"))


def called(command: Json, data: Json) -> str:
    """What was used: the command's name with those of the group and the subcommand in it."""
    words, options = [command["name"]], data.get("options", [])
    while options and options[0].get("type") in NESTING:
        words.append(options[0]["name"])
        options = options[0].get("options", [])
    return " ".join(words)
