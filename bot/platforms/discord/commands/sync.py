"""Tells Discord of the commands, where it knows others."""

import logging
from collections.abc import Mapping
from typing import Any

from discord.http import Route

from bot.platforms.discord.commands.wiring import Tree

log = logging.getLogger(__name__)

Json = dict[str, Any]

SLASH = 1
# All that a command, an option, or a choice is made of; whatever else Discord tells of it, it has added by itself.
# https://discord.com/developers/docs/interactions/application-commands#application-command-object
MADE_OF = (
    *("type", "name", "name_localizations", "description", "description_localizations", "options"),
    *("default_member_permissions", "nsfw", "contexts", "integration_types"),
    *("required", "choices", "channel_types", "min_value", "max_value", "min_length", "max_length", "autocomplete"),
    "value",
)
IN_ANY_ORDER = ("contexts", "integration_types", "channel_types")


async def sync(tree: Tree) -> list[Json]:
    """Return the commands as Discord knows them, once it knows ours: it is told where it knows others, only."""
    application = tree.client.application_id
    assert application is not None  # Known since the login.
    known = await _known(tree, application)
    ours = await _payload(tree)
    if _shapes(known) == _shapes(ours):
        return known
    log.info("telling Discord of the commands %s", ", ".join(command["name"] for command in ours))
    told: list[Any] = await tree.client.http.bulk_upsert_global_commands(application, payload=ours)
    return told


async def compare(tree: Tree) -> tuple[int, int, bool]:
    """How many commands Discord knows, how many there are, and whether they are the same; nothing is changed."""
    application = tree.client.application_id
    assert application is not None  # Known since the login.
    known, ours = await _known(tree, application), await _payload(tree)
    return len(known), len(ours), _shapes(known) == _shapes(ours)


async def _known(tree: Tree, application: int) -> list[Json]:
    """What Discord knows, in its words: discord.py 2.7.1 asks for no localisations, and its AppCommand loses more."""
    route = Route("GET", "/applications/{application_id}/commands", application_id=application)
    known: list[Json] = await tree.client.http.request(route, params={"with_localizations": "true"})
    return known


async def _payload(tree: Tree) -> list[Any]:
    """What `CommandTree.sync` would send."""
    commands, translator = tree.get_commands(), tree.translator
    if translator is None:
        return [command.to_dict(tree) for command in commands]
    return [await command.get_translated_payload(tree, translator) for command in commands]


def _shapes(commands: list[Json]) -> dict[tuple[int, str], Json]:
    """The commands by what tells them apart: a message's menu may hold the name of a slash command."""
    return {(command.get("type", SLASH), command["name"]): _shape({"type": SLASH} | command) for command in commands}


def _shape(thing: Mapping[str, Any]) -> Json:
    """
    What people can notice of a command, an option or a choice, and so what is compared.

    Whatever is not set is left out, which either side may do. A permission of 0, for administrators only, is set.
    """
    return {key: _value(key, thing[key]) for key in MADE_OF if _is_set(thing.get(key))}


def _is_set(value: object) -> bool:
    return value is not None and value is not False and value not in ("", [], {})


def _value(key: str, value: Any) -> Any:
    if key in ("options", "choices"):
        return [_shape(each) for each in value]
    if key in IN_ANY_ORDER:
        return sorted(value)
    # discord.py sends it as a number, and Discord answers with a string.
    return str(value) if key == "default_member_permissions" else value
