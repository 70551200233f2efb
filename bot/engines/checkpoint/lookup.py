"""Finds out where a checkpoint is, and how large, without downloading its weights."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from huggingface_hub import HfApi, constants, snapshot_download, try_to_load_from_cache
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

from bot.core.errors import StartError
from bot.engines.checkpoint import checks, hub

# Seconds that the hub has to answer.
_PATIENCE = 10
# There is no such model, or not for whoever asks.
_REFUSALS = (401, 403, 404)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """
    Where a checkpoint is: `folder` holds at least what describes it.

    `weights` are the bytes of its weights, on this machine or on the hub; `missing` those that would be downloaded.
    `hub` is the address that was asked, `None` where nobody had to be.
    """

    folder: Path
    weights: int
    missing: int = 0
    hub: str | None = None


def look_up(name: str, *, address: str | None = None, cache: Path | None = None) -> Place:
    """
    Where the checkpoint `name` is. What describes it is downloaded where it is not here: a few files.

    Raises `StartError`. `address` and `cache` are the hub's, `None` meaning huggingface_hub's own.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        checks.is_model(name, folder)
        return Place(folder=folder, weights=checks.weights_size(name, folder))
    if kept := _kept(name, cache):
        return Place(folder=kept, weights=checks.weights_size(name, kept))
    wanted = sizes(name, lambda file: any(fnmatch(file, each) for each in hub.WEIGHTS), address=address)
    if not wanted:
        raise StartError(f"{name} has no weights in the safetensors format. Set `model` to a version that has.")
    described = hub.fetch(name, weights=False, hub=address, cache=cache)
    missing = sum(size for file, size in wanted.items() if cached(name, file, cache=cache) is None)
    return Place(folder=described, weights=sum(wanted.values()), missing=missing, hub=address or constants.ENDPOINT)


def sizes(name: str, is_wanted: Callable[[str], bool], *, address: str | None = None) -> dict[str, int]:
    """The bytes of the files that are wanted of a repository, as the hub tells. Raises `StartError`."""
    with hub.translated(name, address):
        try:
            files = HfApi(endpoint=address).model_info(name, files_metadata=True, timeout=_PATIENCE).siblings or ()
        except HFValidationError:
            raise
        except Exception as error:
            if isinstance(error, HfHubHTTPError) and error.response.status_code in _REFUSALS:
                raise
            # `translated` looks at the cause to tell what kept the hub from answering.
            raise LocalEntryNotFoundError(name) from error
        return {file.rfilename: file.size or 0 for file in files if is_wanted(file.rfilename)}


def cached(name: str, file: str, *, cache: Path | None = None) -> Path | None:
    """That file of a repository, if it was downloaded whole."""
    path = try_to_load_from_cache(name, file, cache_dir=cache)
    return Path(path) if isinstance(path, str) else None


def _kept(name: str, cache: Path | None) -> Path | None:
    """The folder in the cache that has all of the checkpoint, if there is one."""
    with hub.translated(name, None):
        try:
            folder = Path(snapshot_download(name, cache_dir=cache, local_files_only=True))
        except LocalEntryNotFoundError:
            return None
    try:
        checks.weight_files(name, folder)
    except StartError:
        return None
    return folder
