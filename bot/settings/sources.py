"""Reads the places a setting may stand in, and keeps for each value where it stood."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from bot.settings.values import PREFIX, SECRETS, VARIABLES, Settings

CONFIG_FILE = "config/bot.toml"
ENV_FILE = ".env"


@dataclass
class Found:
    """What the sources said: values by setting, the place of each, and what is wrong."""

    values: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    mistakes: list[str] = field(default_factory=list)

    def add(self, stronger: "Found") -> None:
        """Take over what a stronger source says."""
        self.values |= stronger.values
        self.places |= stronger.places
        self.mistakes += stronger.mistakes


def from_toml(path: Path) -> Found:
    """What the operator's file says; nothing where there is none."""
    found = Found()
    try:
        text = path.read_text("utf-8-sig") if path.is_file() else ""
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found.mistakes.append(f"{CONFIG_FILE} is not UTF-8 text (line {line})")
    except ValueError as error:
        found.mistakes.append(f"{CONFIG_FILE} is not valid TOML: {error}")
    except OSError as error:
        found.mistakes.append(f"{CONFIG_FILE} cannot be read: {error.strerror}")
    else:
        for key, value in data.items():
            _sort_toml_key(found, key, value, f"{key} in {CONFIG_FILE}{_line_of(key, text.splitlines())}")
    return found


def _sort_toml_key(found: Found, key: str, value: object, place: str) -> None:
    if key.lower() in SECRETS:
        found.mistakes.append(f"{place} is a secret: it belongs into {ENV_FILE}, as {VARIABLES[key.lower()]}")
    elif key not in Settings.model_fields:
        found.mistakes.append(f"{place} is not a setting{suggest(key.lower(), Settings.model_fields)}")
    else:
        found.values[key], found.places[key] = value, place


def _line_of(key: str, lines: list[str]) -> str:
    """Where `key` is set, in brackets; nothing where that is not certain."""
    numbers = [
        number for number, line in enumerate(lines, 1) if re.match(rf"""\s*["']?{re.escape(key)}["']?\s*=""", line)
    ]
    return f" (line {numbers[0]})" if len(numbers) == 1 else ""


def from_env_file(path: Path) -> Found:
    """What `.env` says; nothing where there is none."""
    try:
        source = DotEnvSettingsSource(Settings, env_file=path, env_file_encoding="utf-8-sig")
        found = _from_variables(source, ENV_FILE)
        found.mistakes += [f"{ENV_FILE} (line {line}) does not read NAME=value" for line in _malformed_lines(path)]
    except UnicodeDecodeError:
        return Found(mistakes=[f"{ENV_FILE} is not UTF-8 text"])
    except OSError as error:
        return Found(mistakes=[f"{ENV_FILE} cannot be read: {error.strerror}"])
    return found


def _malformed_lines(path: Path) -> Iterable[int]:
    """The lines that python-dotenv passes over; what stands there is not repeated, as it may be the token."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8-sig") as text:
        for binding in parse_stream(text):
            if binding.error or (binding.key and binding.value is None):
                blank = len(binding.original.string) - len(binding.original.string.lstrip())
                yield binding.original.line + binding.original.string.count("\n", 0, blank)


def from_environment(environ: Mapping[str, str]) -> Found:
    """What the process was started with."""
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in environ.items() if value}
    return _from_variables(source, "the environment")


def _from_variables(source: EnvSettingsSource, place: str) -> Found:
    values = {key.lower(): value for key, value in source().items()}
    found = Found({name: values[name] for name in VARIABLES if name in values})
    found.places = {name: f"{VARIABLES[name]} in {place}" for name in found.values}
    known = VARIABLES.values()
    for variable in map(str.upper, source.env_vars):
        # Without its prefix an address would be passed over, and the token sent to the real Discord.
        lacks_prefix = variable.startswith("DISCORD_") and PREFIX + variable in known
        if variable not in known and (variable.startswith(PREFIX) or lacks_prefix):
            found.mistakes.append(f"{variable} in {place} is not a setting{suggest(variable, known)}")
    return found


def suggest(name: str, known: Iterable[str]) -> str:
    """What may have been meant, as the end of a sentence; nothing where that is not clear."""
    closest = get_close_matches(name, known, n=1)
    return f", did you mean {closest[0]}?" if closest else ""
