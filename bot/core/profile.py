"""What holds in a place, resolved for each message from the defaults, its server, category, channel and thread."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal, NamedTuple, get_args

from bot.core.chat import Options, Thinking
from bot.core.errors import OutOfBounds
from bot.core.ranges import RANGES
from bot.core.record import Incoming

Trigger = Literal["mention", "all", "never"]
"""Which messages are for the bot: those that mention it, every one, or none, which leaves the commands."""
Announce = Literal["off", "long", "always"]
"""Whose asker is called once the answer is there: nobody's, that of one that took long, or everybody's."""
Language = Literal["auto", "de", "en", "es", "fr", "ja", "zh-CN"]
"""What the bot itself speaks: each place's own language, or this one."""


class Place(NamedTuple):
    """Where something is said: the channel or thread, and what that belongs to."""

    channel: int
    parent: int | None = None
    category: int | None = None
    server: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """
    What a setting may be made for; a thread and a direct message are channels.

    `server` is where it is, and `parent` the channel that a thread belongs to: with them it is forgotten.
    """

    kind: Literal["server", "category", "channel"]
    id: int
    parent: int | None = field(default=None, compare=False)
    server: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """
    All that may differ between places, as it holds in one.

    `persona` is the name of the one that answers, if any. With `display`, what the place cannot draw of an answer, such
    as tables, is put into what it can. With `summary`, what is left out for want of room is summed up.
    """

    system_prompt: str
    options: Options = field(default_factory=Options)
    persona: str | None = None
    greeting: str | None = None
    trigger: Trigger = "mention"
    opens_threads: bool = False
    language: str = "auto"
    announce: Announce = "long"
    display: bool = True
    summary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """
    What is set for one place, or by a persona; `None` leaves it to the wider place around it.

    The fields are those of `Profile` and of its options. Raises `OutOfBounds` for what can hold nowhere.
    """

    persona: str | None = None
    system_prompt: str | None = None
    greeting: str | None = None
    max_new_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    repetition_penalty: float | None = None
    trigger: Trigger | None = None
    opens_threads: bool | None = None
    thinking: Thinking | None = None
    max_thinking_tokens: int | None = None
    language: Language | None = None
    announce: Announce | None = None
    display: bool | None = None
    summary: bool | None = None

    def __post_init__(self) -> None:
        wrong = [name for name, value in self.set_fields.items() if not _can_hold(name, value)]
        if wrong:
            raise OutOfBounds(wrong)

    @property
    def set_fields(self) -> Mapping[str, Any]:
        """What is set, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) is not None}


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody the bot can be: a name that is typed, a title that is read, and what holds with it."""

    name: str
    title: str
    overrides: Overrides


def scopes(asked: Incoming | Place) -> tuple[Scope, ...]:
    """All that may hold something for the message or the place, the widest first."""
    found = (
        asked.server and Scope("server", asked.server, server=asked.server),
        asked.category and Scope("category", asked.category, server=asked.server),
        asked.parent and Scope("channel", asked.parent, server=asked.server),
        Scope("channel", asked.channel, asked.parent, asked.server),
    )
    return tuple(scope for scope in found if scope)


def resolve(defaults: Profile, overrides: Iterable[Overrides], personas: Mapping[str, Persona]) -> Profile:
    """
    What holds where these overrides do, the widest first; the nearest wins, field by field.

    A persona brings along its prompt, greeting and sampling; what is set for the same place beside it comes before
    them, and an own prompt is nobody's. A persona that is there no more changes nothing.
    """
    profile = defaults
    for each in overrides:
        if persona := personas.get(each.persona or ""):
            profile = replace(_applied(profile, persona.overrides), persona=persona.name)
        profile = _applied(profile, each)
    return profile


def _applied(profile: Profile, overrides: Overrides) -> Profile:
    values = {name: value for name, value in overrides.set_fields.items() if name != "persona"}
    if "system_prompt" in values:
        values = {"persona": None, "greeting": None} | values
    options = {name: values.pop(name) for name in _OPTIONS & values.keys()}
    return replace(profile, options=replace(profile.options, **options), **values)


_OPTIONS = {each.name for each in fields(Options)}


def _can_hold(name: str, value: Any) -> bool:
    if name in RANGES:
        return value in RANGES[name]
    match name:
        case "trigger":
            return value in get_args(Trigger)
        case "thinking":
            return value in get_args(Thinking)
        case "announce":
            return value in get_args(Announce)
        case "language":
            return value in get_args(Language)
        case "system_prompt":
            return bool(value.strip())
    return True
