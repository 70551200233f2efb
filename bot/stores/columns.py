"""Columns for what no database has a type of its own for."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, Text, TypeDecorator

from bot.core import chat
from bot.core.chat import File, Image, Part, Source
from bot.core.errors import OutOfBounds
from bot.core.notices import Notice
from bot.core.profile import Overrides
from bot.core.record import Earlier, Quote

# SQLite numbers rows itself only in a column of the type INTEGER, which holds 64 bits there.
Id = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[datetime]):
    """A moment with its time zone, kept in UTC also where a database knows no zones, as SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value and (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC))


class Parts(TypeDecorator[tuple[Part, ...]]):
    """
    What a turn is made of: a list of objects, each of a `kind`.

    Whoever adds a kind adds a migration too, even if it changes no table: an older bot then refuses the file, as it
    would not know what to do with such a part.
    """

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[Part] | None, dialect: Dialect) -> list[dict[str, Any]]:
        return [_stored(part) for part in value or ()]

    def process_result_value(self, value: Sequence[Mapping[str, Any]] | None, dialect: Dialect) -> tuple[Part, ...]:
        return tuple(_part(each) for each in value or ())


class EarlierMessages(TypeDecorator[tuple[Earlier, ...]]):
    """The messages of a question before its last one: a list of objects, each of a `message` and its `parts`."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[Earlier] | None, dialect: Dialect) -> list[dict[str, Any]]:
        return [
            {"message": each.message, "parts": Parts().process_bind_param(each.parts, dialect)} for each in value or ()
        ]

    def process_result_value(self, value: Sequence[Mapping[str, Any]] | None, dialect: Dialect) -> tuple[Earlier, ...]:
        return tuple(
            Earlier(each["message"], Parts().process_result_value(each["parts"], dialect)) for each in value or ()
        )


class Sources(TypeDecorator[tuple[Source, ...]]):
    """Where words come from: a list of objects, each of an `author` and a `message`, which may be null."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[Source] | None, dialect: Dialect) -> list[dict[str, Any]]:
        return [asdict(each) for each in value or ()]

    def process_result_value(self, value: Sequence[Mapping[str, Any]] | None, dialect: Dialect) -> tuple[Source, ...]:
        return _sources(value or ())


class Quotes(TypeDecorator[tuple[Quote, ...]]):
    """Messages that are quoted before another one: a list of objects with what a `Quote` has, but no chain."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Sequence[Quote] | None, dialect: Dialect) -> list[dict[str, Any]]:
        return [_without_nothing(asdict(each)) for each in value or ()]

    def process_result_value(self, value: Sequence[Mapping[str, Any]] | None, dialect: Dialect) -> tuple[Quote, ...]:
        return tuple(Quote(**{**each, "forwards": _sources(each.get("forwards", ()))}) for each in value or ())


class Set(TypeDecorator[Overrides]):
    """What is set for a place, by name. What a later bot may have set besides, or to what, is passed over."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Overrides | None, dialect: Dialect) -> dict[str, Any]:
        return dict(value.set_fields) if value else {}

    def process_result_value(self, value: Mapping[str, Any] | None, dialect: Dialect) -> Overrides:
        known = {each.name for each in fields(Overrides)}
        found = {name: each for name, each in (value or {}).items() if name in known}
        try:
            return Overrides(**found)
        except OutOfBounds as error:
            return Overrides(**{name: each for name, each in found.items() if name not in error.names})


class Reason(TypeDecorator[Notice]):
    """What the bot says of itself: an object with its key and arguments, in a column that once held sentences."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Notice | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps({"key": value.key, "arguments": dict(value.arguments)}, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Notice | None:
        return None if value is None else Notice(**json.loads(value))


class Notes(TypeDecorator[tuple[Notice, ...]]):
    """What the bot says besides: a list of objects, each with a key and arguments; none is no list."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Sequence[Notice] | None, dialect: Dialect) -> list[dict[str, Any]] | None:
        return [{"key": note.key, "arguments": dict(note.arguments)} for note in value or ()] or None

    def process_result_value(self, value: Sequence[Mapping[str, Any]] | None, dialect: Dialect) -> tuple[Notice, ...]:
        return tuple(Notice(**note) for note in value or ())


def _stored(part: Part) -> dict[str, Any]:
    if isinstance(part, chat.Text):
        return {"kind": "text", **_without_nothing(asdict(part))}
    if isinstance(part, Image):
        # Its bytes have a table of their own.
        return {"kind": "image", **_without_nothing(asdict(replace(part, data=b"")))}
    return {"kind": "file", **_without_nothing(asdict(part))}


def _part(stored: Mapping[str, Any]) -> Part:
    with suppress(TypeError):  # Something is missing of it, or there is more than this bot knows.
        part = {**stored, "sources": _sources(stored.get("sources", ()))}
        match part:
            case {"kind": "text", "text": str(), **text}:
                return chat.Text(part["text"], **text)
            case {"kind": "file", **file}:
                return File(**file)
            case {"kind": "image", **image}:
                return Image(**image)
    raise ValueError("a part is of a kind that this bot does not know")


def _sources(stored: Iterable[Mapping[str, Any]]) -> tuple[Source, ...]:
    return tuple(Source(**each) for each in stored)


def _without_nothing(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {name: each for name, each in stored.items() if each not in (None, (), b"")}
