"""
What the operator may choose: read once, checked as a whole, never changed afterwards.

A setting comes from `config/bot.toml`, is overridden by a line of `.env`, and that by a variable of the environment.
The variable is `BOT_` and the setting's name in capitals; only `DISCORD_TOKEN` goes by its customary name. Who the bot
can be is said by the files of `config/personas`.
"""

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.settings.personas import from_folder
from bot.settings.sources import CONFIG_FILE, ENV_FILE, Found, from_env_file, from_environment, from_toml
from bot.settings.values import TOKEN_VARIABLE, Settings

__all__ = ["Settings", "SettingsError", "load"]


class SettingsError(Exception):
    """Something is wrong with the settings. The text names every mistake and what is accepted instead."""

    def __init__(self, mistakes: Sequence[str]) -> None:
        heading = (
            "The settings have a mistake:" if len(mistakes) == 1 else f"The settings have {len(mistakes)} mistakes:"
        )
        super().__init__("\n  - ".join([heading, *mistakes]))
        self.mistakes = mistakes


def load(
    *,
    root: Path = Path(),
    environ: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
    needs_token: bool = False,
) -> Settings:
    """
    Read the settings of the folder `root`; `environ` is the process's own unless given.

    `overrides` are settings by name, stronger than every other source; those that are `None` are left alone. Raises
    `SettingsError` naming all mistakes at once, with `needs_token` also a missing token.
    """
    found = Found()
    found.add(from_toml(root / CONFIG_FILE))
    found.add(from_env_file(root / ENV_FILE))
    found.add(from_environment(os.environ if environ is None else environ))
    chosen = {name: value for name, value in (overrides or {}).items() if value is not None}
    found.add(Found(chosen, {name: f"{name} on the command line" for name in chosen}))
    if needs_token and "discord_token" not in found.values:
        found.mistakes.append(
            f"{TOKEN_VARIABLE} is missing: write {TOKEN_VARIABLE}=... into {ENV_FILE}. You get a token at "
            "https://discord.com/developers/applications: your application, Bot, Reset Token"
        )
    who = from_folder(root)
    found.mistakes += who.mistakes
    return _check(found).with_personas(who.personas)


def _check(found: Found) -> Settings:
    mistakes = list(found.mistakes)
    try:
        settings = Settings(**found.values)
    except ValidationError as error:
        mistakes += [_explain(details, found) for details in error.errors(include_url=False)]
    if mistakes:
        raise SettingsError(mistakes)
    return settings


def _explain(details: Mapping[str, Any], found: Found) -> str:
    """One mistake that pydantic found, in words of our own: its own would repeat passwords."""
    if details["type"] == "pair":
        places = [found.places[name] for name in details["ctx"] if name in found.places]
        return f"{' and '.join(places)}: {details['msg']}"
    setting = str(details["loc"][0]).lower()
    about = Settings.model_fields[setting]
    value = f"{json.dumps(found.values[setting], default=str, ensure_ascii=False):.80}"
    said = f" is {value}," if about.repr else " is wrong,"
    return f"{found.places[setting]}{said} accepted is {about.description}"
