"""What people do with components: press one, choose from it, or fill in a form, as far as it can be done."""

from collections.abc import Iterable

from bot.sandbox.errors import Refusal, invalid_form
from bot.sandbox.state.models import Json, Message
from bot.sandbox.verbs.components.kinds import SELECTS, Kind
from bot.sandbox.verbs.components.reading import walk
from bot.sandbox.verbs.options import OptionType

_NAMES: dict[int, OptionType] = {
    Kind.USER_SELECT: OptionType.USER,
    Kind.ROLE_SELECT: OptionType.ROLE,
    Kind.MENTIONABLE_SELECT: OptionType.MENTIONABLE,
    Kind.CHANNEL_SELECT: OptionType.CHANNEL,
    Kind.FILE_UPLOAD: OptionType.ATTACHMENT,
}
_MANY = (*SELECTS, Kind.FILE_UPLOAD, Kind.CHECKBOX_GROUP)


def find_component(message: Message, custom_id: str) -> Json:
    """The button or select of a message with that id, if it can be used."""
    for component in walk(message.components):
        if component.get("custom_id") == custom_id and not component.get("disabled"):
            return component
    raise _refused("data.custom_id")


def check_choice(component: Json, values: list[str]) -> None:
    """Refuse a choice that the component does not offer."""
    if component["type"] != Kind.BUTTON and not _is_possible(component, values, least=component.get("min_values", 1)):
        raise _refused("data.values")


def naming(component: Json, values: Iterable[str]) -> list[tuple[OptionType, str]]:
    """What is named by a choice: users, roles, channels or files by their ids."""
    kind = _NAMES.get(component["type"])
    return [] if kind is None else [(kind, value) for value in values]


def read_submission(modal: Json, given: Json) -> tuple[list[Json], list[tuple[OptionType, str]]]:
    """
    What somebody wrote into a form, as the bot is sent it, and what is named by it.

    Refuses what the form does not let through: an answer that is lacking, too long, or no choice of it.
    """
    answers = {part["custom_id"]: part for part in walk(given.get("components") or []) if "custom_id" in part}
    fields = [part for part in walk(modal["components"]) if "custom_id" in part]
    if any(name not in {field["custom_id"] for field in fields} for name in answers):
        raise _refused("data.components")
    named: list[tuple[OptionType, str]] = []
    read: dict[str, Json] = {}
    for field in fields:
        answer = _answer(field, answers.get(field["custom_id"], {}))
        named += naming(field, answer.get("values", []))
        read[field["custom_id"]] = answer
    return [_filled(part, read) for part in modal["components"]], named


def _answer(field: Json, given: Json) -> Json:
    shape: Json = {name: field[name] for name in ("type", "id", "custom_id")}
    is_required = field.get("required", True)
    if field["type"] == Kind.CHECKBOX:
        return shape | {"value": bool(given.get("value"))}
    if field["type"] in _MANY:
        values = [str(each) for each in given.get("values") or []]
        least = field.get("min_values", 1) if is_required or values else 0
        if not _is_possible(field, values, least=max(least, int(is_required and field["type"] != Kind.FILE_UPLOAD))):
            raise _refused(f"data.components.{field['custom_id']}")
        return shape | {"values": values}
    value = given.get("value")
    if field["type"] == Kind.RADIO_GROUP:
        offered = {option["value"] for option in field["options"]}
        if value not in offered and (is_required or value):
            raise _refused(f"data.components.{field['custom_id']}")
        return shape | {"value": value or None}
    least, most = field.get("min_length", 0), field.get("max_length", 4000)
    text = value if isinstance(value, str) else ""
    if (is_required or text) and not max(least, int(is_required)) <= len(text) <= most:
        raise _refused(f"data.components.{field['custom_id']}")
    return shape | {"value": text}


def _filled(part: Json, read: dict[str, Json]) -> Json:
    shape: Json = {"type": part["type"], "id": part["id"]}
    if part["type"] == Kind.ROW:
        return shape | {"components": [read[each["custom_id"]] for each in part["components"]]}
    return shape | ({"component": read[part["component"]["custom_id"]]} if part["type"] == Kind.LABEL else {})


def _is_possible(component: Json, values: list[str], *, least: int) -> bool:
    most = component.get("max_values", 10 if component["type"] == Kind.CHECKBOX_GROUP else 1)
    offered = {option["value"] for option in component["options"]} if "options" in component else None
    fits = len(set(values)) == len(values) and least <= len(values) <= most
    return fits and (set(values) <= offered if offered is not None else all(each.isdecimal() for each in values))


def _refused(path: str) -> Refusal:
    return invalid_form({path: ("COMPONENT_VALIDATION_FAILED", "Component validation failed")})
