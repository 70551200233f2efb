"""Reads what a client sends and refuses, field by field, what is not valid (50035)."""

from collections.abc import Collection, Mapping
from typing import Any

from bot.sandbox.errors import invalid_form
from bot.sandbox.state.models import Json


class Form:
    """A body being read: every getter notes what is wrong, `check` refuses it all at once."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self._body = body
        self._path = ""
        self._wrong: dict[str, tuple[str, str]] = {}

    @property
    def body(self) -> Json:
        """What is read."""
        return dict(self._body)

    def wrong(self, field: str, code: str, sentence: str) -> None:
        """Note that a field is not valid."""
        self._wrong[self._path + field] = (code, sentence)

    def check(self) -> None:
        """Raise `Refusal` if anything was wrong."""
        if self._wrong:
            raise invalid_form(self._wrong)

    def only(self, known: Collection[str]) -> None:
        """Note every field that is not known. Discord passes most of them over; here each is somebody's mistake."""
        for name in self._body.keys() - known:
            self.wrong(str(name), "UNKNOWN_FIELD", f'"{name}" is not a field of this form.')

    def text(self, name: str, *, least: int = 0, most: int, required: bool = False) -> str:
        """A string. Left out or null it reads as empty, unless it is required."""
        value = self._body.get(name)
        if value is None:
            if required:
                self.wrong(name, "BASE_TYPE_REQUIRED", "This field is required")
            return ""
        if not isinstance(value, str):
            self.wrong(name, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
            return ""
        if len(value) > most and not least:
            self.wrong(name, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif not least <= len(value) <= most:
            self.wrong(name, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
        return value

    def whole(self, name: str, *, default: int = 0) -> int:
        """An integer."""
        value = self._body.get(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
            return default
        return value

    def number(self, name: str) -> float | None:
        """A number that may have a fraction. Left out or null it is `None`."""
        value = self._body.get(name)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
            self.wrong(name, "FLOAT_TYPE_COERCE", f'Value "{value}" is not float.')
            return None
        return value

    def yes(self, name: str, *, default: bool = False) -> bool:
        """A truth value."""
        value = self._body.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
            return default
        return value

    def snowflake(self, name: str, *, required: bool = False) -> int | None:
        """An id, as a string or as a number."""
        value = self._body.get(name)
        if value is None:
            if required:
                self.wrong(name, "BASE_TYPE_REQUIRED", "This field is required")
            return None
        if isinstance(value, bool) or not str(value).isdecimal():
            self.wrong(name, "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
            return None
        return int(value)

    def mapping(self, name: str) -> "Form | None":
        """A nested object, read with a form of its own."""
        value = self._body.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(name, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
            return None
        return self._nested(name, value)

    def objects(self, name: str, *, most: int) -> list[Json]:
        """A list of objects. Left out or null it reads as empty."""
        value = self._body.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.wrong(name, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if len(value) > most:
            self.wrong(name, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        return value

    def forms(self, name: str, *, most: int) -> list["Form"]:
        """A list of objects, each read with a form of its own."""
        return [self._nested(f"{name}.{key}", value) for key, value in enumerate(self.objects(name, most=most))]

    def strings(self, name: str) -> list[str]:
        """A list of strings. Left out or null it reads as empty."""
        value = self._body.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.wrong(name, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        return [str(each) for each in value]

    def choices(self, name: str, *known: int) -> list[int]:
        """A list of numbers, each one of those that are known. Left out or null it reads as empty."""
        value = self._body.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or any(each not in known for each in value):
            self.wrong(name, "BASE_TYPE_CHOICES", f"Values must be of {known}.")
            return []
        return value

    def snowflakes(self, name: str) -> list[int]:
        """A list of ids. Left out or null it reads as empty."""
        read = []
        for number, value in enumerate(self.strings(name)):
            if value.isdecimal():
                read.append(int(value))
            else:
                self.wrong(f"{name}.{number}", "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')
        return read

    def _nested(self, path: str, body: Mapping[str, Any]) -> "Form":
        """A form of a part, which notes what is wrong here, below that path."""
        nested = Form(body)
        nested._path, nested._wrong = f"{self._path}{path}.", self._wrong
        return nested


def number(query: Mapping[str, str], name: str, *, default: int = 0) -> int:
    """A whole number in an address's query."""
    value = query.get(name, str(default))
    if not value.isdecimal():
        raise invalid_form({name: ("NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')})
    return int(value)
