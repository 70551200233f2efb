"""Finds the GGUF file that a model's name means: on the disk, or on the hub."""

import logging
import re
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from bot.core.errors import StartError
from bot.engines.checkpoint.names import no_such_file

log = logging.getLogger(__name__)

SUFFIX = ".gguf"
# owner/name, and behind a colon which of its files.
_ON_THE_HUB = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+?)(?::(?P<wanted>[^:]+))?")
_PART = re.compile(r"-(?P<number>\d{5})-of-(?P<count>\d{5})$")
# What lies beside models: what they see with, and what was measured to quantize them.
_PROJECTOR, _MEASURED = "mmproj", "imatrix"


def is_gguf(name: str) -> bool:
    """Whether the model `name` is a GGUF file by its name: model.gguf, owner/name-GGUF, owner/name-GGUF:Q4_K_M."""
    if name.lower().endswith(SUFFIX):
        return True
    remote = _ON_THE_HUB.fullmatch(name)
    return remote is not None and remote["repository"].lower().endswith("-gguf")


def is_projector(file: str) -> bool:
    """Whether a file of this name is what a model sees with."""
    name = PurePosixPath(file.lower()).name
    return name.endswith(SUFFIX) and _PROJECTOR in name


def on_the_hub(name: str) -> tuple[str, str | None] | None:
    """The repository of the hub that `name` means, and which of its files; `None` where it means none."""
    if Path(name).expanduser().exists():
        return None
    remote = _ON_THE_HUB.fullmatch(name)
    if remote is None or remote["repository"].lower().endswith(SUFFIX):
        return None
    return remote["repository"], remote["wanted"]


def find(
    name: str,
    *,
    hub: str | None = None,
    cache: Path | None = None,
    abandoned: Callable[[], bool] = lambda: False,
) -> list[Path]:
    """
    The file of the model `name`, or all its parts in their order, downloaded first if they are on the hub.

    `name` is a file, a folder with one model, or a repository of the hub, with a colon and what
    the file's name ends with where it has several: owner/name-GGUF:Q4_K_M. Raises `StartError`,
    with the choices where none or several match.
    """
    path = Path(name).expanduser()
    if path.is_file():
        return [path] if _PART.search(path.stem) is None else _parts(path)
    if path.is_dir():
        return [path / part for part in choose(name, [file.name for file in path.iterdir()])]
    remote = on_the_hub(name)
    if remote is None:
        raise StartError(no_such_file(name))
    repository, wanted = remote
    # Whoever has the file does not wait for this to be imported.
    from bot.engines.checkpoint import hub as downloads

    log.info("Looking up which GGUF files %s has.", repository)
    files = choose(repository, downloads.file_names(repository, hub=hub, cache=cache), wanted)
    folder = downloads.download(repository, files, hub=hub, cache=cache, abandoned=abandoned)
    return [folder / file for file in files]


def choose(name: str, files: Sequence[str], wanted: str | None = None) -> list[str]:
    """
    Which of `files` are the model that is `wanted`: one, or all its parts in their order.

    A file matches by its whole name, by what its name ends with (whatever comes after a dash, dot
    or underscore), or by its folder; capitals do not matter. Raises `StartError`.
    """
    models: dict[str, list[str]] = {}
    for file in sorted(files):
        path = PurePosixPath(file)
        is_other = is_projector(path.name) or path.name.lower().startswith(_MEASURED)
        if path.suffix.lower() == SUFFIX and not is_other:
            models.setdefault(_without_part(file), []).append(file)
    if not models:
        raise StartError(f"{name} has no GGUF file. Set `model` to one that has, or `engine` to another.")
    matching = [model for model in models if wanted is None or _matches(model, wanted)]
    if len(matching) != 1:
        raise StartError(_choices(name, wanted, sorted(matching or models)))
    parts = models[matching[0]]
    first = _PART.search(PurePosixPath(parts[0]).stem)
    if first and int(first["count"]) != len(parts):
        raise StartError(f"{name} has {int(first['count'])} parts, and {len(parts)} are there. Get the model again.")
    return parts


def _parts(path: Path) -> list[Path]:
    """The parts of the model that `path` is one of."""
    model = _without_part(path.name)
    return sorted(file for file in path.parent.glob(f"*{SUFFIX}") if _without_part(file.name) == model)


def _matches(model: str, wanted: str) -> bool:
    path, wanted = PurePosixPath(model.lower()), wanted.lower().removesuffix(SUFFIX)
    if wanted in (path.name, *path.parts[:-1]):
        return True
    # Not between two underscores: Q4_K is not Q4_K_M.
    return re.search(rf"[-._]{re.escape(wanted)}(?=$|[-.])", path.name) is not None


def _without_part(file: str) -> str:
    """The file's name without its ending, and without which part of how many it is."""
    return _PART.sub("", file[: -len(SUFFIX)] if file.lower().endswith(SUFFIX) else file)


def _choices(name: str, wanted: str | None, models: Sequence[str]) -> str:
    said = "several GGUF files" if wanted is None else f'no single GGUF file for "{wanted}"'
    return f'{name} has {said}. Set `model` to "{name}:" and the end of one of these: {", ".join(models)}.'
