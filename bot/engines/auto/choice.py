"""Decides which engine answers, and opens it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from bot.core.errors import EngineError
from bot.core.ports import Engine
from bot.engines.auto.measurements import Measurements, key_of
from bot.engines.auto.speed import decode_speed
from bot.engines.batched import BatchedEngine
from bot.engines.checkpoint import background
from bot.engines.checkpoint.background import LoadOptions
from bot.engines.generate import GenerateEngine
from bot.engines.unsupported import Unsupported

if TYPE_CHECKING:
    from bot.engines.checkpoint.loading import Checkpoint

log = logging.getLogger(__name__)

# What batching must keep of the speed of `generate` for one conversation alone.
NO_WORSE = 0.95

_TOO_SLOW = "the model writes too slowly for its speeds to be compared at the start."

Measure = Callable[[Engine], Awaitable[float | None]]


async def load(
    name: str,
    *,
    kv_cache_bytes: int | None = None,
    measurements: Path | None = None,
    **how: Unpack[LoadOptions],
) -> GenerateEngine | BatchedEngine:
    """
    Load a checkpoint as `bot.engines.checkpoint.background.load` does, and answer with it as `of` chooses.

    Raises `StartError`.
    """
    return await of(await background.load(name, **how), kv_cache_bytes=kv_cache_bytes, measurements=measurements)


async def of(
    checkpoint: "Checkpoint",
    *,
    kv_cache_bytes: int | None = None,
    measurements: Path | None = None,
    measure: Measure = decode_speed,
) -> GenerateEngine | BatchedEngine:
    """
    Answer with a checkpoint that is in memory already, and is used for nothing else.

    A model that can be batched is, where one conversation alone keeps `NO_WORSE` of the speed it has with `generate`.
    Both are measured here, by `measure` in tokens a second, or known from an earlier start: the file `measurements`
    remembers. The log says which engine it is, and why. `kv_cache_bytes` is what that engine makes of it.
    """
    reason = against_batching(checkpoint)
    if reason is None:
        try:
            engine, reason = await _batched_or_why_not(checkpoint, kv_cache_bytes, Measurements(measurements), measure)
        except EngineError as error:
            # What a long answer would have met is no reason not to start.
            engine, reason = None, f"the speeds could not be measured at the start ({error})."
        if engine is not None:
            log.info("The engine is batched: %s", reason)
            return engine
        # Imported here, as choosing an engine by name must not wait for torch; by now it is loaded.
        from bot.engines.checkpoint.memory import give_back

        # Outside of any handler, as an error's frames hold what was taken for the batch.
        await asyncio.to_thread(give_back)
    log.info("The engine is generate: %s", reason)
    return await GenerateEngine.of(checkpoint, kv_cache_bytes=kv_cache_bytes)


def against_batching(checkpoint: "Checkpoint") -> str | None:
    """Why a model is not even tried with batching, as a sentence; `None` where it may well be."""
    if getattr(checkpoint.model, "hf_quantizer", None) is not None:
        return "weights in fewer bits are not batched."
    if checkpoint.sees:
        return "a model that sees is not batched."
    if checkpoint.draft is not None:
        return "a draft model can guess ahead for one conversation at a time only."
    return None


async def _batched_or_why_not(
    checkpoint: "Checkpoint", kv_cache_bytes: int | None, measurements: Measurements, measure: Measure
) -> tuple[BatchedEngine | None, str]:
    """The batched engine, or the reason for which another is better. Raises `EngineError` where measuring fails."""
    key = await asyncio.to_thread(key_of, checkpoint)
    share, alone = measurements.find(key), None
    if share is None:
        alone = await _speed_of_generate(checkpoint, measure)
        if alone is None:
            # A batch would take as many of such steps to open, and as many to measure.
            return None, _TOO_SLOW
    elif share < NO_WORSE:
        return None, _told(share)
    try:
        engine = await BatchedEngine.of(checkpoint, kv_cache_bytes=kv_cache_bytes)
    except Unsupported as error:
        return None, error.reason
    try:
        if share is None:
            together = await measure(engine)
            if alone is None or together is None:
                await engine.close()
                return None, _TOO_SLOW
            share = round(together / alone, 3)
            measurements.keep(key, share)
    except BaseException:
        await engine.close()
        raise
    if share < NO_WORSE:
        await engine.close()
        return None, _told(share)
    return engine, _told(share)


async def _speed_of_generate(checkpoint: "Checkpoint", measure: Measure) -> float | None:
    engine = await GenerateEngine.of(checkpoint, kv_cache_bytes=0)
    try:
        return await measure(engine)
    finally:
        await engine.close()


def _told(share: float) -> str:
    return f"batching was measured here to write one conversation at {share:.2f} of the speed of generate."
