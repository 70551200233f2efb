"""What each kind of component has to be like, by itself, and what Discord adds to it."""

from bot.sandbox.state.models import Json
from bot.sandbox.verbs.components.kinds import LISTS, SELECTS, Kind
from bot.sandbox.verbs.form import Form

_LINK, _PREMIUM = 5, 6
_LONGEST = 4000
"""Characters of a text, shown or written."""
_PLACEHOLDER = _OPTION = 100
LEFT_OUT: dict[Kind, Json] = {
    **{key: {"min_values": 1, "max_values": 1} for key in SELECTS},
    Kind.CONTAINER: {"accent_color": None, "spoiler": False},
    Kind.SEPARATOR: {"spacing": 1, "divider": True},
    Kind.THUMBNAIL: {"description": None, "spoiler": False},
    Kind.FILE: {"spoiler": False},
}
"""What Discord tells of a part where the bot said nothing."""
_OPTIONS = {Kind.STRING_SELECT: (1, 25), Kind.RADIO_GROUP: (2, 10), Kind.CHECKBOX_GROUP: (1, 10)}
_DEFAULTS = {
    Kind.USER_SELECT: {"user"},
    Kind.ROLE_SELECT: {"role"},
    Kind.MENTIONABLE_SELECT: {"user", "role"},
    Kind.CHANNEL_SELECT: {"channel"},
}


def check(kind: Kind, part: Form) -> None:
    """Note what is wrong with one part. Those within it are looked at by themselves."""
    match kind:
        case Kind.BUTTON:
            _check_button(part)
        case Kind.TEXT:
            part.text("content", least=1, most=_LONGEST, required=True)
        case Kind.TEXT_INPUT:
            _check_text_input(part)
        case Kind.THUMBNAIL:
            _check_media(part, "media")
        case Kind.GALLERY:
            items = part.forms("items", most=10)
            for item in items:
                _check_media(item, "media")
            if not items:
                part.wrong("items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
        case Kind.FILE:
            _check_media(part, "file", only="attachment://")
        case Kind.SEPARATOR:
            _check_choice(part, "spacing", 1, 2)
        case Kind.CONTAINER:
            _check_range(part, "accent_color", 0, 0xFFFFFF)
        case Kind.LABEL:
            part.text("label", least=1, most=45, required=True)
            part.text("description", most=100)
        case Kind.CHECKBOX:
            part.yes("default")
        case _:
            pass
    if "custom_id" in _required(kind):
        part.text("custom_id", least=1, most=100, required=True)
    if kind in LISTS or kind in SELECTS or kind is Kind.FILE_UPLOAD:
        _check_selecting(kind, part)


def shown(kind: Kind, read: Json) -> Json:
    """What a part has in a message beyond what the bot said of it."""
    if kind is Kind.BUTTON and isinstance(read.get("emoji"), dict):
        return {"emoji": {name: value for name, value in read["emoji"].items() if value is not None}}
    if kind is Kind.THUMBNAIL:
        return {"media": _unfurled(read.get("media"))}
    if kind is Kind.FILE:
        return {"file": _unfurled(read.get("file"))}
    if kind is Kind.GALLERY:
        items = [each for each in read.get("items", []) if isinstance(each, dict)]
        plain = {"description": None, "spoiler": False}
        return {"items": [plain | each | {"media": _unfurled(each.get("media"))} for each in items]}
    return {}


def _required(kind: Kind) -> set[str]:
    named = {*LISTS, *SELECTS, Kind.TEXT_INPUT, Kind.FILE_UPLOAD, Kind.CHECKBOX}
    return {"custom_id"} if kind in named else set()


def _unfurled(media: object) -> Json:
    """A picture or a file by its address. One that the message brings along is filled in when it is shown."""
    url = media.get("url") if isinstance(media, dict) else None
    return {"url": url, "proxy_url": url, "loading_state": 2}


def _check_button(part: Form) -> None:
    part.text("label", most=80)
    style = part.whole("style")
    if not 1 <= style <= _PREMIUM:
        part.wrong("style", "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
    elif style == _LINK:
        part.text("url", most=512, required=True)
    elif style != _PREMIUM:
        part.text("custom_id", least=1, most=100, required=True)


def _check_text_input(part: Form) -> None:
    _check_choice(part, "style", 1, 2, required=True)
    part.text("label", most=45)
    part.text("placeholder", most=_PLACEHOLDER)
    part.text("value", most=_LONGEST)
    _check_range(part, "min_length", 0, _LONGEST)
    _check_range(part, "max_length", 1, _LONGEST)
    if part.whole("min_length") > part.whole("max_length", default=_LONGEST):
        part.wrong("max_length", "COMPONENT_INVALID_LENGTHS", "Must not be less than min_length.")


def _check_media(part: Form, name: str, *, only: str = "") -> None:
    media = part.mapping(name)
    if media is None:
        part.wrong(name, "BASE_TYPE_REQUIRED", "This field is required")
        return
    url = media.text("url", least=1, most=2048, required=True)
    if url and not url.startswith(only or ("attachment://", "https://", "http://")):
        media.wrong("url", "URL_TYPE_INVALID_SCHEME", f'Scheme "{url.partition(":")[0]}" is not supported.')


def _check_selecting(kind: Kind, part: Form) -> None:
    part.text("placeholder", most=150)
    top = 10 if kind in (Kind.FILE_UPLOAD, Kind.CHECKBOX_GROUP) else 25
    _check_range(part, "min_values", 0, top)
    _check_range(part, "max_values", 1, top)
    if part.whole("min_values", default=1) > part.whole("max_values", default=top):
        part.wrong("max_values", "COMPONENT_INVALID_VALUES", "Must not be less than min_values.")
    if kind in LISTS:
        _check_options(kind, part)
    for default in part.forms("default_values", most=25):
        default.snowflake("id", required=True)
        if default.text("type", most=10, required=True) not in _DEFAULTS.get(kind, ()):
            default.wrong("type", "BASE_TYPE_CHOICES", "This type cannot be chosen here.")


def _check_options(kind: Kind, part: Form) -> None:
    least, most = _OPTIONS[kind]
    options = part.forms("options", most=most)
    if len(options) < least:
        part.wrong("options", "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    seen: set[str] = set()
    for option in options:
        option.only({"label", "value", "description", "default", "emoji"})
        option.text("label", least=1, most=_OPTION, required=True)
        option.text("description", most=_OPTION)
        value = option.text("value", least=1, most=_OPTION, required=True)
        if value in seen:
            option.wrong("value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is used")
        seen.add(value)
    chosen = sum(option.yes("default") for option in options)
    if chosen > (1 if kind is Kind.RADIO_GROUP else part.whole("max_values", default=1 if kind in SELECTS else most)):
        part.wrong("options", "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "More options are chosen than can be.")


def _check_range(part: Form, name: str, least: int, most: int) -> None:
    if not least <= part.whole(name, default=least) <= most:
        part.wrong(name, "NUMBER_TYPE_MAX", f"int value should be between {least} and {most}.")


def _check_choice(part: Form, name: str, *choices: int, required: bool = False) -> None:
    if part.whole(name, default=0 if required else choices[0]) not in choices:
        part.wrong(name, "BASE_TYPE_CHOICES", f"Value must be one of {choices}.")
