"""Reads the components of a message: rows of buttons and selects, numbered as Discord numbers them."""

from itertools import count

from bot.sandbox.errors import invalid_form
from bot.sandbox.state.models import Json, Message
from bot.sandbox.verbs.form import Form

ROW, BUTTON = 1, 2
LINK, PREMIUM = 5, 6
PER_ROW, ROWS = 5, 5
V2_PARTS = 40
LONGEST_CUSTOM_ID = 100
LONGEST_LABEL = 80


def read_components(form: Form, *, v2: bool = False) -> list[Json]:
    """What is shown under a message. Notes in the form what is wrong; every part gets an `id` that it came without."""
    reader = _Reader(_given(form.objects("components", most=V2_PARTS)))
    return reader.all_of(form, most=V2_PARTS if v2 else ROWS)


def find_component(message: Message, custom_id: str) -> Json:
    """The button or select of a message with that id, if it can be used."""
    for component in _walk(message.components):
        if component.get("custom_id") == custom_id and not component.get("disabled"):
            return component
    raise invalid_form({"data.custom_id": ("COMPONENT_VALIDATION_FAILED", "Component validation failed")})


class _Reader:
    """Numbers the parts from 1 in the order they stand in, and knows which custom ids it has seen."""

    def __init__(self, given: set[int]) -> None:
        self._numbers = (number for number in count(1) if number not in given)
        self._custom_ids: set[str] = set()

    def all_of(self, form: Form, *, most: int) -> list[Json]:
        raw = form.objects("components", most=most)
        return [self._one(body, part) for body, part in zip(raw, form.forms("components", most=most), strict=True)]

    def _one(self, body: Json, part: Form) -> Json:
        read = {name: value for name, value in body.items() if value is not None}
        kind = read["type"] = part.whole("type")
        read["id"] = part.whole("id") or next(self._numbers)
        if kind == ROW and not 1 <= len(part.objects("components", most=PER_ROW)) <= PER_ROW:
            part.wrong("components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {PER_ROW} in length.")
        if kind == BUTTON:
            self._check_button(part)
        if isinstance(read.get("emoji"), dict):
            read["emoji"] = {name: value for name, value in read["emoji"].items() if value is not None}
        custom_id = part.text("custom_id", most=LONGEST_CUSTOM_ID)
        if custom_id in self._custom_ids:
            part.wrong("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        self._custom_ids |= {custom_id} - {""}
        if "components" in read:
            read["components"] = self.all_of(part, most=V2_PARTS)
        accessory = part.mapping("accessory")
        if accessory is not None:
            read["accessory"] = self._one(body["accessory"], accessory)
        return read

    def _check_button(self, part: Form) -> None:
        part.text("label", most=LONGEST_LABEL)
        style = part.whole("style")
        if not 1 <= style <= PREMIUM:
            part.wrong("style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
        elif style == LINK:
            part.text("url", most=2048, required=True)
        elif style != PREMIUM:
            part.text("custom_id", least=1, most=LONGEST_CUSTOM_ID, required=True)


def _given(components: list[Json]) -> set[int]:
    return {part["id"] for part in _walk(components) if isinstance(part.get("id"), int)}


def _walk(components: list[Json]) -> list[Json]:
    """All parts, those within others too."""
    found = []
    for component in components:
        inner = component.get("components")
        accessory = component.get("accessory")
        found += [component, *_walk(inner if isinstance(inner, list) else [])]
        found += [accessory] if isinstance(accessory, dict) else []
    return found
