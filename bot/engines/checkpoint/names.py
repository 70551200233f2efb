"""Names of checkpoints: which cannot be, told before slow imports, and what people are told of the others."""

import os
import re

from bot.core.errors import StartError

# Wider than what the hub allows, which looks at the rest itself. After a colon, which of a repository's files is meant.
_ON_THE_HUB = re.compile(r"[\w.-]{1,96}(/[\w.-]{1,96})?(:[\w.-]+)?", re.ASCII)
_A_FILE = ".gguf"


def refuse_impossible(name: str) -> None:
    """Raises `StartError` where `name` is neither a path to something nor shaped like a name on the hub."""
    # pathlib raises errors over `~nobody` and over names too long for a file.
    if os.path.exists(os.path.expanduser(name)):
        return
    if name.lower().endswith(_A_FILE):
        raise StartError(no_such_file(name))
    if _ON_THE_HUB.fullmatch(name) and name[0] not in "./":
        return
    raise StartError(no_such_name(name))


def told(name: str) -> str:
    """
    What people are told of a checkpoint called so: a folder or a file goes by its own name.

    Where it lies is the operator's business, as on Discord all can ask which model answers.
    """
    path = os.path.expanduser(name)
    return os.path.basename(os.path.abspath(path)) if os.path.exists(path) or os.path.isabs(path) else name


def no_such_file(name: str) -> str:
    """What to say of a GGUF file that is not there."""
    return f'There is no file "{name}". Check `model`.'


def no_such_name(name: str) -> str:
    """What to say of it."""
    return f'There is no folder "{name}", and it is not a name the hub could have: "owner/model". Check `model`.'
