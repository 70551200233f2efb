"""
Reads who the bot can be from `config/personas`, a file each, whose name is what people type.

A file begins with what YAML calls front matter, a title and perhaps more between two lines of three dashes, and goes on
with the system prompt.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from bot.settings.persona import FRONT_MATTER, PersonaFile
from bot.settings.sources import suggest

FOLDER = "config/personas"
# The wheel's copy of that folder, for whoever has none.
BUNDLED = Path(__file__).parents[1] / "personas"

_PARTS = re.compile(r"---[ \t]*\n(?P<front>.*?)^---[ \t]*\n(?P<prompt>.*)", re.DOTALL | re.MULTILINE)
_NAME = re.compile(r"(?!default$)[a-z0-9][a-z0-9-]{0,31}")


@dataclass
class FoundPersonas:
    """Who was found, by name, and what is wrong with the files."""

    personas: list[PersonaFile] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def from_folder(root: Path, *, bundled: Path = BUNDLED) -> FoundPersonas:
    """Who is in that folder of `root`, or where there is none, who comes with the bot."""
    folder = root / FOLDER
    found = FoundPersonas()
    for path in sorted((folder if folder.is_dir() else bundled).glob("*.md")):
        _read(path, f"{FOLDER}/{path.name}", found)
    return found


def _read(path: Path, place: str, found: FoundPersonas) -> None:
    try:
        text = path.read_text("utf-8-sig")
        front, lines, prompt = _split(text)
        found.mistakes += [
            f"{name} in {place} (line {lines[name]}) is nothing that a persona has{suggest(name, FRONT_MATTER)}"
            for name in front
            if name not in FRONT_MATTER
        ]
        known = {name: value for name, value in front.items() if name in FRONT_MATTER}
        found.personas.append(PersonaFile(name=path.stem, system_prompt=prompt, **known))
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        found.mistakes.append(f"{place} is not UTF-8 text (line {line})")
    except OSError as error:
        found.mistakes.append(f"{place} cannot be read: {error.strerror}")
    except _Malformed as error:
        found.mistakes.append(f"{place} {error}")
    except ValidationError as error:
        found.mistakes += [_explain(each, place, lines) for each in error.errors(include_url=False)]
    if not _NAME.fullmatch(path.stem):
        found.mistakes.append(
            f"{place} cannot be typed: accepted are names of small letters, digits and -, up to 32, but not default"
        )


class _Malformed(Exception):
    """A file that does not have the form of a persona. The text goes on after the file's name."""


def _split(text: str) -> tuple[dict[str, Any], dict[str, int], str]:
    """What stands in the front matter, in which line each of it does, and what stands after it."""
    parts = _PARTS.fullmatch(text)
    if parts is None:
        raise _Malformed("does not begin with a title between two lines of --- (line 1)")
    try:
        root = yaml.compose(parts["front"], Loader=yaml.SafeLoader)
        values = yaml.safe_load(parts["front"])
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise _Malformed(f"is not valid YAML: {error.problem} (line {line})") from error
    except yaml.YAMLError as error:
        raise _Malformed(f"is not valid YAML: {error}") from error
    if not isinstance(root, yaml.MappingNode) or not all(isinstance(key, str) for key in values):
        raise _Malformed("does not say title: and what else there is, each in a line of its own (line 2)")
    return values, {key.value: key.start_mark.line + 2 for key, _ in root.value}, parts["prompt"]


def _explain(details: Mapping[str, Any], place: str, lines: Mapping[str, int]) -> str:
    """One mistake that pydantic found, in our own words."""
    name = str(details["loc"][0])
    if name == "system_prompt":
        return f"{place} has no system prompt after the second line of ---"
    if details["type"] == "missing":
        return f"{place} has no {name}: accepted is {PersonaFile.model_fields[name].description}"
    value = f"{json.dumps(details['input'], default=str, ensure_ascii=False):.80}"
    accepted = PersonaFile.model_fields[name].description
    return f"{name} in {place} (line {lines[name]}) is {value}, accepted is {accepted}"
