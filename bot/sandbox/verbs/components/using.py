"""What people do with the components of a message: press one, or choose from it, as far as it can be done."""

from collections.abc import Iterable

from bot.sandbox.errors import Refusal, invalid_form
from bot.sandbox.state.models import Json, Message
from bot.sandbox.verbs.components.kinds import Kind
from bot.sandbox.verbs.components.reading import walk
from bot.sandbox.verbs.options import OptionType

_NAMES: dict[int, OptionType] = {
    Kind.USER_SELECT: OptionType.USER,
    Kind.ROLE_SELECT: OptionType.ROLE,
    Kind.MENTIONABLE_SELECT: OptionType.MENTIONABLE,
    Kind.CHANNEL_SELECT: OptionType.CHANNEL,
    Kind.FILE_UPLOAD: OptionType.ATTACHMENT,
}


def find_component(message: Message, custom_id: str) -> Json:
    """The button or select of a message with that id, if it can be used."""
    for component in walk(message.components):
        if component.get("custom_id") == custom_id and not component.get("disabled"):
            return component
    raise refused("data.custom_id")


def check_choice(component: Json, values: list[str]) -> None:
    """Refuse a choice that the component does not offer."""
    if component["type"] != Kind.BUTTON and not is_possible(component, values, least=component.get("min_values", 1)):
        raise refused("data.values")


def naming(component: Json, values: Iterable[str]) -> list[tuple[OptionType, str]]:
    """What is named by a choice: users, roles, channels or files by their ids."""
    kind = _NAMES.get(component["type"])
    return [] if kind is None else [(kind, value) for value in values]


def is_possible(component: Json, values: list[str], *, least: int) -> bool:
    """Whether these can be chosen together: `least` of them or more, each once, and none that is not offered."""
    most = component.get("max_values", 10 if component["type"] == Kind.CHECKBOX_GROUP else 1)
    offered = {option["value"] for option in component["options"]} if "options" in component else None
    fits = len(set(values)) == len(values) and least <= len(values) <= most
    return fits and (set(values) <= offered if offered is not None else all(each.isdecimal() for each in values))


def refused(path: str) -> Refusal:
    """What somebody is told whose choice is not possible."""
    return invalid_form({path: ("COMPONENT_VALIDATION_FAILED", "Component validation failed")})
