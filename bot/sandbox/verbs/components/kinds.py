"""The kinds of components: what each is made of, and where it may stand."""

from enum import IntEnum


class Kind(IntEnum):
    """Discord's numbers for them."""

    ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT = 10
    THUMBNAIL = 11
    GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


SELECTS = (
    Kind.STRING_SELECT,
    Kind.USER_SELECT,
    Kind.ROLE_SELECT,
    Kind.MENTIONABLE_SELECT,
    Kind.CHANNEL_SELECT,
)
LISTS = (Kind.STRING_SELECT, Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP)
"""Those whose options the bot names one by one."""

_SELECT = {"custom_id", "placeholder", "min_values", "max_values", "disabled", "required"}
FIELDS: dict[Kind, set[str]] = {
    Kind.ROW: {"components"},
    Kind.BUTTON: {"custom_id", "style", "label", "disabled", "url", "sku_id", "emoji"},
    Kind.STRING_SELECT: _SELECT | {"options"},
    Kind.TEXT_INPUT: {"custom_id", "style", "label", "value", "placeholder", "required", "min_length", "max_length"},
    Kind.USER_SELECT: _SELECT | {"default_values"},
    Kind.ROLE_SELECT: _SELECT | {"default_values"},
    Kind.MENTIONABLE_SELECT: _SELECT | {"default_values"},
    Kind.CHANNEL_SELECT: _SELECT | {"default_values", "channel_types"},
    Kind.SECTION: {"components", "accessory"},
    Kind.TEXT: {"content"},
    Kind.THUMBNAIL: {"media", "description", "spoiler"},
    Kind.GALLERY: {"items"},
    Kind.FILE: {"file", "spoiler"},
    Kind.SEPARATOR: {"divider", "spacing"},
    Kind.CONTAINER: {"components", "accent_color", "spoiler"},
    Kind.LABEL: {"label", "description", "component"},
    Kind.FILE_UPLOAD: {"custom_id", "min_values", "max_values", "required"},
    Kind.RADIO_GROUP: {"custom_id", "options", "required"},
    Kind.CHECKBOX_GROUP: {"custom_id", "options", "min_values", "max_values", "required"},
    Kind.CHECKBOX: {"custom_id", "default"},
}
"""Beside `type` and `id`, which all have."""

IN_MESSAGE = frozenset({Kind.ROW})
IN_V2_MESSAGE = frozenset({Kind.ROW, Kind.SECTION, Kind.TEXT, Kind.GALLERY, Kind.FILE, Kind.SEPARATOR, Kind.CONTAINER})
IN_CONTAINER = IN_V2_MESSAGE - {Kind.CONTAINER}
IN_ROW = frozenset({Kind.BUTTON, *SELECTS})
IN_SECTION = frozenset({Kind.TEXT})
BESIDE_SECTION = frozenset({Kind.BUTTON, Kind.THUMBNAIL})
IN_MODAL = frozenset({Kind.ROW, Kind.TEXT, Kind.LABEL})
IN_MODAL_ROW = frozenset({Kind.TEXT_INPUT})
IN_LABEL = frozenset(
    {Kind.TEXT_INPUT, *SELECTS, Kind.FILE_UPLOAD, Kind.RADIO_GROUP, Kind.CHECKBOX_GROUP, Kind.CHECKBOX}
)
