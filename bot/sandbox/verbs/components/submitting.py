"""Reads what somebody wrote into a form, and lets through only what the form does."""

from bot.sandbox.errors import Refusal
from bot.sandbox.state.models import Json
from bot.sandbox.verbs.components.kinds import SELECTS, Kind
from bot.sandbox.verbs.components.reading import MODAL_PARTS, walk
from bot.sandbox.verbs.components.using import is_possible, naming, refused
from bot.sandbox.verbs.form import Form
from bot.sandbox.verbs.options import OptionType

_MANY = (*SELECTS, Kind.FILE_UPLOAD, Kind.CHECKBOX_GROUP)
_LONGEST = 4000


def read_submission(modal: Json, given: Json) -> tuple[list[Json], list[tuple[OptionType, str]]]:
    """
    What was written, as the bot is sent it, and what is named by it.

    Refuses what the form does not let through: an answer that is lacking, too long, or no choice of it.
    """
    form = Form(given)
    parts = walk(form.objects("components", most=MODAL_PARTS))
    form.check()
    answers = {part["custom_id"]: part for part in parts if "custom_id" in part}
    fields = [part for part in walk(modal["components"]) if "custom_id" in part]
    if answers.keys() - {field["custom_id"] for field in fields}:
        raise refused("data.components")
    read = {field["custom_id"]: _answer(field, answers.get(field["custom_id"], {})) for field in fields}
    named = [each for field in fields for each in naming(field, read[field["custom_id"]].get("values", []))]
    return [_filled(part, read) for part in modal["components"]], named


def _answer(field: Json, given: Json) -> Json:
    """The answer to one field, which is refused where it is not one."""
    shape: Json = {name: field[name] for name in ("type", "id", "custom_id")}
    value = given.get("value")
    if field["type"] == Kind.CHECKBOX:
        return shape | {"value": bool(value)}
    if field["type"] in _MANY:
        return shape | {"values": _several(field, [str(each) for each in given.get("values") or []])}
    text = value if isinstance(value, str) else ""
    if field["type"] == Kind.RADIO_GROUP:
        return shape | {"value": _one_of(field, text)}
    return shape | {"value": _text(field, text)}


def _several(field: Json, values: list[str]) -> list[str]:
    is_needed = field.get("required", True)
    least = max(field.get("min_values", 1), int(is_needed)) if is_needed or values else 0
    if not is_possible(field, values, least=least):
        raise _refused(field)
    return values


def _one_of(field: Json, value: str) -> str | None:
    offered = {option["value"] for option in field["options"]}
    if value not in offered and (value or field.get("required", True)):
        raise _refused(field)
    return value or None


def _text(field: Json, text: str) -> str:
    is_needed = field.get("required", True)
    least = max(field.get("min_length", 0), int(is_needed))
    if (text or is_needed) and not least <= len(text) <= field.get("max_length", _LONGEST):
        raise _refused(field)
    return text


def _refused(field: Json) -> Refusal:
    return refused(f"data.components.{field['custom_id']}")


def _filled(part: Json, read: dict[str, Json]) -> Json:
    """A part of the form with what was written into it."""
    shape: Json = {"type": part["type"], "id": part["id"]}
    if part["type"] == Kind.ROW:
        return shape | {"components": [read[each["custom_id"]] for each in part["components"]]}
    return shape | ({"component": read[part["component"]["custom_id"]]} if part["type"] == Kind.LABEL else {})
