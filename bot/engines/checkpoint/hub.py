"""Finds a checkpoint's folder: given by the operator, or downloaded from the hub."""

import errno
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from huggingface_hub import HfApi, constants, scan_cache_dir, snapshot_download
from huggingface_hub.errors import (
    CacheNotFound,
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    LocalEntryNotFoundError,
    OfflineModeIsEnabled,
    RepositoryNotFoundError,
)
from huggingface_hub.utils.tqdm import tqdm

from bot.core.errors import StartError
from bot.engines.checkpoint.names import no_such_name

log = logging.getLogger(__name__)

DESCRIPTION = ["*.json", "*.jinja", "*.txt", "*.model", "*.tiktoken"]
WEIGHTS = ["model*.safetensors"]
# Other formats of the same weights, which some repositories keep in folders.
_ELSEWHERE = ["*/*"]


def fetch(
    name: str,
    *,
    weights: bool,
    hub: str | None = None,
    cache: Path | None = None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Path:
    """
    The folder of the checkpoint `name`, downloaded first if it is not a folder itself.

    Without `weights` only what describes the model is fetched: enough to find out, before
    gigabytes are downloaded, that it is no chat model. Raises `StartError`, also soon
    after `abandoned` comes true.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    log.info(
        "Looking up %s of %s at %s.", "the weights" if weights else "the description", name, hub or constants.ENDPOINT
    )
    wanted = DESCRIPTION + (WEIGHTS if weights else [])
    return download(name, wanted, ignored=_ELSEWHERE, hub=hub, cache=cache, abandoned=abandoned)


def download(
    name: str,
    wanted: Sequence[str],
    *,
    ignored: Sequence[str] = (),
    hub: str | None = None,
    cache: Path | None = None,
    abandoned: Callable[[], bool] = lambda: False,
) -> Path:
    """
    The folder of the repository `name` with the files `wanted`, which may be patterns, but for those `ignored`.

    Raises `StartError`, also soon after `abandoned` comes true.
    """
    with translated(name, hub):
        return Path(
            snapshot_download(
                name,
                allow_patterns=list(wanted),
                ignore_patterns=list(ignored),
                cache_dir=cache,
                endpoint=hub,
                tqdm_class=_bar(abandoned),
            )
        )


def file_names(name: str, *, hub: str | None = None, cache: Path | None = None) -> list[str]:
    """
    The files in the repository `name`; those that were downloaded before, where the hub cannot be asked.

    Raises `StartError`.
    """
    with translated(name, hub):
        try:
            # Not `list_repo_files`, which tries for half a minute where the hub cannot be reached.
            return [file.rfilename for file in HfApi(endpoint=hub).model_info(name).siblings or ()]
        except (HFValidationError, RepositoryNotFoundError):
            raise
        except Exception as error:
            return _downloaded(name, cache, error)


def _downloaded(name: str, cache: Path | None, error: Exception) -> list[str]:
    """The files that the cache has of the repository. Raises `LocalEntryNotFoundError`."""
    try:
        repositories = scan_cache_dir(cache).repos
    except CacheNotFound:
        repositories = frozenset()
    revisions = [each for repository in repositories if repository.repo_id == name for each in repository.revisions]
    files = {
        file.file_path.relative_to(revision.snapshot_path).as_posix()
        for revision in revisions
        if "main" in revision.refs
        for file in revision.files
    }
    if not files:
        raise LocalEntryNotFoundError(name) from error
    return sorted(files)


@contextmanager
def translated(name: str, hub: str | None) -> Iterator[None]:
    """Turn what goes wrong into a `StartError`."""
    try:
        yield
    except StartError:
        raise
    except Exception as error:
        raise StartError(_sentence(name, hub or constants.ENDPOINT, error)) from error


def _bar(abandoned: Callable[[], bool]) -> type[tqdm]:
    """The hub's progress bar, which is also the only way into a running download."""

    class Bar(tqdm):
        def update(self, n: float | None = 1) -> bool | None:
            if abandoned():
                raise StartError("The download was abandoned.")
            shown: bool | None = super().update(n)
            return shown

    return Bar


def _sentence(name: str, address: str, error: Exception) -> str:
    """What went wrong, and what the operator can do about it."""
    if isinstance(error, HFValidationError):
        return no_such_name(name)
    if isinstance(error, GatedRepoError):
        return (
            f"{name} is gated: its owner gives it only to those who accept the terms. Accept them at {address}/{name}, "
            "then set HF_TOKEN to a token of that account (or run `hf auth login`)."
        )
    if isinstance(error, RepositoryNotFoundError):
        return (
            f'There is no folder "{name}", and no such model at {address}. Check the spelling of `model`; if it is '
            "private, set HF_TOKEN to a token that may read it (or run `hf auth login`)."
        )
    if isinstance(error, HfHubHTTPError) and error.response.status_code in (401, 403):
        return f"The hub at {address} does not accept the token it was given for {name}. Check HF_TOKEN, or unset it."
    if isinstance(error, LocalEntryNotFoundError):
        return _not_reached(name, address, error.__cause__)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"The disk is full: {name} could not be downloaded. Free some space, or set HF_HOME to a larger disk."
    return f"{name} could not be downloaded from {address} ({_first_line(error)}). Start again to go on where it ended."


def _not_reached(name: str, address: str, cause: BaseException | None) -> str:
    if isinstance(cause, OfflineModeIsEnabled):
        return f"{name} was never downloaded, and HF_HUB_OFFLINE forbids to. Unset it, or set `model` to a folder."
    if isinstance(cause, HfHubHTTPError):
        return (
            f"The hub at {address} answered {cause.response.status_code} when asked for {name}. "
            "Try again later, or set `model` to a folder."
        )
    return (
        f"The hub at {address} cannot be reached, and {name} is not completely downloaded yet. Check the network and "
        "HF_ENDPOINT, or set `model` to a folder."
    )


def _first_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0]
