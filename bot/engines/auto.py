"""Chooses between the engines in this process: by what the model can do, and by what was measured."""

import asyncio
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Unpack

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

# What it was measured to keep on each kind of device: `batched_over_generate` in benchmarks/results/cpu.json.
# No GPU has been measured yet.
MEASURED = {"cpu": 0.956}

_PLAIN = {"cpu": "a CPU", "cuda": "a GPU"}


async def load(
    name: str, *, kv_cache_bytes: int | None = None, **how: Unpack[LoadOptions]
) -> GenerateEngine | BatchedEngine:
    """
    Load a checkpoint as `bot.engines.checkpoint.background.load` does, and answer with it by the engine that suits it.

    The log says which one that is, and why. Raises `StartError`. `kv_cache_bytes` is what
    that engine makes of it.
    """
    return await of(await background.load(name, **how), kv_cache_bytes=kv_cache_bytes)


async def of(checkpoint: "Checkpoint", *, kv_cache_bytes: int | None = None) -> GenerateEngine | BatchedEngine:
    """Answer with a checkpoint that is in memory already, and is used for nothing else."""
    device = checkpoint.model.device.type
    reason = against_batching(
        device,
        is_quantized=getattr(checkpoint.model, "hf_quantizer", None) is not None,
        has_draft=checkpoint.draft is not None,
    )
    if reason is None:
        try:
            batched = await BatchedEngine.of(checkpoint, kv_cache_bytes=kv_cache_bytes)
        except Unsupported as error:
            reason = error.reason
        else:
            log.info(
                "The engine is batched: on %s it was measured to write one conversation at %.2f of generate's speed.",
                _PLAIN.get(device, device),
                MEASURED[device],
            )
            return batched
        # Imported here, as choosing an engine by name must not wait for torch; by now it is loaded.
        from bot.engines.checkpoint.memory import give_back

        # Outside the handler: the frames of the error still hold the memory that was taken for the batch.
        await asyncio.to_thread(give_back)
    log.info("The engine is generate: %s", reason)
    return await GenerateEngine.of(checkpoint, kv_cache_bytes=kv_cache_bytes)


def against_batching(
    device: str, *, is_quantized: bool, has_draft: bool, measured: Mapping[str, float] = MEASURED
) -> str | None:
    """Why a model on this kind of device is better not batched, as a sentence; `None` where it may well be."""
    place = _PLAIN.get(device, device)
    if is_quantized:
        return "weights in fewer bits were not measured with batching."
    if has_draft:
        return "a draft model can guess ahead for one conversation at a time only."
    if device not in measured:
        return f"batching was not measured on {place} yet."
    if measured[device] < NO_WORSE:
        return f"batching was measured to write one conversation at {measured[device]:.2f} of its speed on {place}."
    return None
