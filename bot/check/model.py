"""Says where a model is."""

from pathlib import Path

from bot.check.finding import Finding
from bot.check.storage import gib


def on_disk(name: str, folder: Path, size: int) -> Finding:
    """A model that is whole on this machine."""
    return Finding("model", f"{name} is here, {gib(size)}, at {folder}.", figures={"path": str(folder), "size": size})


def on_hub(name: str, address: str, size: int) -> Finding:
    """A model that the hub has, and this machine not, or not all of it."""
    said = f"{name} is at {address}, which can be reached, {gib(size)}; the first start downloads it."
    return Finding("model", said, figures={"address": address, "size": size})


def right_kind(name: str) -> Finding:
    """A model that writes answers, and for which all that it is run with is installed."""
    return Finding("kind", f"{name} is a chat model, and what runs it is installed.")


def served(name: str, address: str, context_length: int) -> Finding:
    """A model that a server runs."""
    said = f"{address} serves {name}, of {context_length:,} tokens."
    return Finding("model", said, figures={"address": address, "context": context_length})
