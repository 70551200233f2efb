"""Writes settings into `.env`, among what stands there already."""

import os
from collections.abc import Mapping
from pathlib import Path

from dotenv import set_key


def write(file: Path, values: Mapping[str, str]) -> None:
    """
    Set each variable in `file`, which is made of the `.env.example` beside it where there is none yet.

    From then on only its owner can read it. Raises `OSError`.
    """
    example = file.with_name(f"{file.name}.example")
    if not file.exists():
        text = example.read_text("utf-8") if example.is_file() else ""
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as new:
            new.write(text)
    # Before the token is in it.
    file.chmod(0o600)
    for name, value in values.items():
        set_key(file, name, value, quote_mode="auto", encoding="utf-8")
