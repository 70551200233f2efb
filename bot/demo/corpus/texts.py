"""Reads the corpus' texts, which live as Markdown and TOML beside this file."""

import tomllib
from importlib.resources import files
from typing import Any

from bot.demo.corpus.talk import Lines, Weighted


def scenes(theme: str) -> list[Weighted]:
    """
    The scenes of `texts/<theme>.md`.

    Each begins with a line `%%`, which may give a weight. Lines that start with `? ` are ways
    to ask; the rest is the answer, or several answers separated by a line `---`.
    """
    return [scene(block) for block in f"\n{text(theme, 'md')}".split("\n%%")[1:]]


def scene(block: str) -> Weighted:
    """One scene out of its text."""
    weight, *lines = block.split("\n")
    questions = [line.removeprefix("? ") for line in lines if line.startswith("? ")]
    answers = [line for line in lines if not line.startswith("? ")]
    return float(weight or 1), Lines(questions, blocks("\n".join(answers)))


def table(theme: str) -> dict[str, Any]:
    """What `texts/<theme>.toml` says."""
    return tomllib.loads(text(theme, "toml"))


def lines(several: str) -> list[str]:
    """Short texts that stand on a line each."""
    return [line for line in several.splitlines() if line]


def blocks(several: str) -> list[str]:
    """Longer texts, separated by a line `---`."""
    return [block.strip("\n") for block in several.split("\n---\n")]


def text(theme: str, ending: str) -> str:
    """A whole file."""
    return (files("bot.demo.corpus") / "texts" / f"{theme}.{ending}").read_text(encoding="utf-8")
