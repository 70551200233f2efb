"""Files that people give to a command or a form: kept for a while, and named by their ids from then on."""

from collections.abc import Sequence
from typing import Any

from bot.sandbox.state.models import Json
from bot.sandbox.state.world import World
from bot.sandbox.verbs.components.kinds import Kind
from bot.sandbox.verbs.files import Upload, attach
from bot.sandbox.verbs.options import OptionType

KEPT = 100
"""The most files that are kept at once."""


def take(data: Json, uploads: Sequence[Upload], world: World) -> Json:
    """What was given, with the files' ids in the place of the n of `files[n]`."""
    keys = {}
    for upload in uploads:
        attachment = attach(upload, (), world.snowflakes, ephemeral=True)
        world.uploads[attachment.id] = attachment
        keys[str(upload.key)] = str(attachment.id)
    for oldest in list(world.uploads)[:-KEPT]:
        del world.uploads[oldest]
    given = {name: value for name, value in data.items() if name != "attachments"}
    read: Json = _renumbered(given, keys)
    return read


def _renumbered(value: Any, keys: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_renumbered(each, keys) for each in value]
    if not isinstance(value, dict):
        return value
    if value.get("type") == OptionType.ATTACHMENT and "value" in value:
        return value | {"value": keys.get(str(value["value"]), str(value["value"]))}
    if value.get("type") == Kind.FILE_UPLOAD and "values" in value:
        return value | {"values": [keys.get(str(each), str(each)) for each in value["values"]]}
    return {name: _renumbered(each, keys) for name, each in value.items()}
