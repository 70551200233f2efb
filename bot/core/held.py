"""Tells what holds in a place, field by field, and for which place around it each was set."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from bot.core.profile import Overrides, Persona, Profile, Scope, resolve

FIELDS = tuple(each.name for each in fields(Overrides))
"""All that can be set for a place."""


@dataclass(frozen=True, slots=True)
class Held:
    """A value that holds, and the place for which it was set, by a persona too; `None` where the operator wants it."""

    value: Any
    scope: Scope | None = None


def held(
    defaults: Profile, around: Iterable[tuple[Scope, Overrides]], personas: Mapping[str, Persona]
) -> Mapping[str, Held]:
    """What holds where these overrides do, the widest first, by the names of the fields."""
    profile = defaults
    found = {name: Held(_value(defaults, name)) for name in FIELDS}
    for scope, overrides in around:
        profile = resolve(profile, [overrides], personas)
        persona = personas.get(overrides.persona or "")
        told = overrides.set_fields.keys() | (persona.overrides.set_fields.keys() if persona else set())
        for name in FIELDS:
            value = _value(profile, name)
            if name in told or value != found[name].value:
                found[name] = Held(value, scope)
    return found


def _value(profile: Profile, name: str) -> Any:
    return getattr(profile, name) if hasattr(profile, name) else getattr(profile.options, name)
