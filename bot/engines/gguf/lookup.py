"""Finds out where a GGUF file is, and how large, without downloading it."""

from dataclasses import dataclass
from pathlib import Path

from bot.engines.gguf.find import choose, find, on_the_hub
from bot.engines.gguf.model_file import ModelFile, open_model_file
from bot.engines.gguf.projector import best_projector, projector_beside


@dataclass(frozen=True, slots=True, kw_only=True)
class GgufPlace:
    """
    Where the model is: `file` if all of it is on this machine.

    `size` are its bytes, with those of what it sees with, on this machine or on the hub; `missing` those that would be
    downloaded. `hub` is the
    address that was asked, `None` where nobody had to be.
    """

    file: ModelFile | None
    size: int
    missing: int = 0
    hub: str | None = None


def look_up(name: str, *, address: str | None = None, cache: Path | None = None) -> GgufPlace:
    """Where the model `name` is, as `bot.engines.gguf.find.find` finds it. Raises `StartError`."""
    remote = on_the_hub(name)
    if remote is None:
        return _here(name, find(name))
    # Whoever has the file does not wait for these to be imported.
    from huggingface_hub import constants

    from bot.engines.checkpoint import hub, lookup

    repository, wanted = remote
    names = hub.file_names(repository, hub=address, cache=cache)
    projector = best_projector(names)
    files = [*choose(repository, names, wanted), *([projector] if projector else [])]
    paths = [lookup.cached(repository, file, cache=cache) for file in files]
    here = [path for path in paths if path is not None]
    if len(here) == len(files):
        return _here(name, here[: len(here) - bool(projector)])
    sizes = lookup.sizes(repository, lambda file: file in files, address=address)
    missing = sum(sizes[file] for file, path in zip(files, paths, strict=True) if path is None)
    return GgufPlace(file=None, size=sum(sizes.values()), missing=missing, hub=address or constants.ENDPOINT)


def _here(name: str, files: list[Path]) -> GgufPlace:
    file = open_model_file(name, files)
    projector = projector_beside(file)
    return GgufPlace(file=file, size=file.size + (projector.stat().st_size if projector else 0))
