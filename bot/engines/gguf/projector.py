"""Finds the file with which a model sees, which lies beside it: llama.cpp's own projector, mmproj."""

import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from bot.engines.gguf.find import is_projector, on_the_hub
from bot.engines.gguf.header import Header, Unreadable, read_header
from bot.engines.gguf.model_file import ModelFile

log = logging.getLogger(__name__)

# Of several, the one in as few bits as it is published in without a loss: what a picture is computed in is 16 bits.
_PREFERRED = ("f16", "bf16", "q8_0", "f32")
_NAME = "general.basename"


def find_projector(
    name: str,
    model: ModelFile,
    *,
    hub: str | None = None,
    cache: Path | None = None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Path | None:
    """
    The projector of `model`, which `name` means: from its folder, or downloaded from its repository.

    One that cannot be this model's is left alone, as folders may hold several models. Raises `StartError` where a
    download fails.
    """
    remote = on_the_hub(name)
    if remote is not None:
        from bot.engines.checkpoint import hub as downloads

        repository, _ = remote
        wanted = best_projector(downloads.file_names(repository, hub=hub, cache=cache))
        if wanted is None:
            return None
        # It need not lie beside the model, which may have a folder to itself there.
        file = downloads.download(repository, [wanted], hub=hub, cache=cache, abandoned=abandoned) / wanted
        return file if _is_for(model, file) else None
    return projector_beside(model)


def best_projector(files: Iterable[str]) -> str | None:
    """Which of a repository's files a model is to see with."""
    return min(filter(is_projector, files), key=_rank, default=None)


def projector_beside(model: ModelFile) -> Path | None:
    """What the model can see with, in the folder that it is in."""
    fitting = [str(file) for file in model.path.parent.iterdir() if is_projector(file.name) and _is_for(model, file)]
    best = best_projector(fitting)
    return None if best is None else Path(best)


def _rank(file: str) -> tuple[int, str]:
    words = re.split(r"[-._]", PurePosixPath(file.lower()).name)
    return next((n for n, kind in enumerate(_PREFERRED) if kind in words), len(_PREFERRED)), file


def _is_for(model: ModelFile, file: Path) -> bool:
    """Whether the file lets this model see. llama.cpp ends the process for some that it cannot use."""
    try:
        header = read_header(file)
    except (Unreadable, OSError) as error:
        log.warning("%s is not used: it is no whole GGUF file (%s).", file.name, error)
        return False
    told = header.metadata
    if told.get("general.architecture") != "clip" or not told.get("clip.has_vision_encoder") or not _is_whole(header):
        return False
    names = {told.get(_NAME), model.header.metadata.get(_NAME)} - {None}
    return told.get("clip.vision.projection_dim") == model.width and len(names) < 2


def _is_whole(header: Header) -> bool:
    """Whether it tells what llama.cpp takes for granted."""
    colours: list[Any] = [header.metadata.get(f"clip.vision.image_{each}") for each in ("mean", "std")]
    sizes = [header.metadata.get(f"clip.vision.{each}", 0) for each in ("image_size", "patch_size", "block_count")]
    return all(isinstance(each, tuple) and len(each) >= 3 for each in colours) and all(sizes)
