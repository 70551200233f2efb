"""Reads the form of a command: what a bot may say when it registers one."""

import re
from collections.abc import Iterator

from bot.sandbox.locales import LOCALES
from bot.sandbox.state.models import Json
from bot.sandbox.verbs.form import Form
from bot.sandbox.verbs.options import NESTING, OptionType

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
OPTIONS = CHOICES = 25
LARGEST = 8000
"""Characters of all names, descriptions and values, each in its longest language."""
_SLASH_NAME = re.compile(r"[-_'\w]{1,32}")
_NAMED = {"type", "name", "name_localizations", "description", "description_localizations"}
_FIELDS = _NAMED | {
    *("options", "default_member_permissions", "dm_permission", "contexts", "integration_types", "nsfw", "handler"),
    *("id", "application_id", "guild_id", "version"),
}
_NUMERIC = {"choices", "autocomplete", "min_value", "max_value"}
_OPTION_FIELDS: dict[int, set[str]] = {
    OptionType.SUBCOMMAND: {"options"},
    OptionType.GROUP: {"options"},
    OptionType.STRING: {"choices", "autocomplete", "min_length", "max_length"},
    OptionType.INTEGER: _NUMERIC,
    OptionType.NUMBER: _NUMERIC,
    OptionType.CHANNEL: {"channel_types"},
}


def read_command(body: Json) -> Json:
    """The command as it is kept and told, without its ids. Raises `Refusal` if anything is wrong with it."""
    form = Form(body)
    form.only(_FIELDS)
    kind = form.whole("type", default=SLASH)
    if kind not in (SLASH, USER_MENU, MESSAGE_MENU):
        form.wrong("type", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3).")
    name = form.text("name", least=1, most=32, required=True)
    if kind == SLASH:
        _check_name(form, name)
    _check_localizations(form, body, most=32, name="name_localizations", spelled=kind == SLASH)
    description = _description(form, body) if kind == SLASH else ""
    if kind != SLASH and body.get("description"):
        form.wrong("description", "APPLICATION_COMMAND_INVALID_DESCRIPTION", "Menu commands have no description.")
    _check_options(form)
    if sum(map(len, _words(body))) > LARGEST:
        form.wrong("_", "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({LARGEST})")
    needed = form.snowflake("default_member_permissions")
    read: Json = {
        "type": kind,
        "name": name,
        "name_localizations": body.get("name_localizations"),
        "description": description,
        "description_localizations": body.get("description_localizations"),
        "options": form.objects("options", most=OPTIONS),
        "default_member_permissions": None if needed is None else str(needed),
        "dm_permission": form.yes("dm_permission", default=True),
        "contexts": form.choices("contexts", 0, 1, 2) or None,
        "integration_types": form.choices("integration_types", 0, 1) or [0],
        "nsfw": form.yes("nsfw"),
    }
    form.check()
    return read


def _check_options(form: Form, *, depth: int = 0) -> None:
    options = form.forms("options", most=OPTIONS)
    seen: set[str] = set()
    kinds = [option.whole("type") for option in options]
    is_optional = False
    for number, (option, kind) in enumerate(zip(options, kinds, strict=True)):
        if kind not in set(OptionType) or (kind in NESTING and depth > (kind == OptionType.SUBCOMMAND)):
            option.wrong("type", "BASE_TYPE_CHOICES", "This type of option cannot stand here.")
            continue
        if (kind in NESTING) != (kinds[0] in NESTING):
            option.wrong(
                "type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-commands have no options beside them."
            )
        option.only(_NAMED | {"required"} | _OPTION_FIELDS.get(kind, set()))
        name = option.text("name", least=1, most=32, required=True)
        _check_name(option, name)
        if name in seen:
            form.wrong(f"options.{number}.name", "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names are unique.")
        seen.add(name)
        if is_optional and option.yes("required"):
            sentence = "Required options must be placed before non-required options"
            option.wrong("required", "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", sentence)
        is_optional = not option.yes("required")
        _check_option(option, kind)
        if kind in NESTING:
            _check_options(option, depth=depth + 1)


def _check_option(option: Form, kind: int) -> None:
    body = option.body
    option.text("description", least=1, most=100, required=True)
    _check_localizations(option, body, most=32, name="name_localizations", spelled=True)
    _check_localizations(option, body, most=100, name="description_localizations")
    choices = option.forms("choices", most=CHOICES)
    if choices and option.yes("autocomplete"):
        option.wrong(
            "autocomplete", "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "An option has one or the other."
        )
    for choice in choices:
        choice.only({"name", "name_localizations", "value"})
        choice.text("name", least=1, most=100, required=True)
        _check_localizations(choice, choice.body, most=100, name="name_localizations")
        if kind == OptionType.STRING:
            choice.text("value", most=100, required=True)
        elif choice.number("value") is None:
            choice.wrong("value", "BASE_TYPE_REQUIRED", "This field is required")


def _check_name(form: Form, name: str) -> None:
    if name and (not _SLASH_NAME.fullmatch(name) or name != name.lower()):
        form.wrong("name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _description(form: Form, body: Json) -> str:
    _check_localizations(form, body, most=100, name="description_localizations")
    return form.text("description", least=1, most=100, required=True)


def _check_localizations(form: Form, body: Json, *, most: int, name: str, spelled: bool = False) -> None:
    texts = form.mapping(name)
    for locale in body.get(name) or {} if texts else ():
        if texts is None or locale not in LOCALES:
            form.wrong(f"{name}.{locale}", "BASE_TYPE_CHOICES", "This is not a language of Discord's.")
            continue
        text = texts.text(locale, least=1, most=most)
        if spelled and text and (not _SLASH_NAME.fullmatch(text) or text != text.lower()):
            texts.wrong(locale, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _words(part: Json) -> Iterator[str]:
    """What counts for the size of a command, whatever else is wrong with it."""
    for name in ("name", "description"):
        localized = part.get(f"{name}_localizations")
        said = [part.get(name), *(localized.values() if isinstance(localized, dict) else ())]
        yield max((text for text in said if isinstance(text, str)), key=len, default="")
    if isinstance(part.get("value"), str):
        yield part["value"]
    for name in ("options", "choices"):
        inner = part.get(name)
        for each in inner if isinstance(inner, list) else ():
            yield from _words(each) if isinstance(each, dict) else ()
