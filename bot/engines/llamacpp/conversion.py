"""Finds the GGUF file that was made of a checkpoint before, or makes it."""

import errno
import hashlib
import json
import logging
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import gguf  # type: ignore[import-not-found, unused-ignore]  # of an extra, perhaps not installed
from filelock import FileLock

from bot.core.errors import StartError
from bot.engines.checkpoint import checks
from bot.engines.llamacpp.gguf_file import Kind, space_needed, write
from bot.engines.llamacpp.weights import opened
from bot.settings.engines import Dtype, Quantization

log = logging.getLogger(__name__)

# Counts the changes of what is written, so that older files are made anew.
_FORMAT = 1
_KINDS: dict[str, Kind] = {
    "int8": "q8_0",
    "int4": "q4_k_m",
    "float32": "f32",
    "float16": "f16",
    "bfloat16": "bf16",
}


def kind_for(name: str, folder: Path, *, dtype: Dtype, quantization: Quantization) -> Kind:
    """
    What the settings mean for llama.cpp. Raises `StartError` for names nobody knows.

    "auto" is the precision of the checkpoint: 32 bits as they are, and 16 bits as float16, which
    llama.cpp was written for.
    """
    if quantization != "none":
        return _KINDS[quantization]
    if dtype != "auto":
        return _KINDS[dtype]
    with opened(checks.weight_files(name, folder)) as weights:
        return "f32" if "F32" in weights.formats else "f16"


def find_or_make(
    name: str,
    folder: Path,
    converted: Path,
    *,
    kind: Kind,
    free: int | None = None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Path:
    """
    The checkpoint in `folder` as a file of `kind` in the folder `converted`, written there first if it is not.

    It is found again for as long as the checkpoint stays what it is: its commit if it came from
    the hub, or else its config, and the sizes and times of its weights. A file that was cut off
    is made anew. Raises `StartError`, also where that takes more than the `free` bytes of the disk
    (by default what is free now), and soon after `abandoned` comes true.
    """
    target = converted / f"{_plain(name)}-{kind}-{_digest(folder, kind)}.gguf"
    if _is_whole(target):
        return target
    try:
        converted.mkdir(parents=True, exist_ok=True)
        # Another bot may be starting with the same model.
        with FileLock(converted / ".lock"):
            if not _is_whole(target):
                _refuse_without_room(name, folder, converted, kind, free)
                _make(name, folder, target, kind, abandoned)
    except OSError as error:
        raise StartError(_sentence(name, converted, error)) from error
    return target


def _make(name: str, folder: Path, target: Path, kind: Kind, abandoned: Callable[[], bool]) -> None:
    begun = time.monotonic()
    log.info("Writing %s once more for llama.cpp, as %s. That is done only once.", name, target)
    part = target.with_name(f"{target.name}.part")
    try:
        write(folder, part, kind=kind, abandoned=abandoned)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    size = f"{target.stat().st_size / 2**20:,.0f}"
    log.info("Wrote %s: %s MiB in %.1f s.", target, size, time.monotonic() - begun)


def _digest(folder: Path, kind: Kind) -> str:
    """Something short that is another for another checkpoint, kind or way to write it."""
    identity: list[object] = [folder.resolve().as_posix(), (folder / "config.json").read_text("utf-8")]
    if folder.parent.name == "snapshots":
        # Where huggingface_hub keeps a commit, whose name is that of the folder.
        identity = [folder.name]
    else:
        for file in checks.weight_files(str(folder), folder):
            facts = file.stat()
            identity.append([file.name, facts.st_size, facts.st_mtime_ns])
    described = json.dumps([_FORMAT, kind, identity])
    return hashlib.sha256(described.encode("utf-8")).hexdigest()[:16]


def _is_whole(file: Path) -> bool:
    """Whether all is there that the file says of itself."""
    if not file.exists():
        return False
    try:
        gguf.GGUFReader(file)
    except Exception as error:
        # Whatever it stumbles over in what is no such file.
        log.warning("%s is damaged (%s).", file, error)
        return False
    return True


def _refuse_without_room(name: str, folder: Path, converted: Path, kind: Kind, free: int | None) -> None:
    needed = space_needed(folder, kind=kind)
    free = shutil.disk_usage(converted).free if free is None else free
    if free < needed:
        raise StartError(
            f"{name} has to be written once more for llama.cpp, which takes {needed / 2**30:,.1f} GiB of disk, and "
            f'{free / 2**30:,.1f} GiB are free for {converted}. Free some space, or set `engine` to "generate".'
        )


def _sentence(name: str, folder: Path, error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return f"The disk is full: {name} could not be written for llama.cpp into {folder}. Free some space."
    return f"{name} could not be written for llama.cpp into {folder} ({error.strerror or error})."


def _plain(name: str) -> str:
    """The last part of `name`, as part of a file's name."""
    return re.sub(r"[^\w.-]", "_", Path(name).name)
