"""Finds the model and what it would take, before anything of it is loaded."""

import asyncio
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from bot import app
from bot.check import fit, storage
from bot.check import model as judge
from bot.check.finding import Finding, attempt
from bot.checkup.database import existing
from bot.engines.registry import ModelOptions
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.engines.checkpoint.lookup import Place
    from bot.engines.gguf.lookup import GgufPlace


async def model(settings: Settings) -> list[Finding]:
    """Where the model is, and whether it fits, with nothing loaded. Raises `StartError`."""
    app.refuse_impossible_names(settings)
    options = await app.model_options(settings)
    return await asyncio.to_thread(_gguf if _is_gguf(settings, options) else _checkpoint, settings, options)


def room(settings: Settings) -> tuple[str, int, bool]:
    """Where a model would be put, in words, the bytes free there, and whether it is a GPU. Raises `StartError`."""
    from bot.engines.checkpoint.memory import MAIN_MEMORY, free_at

    place, free = free_at(settings.device_map)
    return place, free, place != MAIN_MEMORY


def _is_gguf(settings: Settings, options: ModelOptions) -> bool:
    from bot.engines.gguf import is_gguf

    return settings.engine == "gguf" or (settings.engine == "auto" and is_gguf(options.model))


def _checkpoint(settings: Settings, options: ModelOptions) -> list[Finding]:
    from bot.engines.checkpoint.lookup import look_up

    place = look_up(options.model)
    draft = look_up(options.draft) if options.draft is not None else None
    found = where(settings.model, place.folder, place.weights, place.missing, place.hub)
    if options.draft is not None and draft is not None:
        found += where(options.draft, draft.folder, draft.weights, draft.missing, draft.hub)
    found += attempt("kind", lambda: [_kind(settings, options, place)])
    return found + attempt("memory", lambda: [_memory(settings, options, place, draft)])


def _kind(settings: Settings, options: ModelOptions, place: "Place") -> Finding:
    from bot.engines.checkpoint import checks
    from bot.engines.checkpoint.loading import read_description

    read_description(
        settings.model,
        place.folder,
        dtype=options.dtype,
        device_map=options.device_map,
        quantization=options.quantization,
        chats=True,
    )
    checks.has_attention(settings.model, options.attention)
    return judge.right_kind(settings.model)


def _memory(settings: Settings, options: ModelOptions, place: "Place", draft: "Place | None") -> Finding:
    from bot.engines.checkpoint.footprint import footprint
    from bot.engines.checkpoint.memory import free_at

    takes = footprint(
        settings.model, place.folder, stored=place.weights, dtype=options.dtype, quantization=options.quantization
    )
    beside, of_its_tokens = 0, 0
    if options.draft is not None and draft is not None:
        its = footprint(options.draft, draft.folder, stored=draft.weights, dtype=options.dtype)
        beside, of_its_tokens = its.weights, its.bytes_per_token
    needed = fit.Footprint(
        weights=takes.weights + beside,
        precision=takes.precision,
        context_length=takes.context_length,
        bytes_per_token=takes.bytes_per_token + of_its_tokens,
        weights_in={each: size + beside for each, size in takes.weights_in.items()},
    )
    memory, free = free_at(options.device_map)
    is_one_by_one = settings.engine == "generate" or options.draft is not None or options.quantization != "none"
    at_once, part = (1, 1) if is_one_by_one else (32, 4)
    cache = None if is_one_by_one else options.kv_cache_bytes
    return fit.memory(needed, _wanted(settings, at_once, part, cache), place=memory, free=free)


def _gguf(settings: Settings, options: ModelOptions) -> list[Finding]:
    from bot.engines.gguf.lookup import look_up

    place = look_up(options.model)
    folder = place.file.path.parent if place.file else None
    found = where(settings.model, folder, place.size, place.missing, place.hub)
    return found + attempt("memory", lambda: [_memory_of_file(settings, options, place)])


def _memory_of_file(settings: Settings, options: ModelOptions, place: "GgufPlace") -> Finding:
    from bot.engines.gguf.opening import LONGEST_AT_ONCE, free_for

    needed = fit.Footprint(
        weights=place.size,
        precision="the file's own precision",
        context_length=place.file.context_length if place.file else 0,
        bytes_per_token=place.file.bytes_per_token if place.file else None,
        weights_in={},
    )
    memory, free = free_for(options.device_map)
    return fit.memory(needed, _wanted(settings, LONGEST_AT_ONCE, 2, None), place=memory, free=free)


def where(name: str, folder: Path | None, size: int, missing: int, hub: str | None) -> list[Finding]:
    """Where a model is, and whether there is room for what is still to come of it."""
    if hub is None:
        assert folder is not None  # Whatever nobody had to be asked for is here.
        return [judge.on_disk(name, folder, size)]
    from huggingface_hub import constants

    cache = existing(Path(constants.HF_HUB_CACHE))
    return [judge.on_hub(name, hub, size), storage.download(cache, shutil.disk_usage(cache).free, needed=missing)]


def _wanted(settings: Settings, at_once: int, longest_part: int, kv_cache_bytes: int | None) -> fit.Wanted:
    return fit.Wanted(
        context_tokens=settings.context_tokens,
        max_new_tokens=settings.max_new_tokens,
        at_once=at_once,
        longest_part=longest_part,
        kv_cache_bytes=kv_cache_bytes,
    )
