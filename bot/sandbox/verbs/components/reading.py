"""Reads components: refuses what Discord refuses, and numbers the rest as Discord numbers it."""

from collections.abc import Collection
from itertools import count

from bot.sandbox.state.models import Json
from bot.sandbox.verbs.components import kinds, parts
from bot.sandbox.verbs.components.kinds import Kind
from bot.sandbox.verbs.form import Form

PER_ROW, ROWS = 5, 5
V2_PARTS = 40
V2_CHARACTERS = 4000
MODAL_PARTS = 5
LONGEST_CUSTOM_ID = 100
_CHILDREN = {
    Kind.ROW: kinds.IN_ROW,
    Kind.SECTION: kinds.IN_SECTION,
    Kind.CONTAINER: kinds.IN_CONTAINER,
}


def read_components(form: Form, *, v2: bool = False) -> list[Json]:
    """What is shown under a message. Notes in the form what is wrong; every part gets an `id` that it came without."""
    if not v2:
        return _Reader(form).all_of(form, kinds.IN_MESSAGE, most=ROWS)
    read = _Reader(form).all_of(form, kinds.IN_V2_MESSAGE, most=V2_PARTS)
    if len(walk(read)) > V2_PARTS:
        sentence = f"Total number of components exceeds the maximum of {V2_PARTS}"
        form.wrong("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", sentence)
    if sum(len(str(part.get("content", ""))) for part in walk(read)) > V2_CHARACTERS:
        sentence = f"Total displayable text size exceeds maximum size of {V2_CHARACTERS}"
        form.wrong("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", sentence)
    return read


def read_modal(form: Form) -> Json:
    """A form that a bot has shown to somebody."""
    form.only({"custom_id", "title", "components"})
    title = form.text("title", least=1, most=45, required=True)
    custom_id = form.text("custom_id", least=1, most=LONGEST_CUSTOM_ID, required=True)
    components = _Reader(form, modal=True).all_of(form, kinds.IN_MODAL, most=MODAL_PARTS)
    if not components:
        form.wrong("components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MODAL_PARTS} in length.")
    return {"custom_id": custom_id, "title": title, "components": components}


def walk(components: list[Json]) -> list[Json]:
    """All parts, those within others too."""
    found = []
    for component in components:
        inner = component.get("components")
        parts = [each for each in inner if isinstance(each, dict)] if isinstance(inner, list) else []
        found += [component, *walk(parts)]
        beside = [component.get("accessory"), component.get("component")]
        found += [each for each in beside if isinstance(each, dict)]
    return found


class _Reader:
    """Numbers the parts from 1 in the order they stand in, and knows which custom ids it has seen."""

    def __init__(self, form: Form, *, modal: bool = False) -> None:
        given = {part.get("id") for part in walk(form.objects("components", most=V2_PARTS))}
        self._numbers = (number for number in count(1) if number not in given)
        self._custom_ids: set[str] = set()
        self._children = _CHILDREN | ({Kind.ROW: kinds.IN_MODAL_ROW} if modal else {})

    def all_of(self, form: Form, allowed: Collection[Kind], *, most: int) -> list[Json]:
        raw = form.objects("components", most=most)
        places = zip(raw, form.forms("components", most=most), strict=True)
        return [self._one(body, part, allowed) for body, part in places]

    def _one(self, body: Json, part: Form, allowed: Collection[Kind]) -> Json:
        read = {name: value for name, value in body.items() if value is not None}
        number = read["type"] = part.whole("type")
        read["id"] = part.whole("id") or next(self._numbers)
        if number not in allowed:
            known = ", ".join(str(int(kind)) for kind in sorted(allowed))
            part.wrong("_", "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({known},).')
            return read
        kind = Kind(number)
        part.only({"type", "id"} | kinds.FIELDS[kind])
        parts.check(kind, part)
        self._note_custom_id(part)
        return parts.LEFT_OUT.get(kind, {}) | read | parts.shown(kind, read) | self._within(kind, body, part)

    def _within(self, kind: Kind, body: Json, part: Form) -> Json:
        """The parts of a part."""
        found: Json = {}
        if kind in self._children:
            found["components"] = self.all_of(part, self._children[kind], most=V2_PARTS)
            _check_children(kind, found["components"], part)
        for name, allowed in (("accessory", kinds.BESIDE_SECTION), ("component", kinds.IN_LABEL)):
            if name not in kinds.FIELDS[kind]:
                continue
            inner = part.mapping(name)
            if inner is None:
                part.wrong(name, "BASE_TYPE_REQUIRED", "This field is required")
            else:
                found[name] = self._one(body[name], inner, allowed)
        return found

    def _note_custom_id(self, part: Form) -> None:
        custom_id = part.text("custom_id", most=LONGEST_CUSTOM_ID)
        if custom_id in self._custom_ids:
            part.wrong("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        self._custom_ids |= {custom_id} - {""}


def _check_children(kind: Kind, children: list[Json], part: Form) -> None:
    most = {Kind.ROW: PER_ROW, Kind.SECTION: 3}.get(kind, V2_PARTS)
    if not 1 <= len(children) <= most:
        part.wrong("components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
    wide = [each for each in children if each["type"] != Kind.BUTTON]
    if kind is Kind.ROW and wide and len(children) > 1:
        part.wrong("components", "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")
