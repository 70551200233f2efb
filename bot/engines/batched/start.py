"""Starts a batch, or says why this version of transformers cannot."""

from typing import TYPE_CHECKING

import transformers

from bot.engines.checkpoint.loading import Checkpoint
from bot.engines.unsupported import Unsupported

if TYPE_CHECKING:
    from bot.engines.batched.writer import BatchWriter


def start_batch(checkpoint: Checkpoint, *, kv_cache_bytes: int | None, at_once: int) -> "BatchWriter":
    """A running batch of the checkpoint. Raises `Unsupported`."""
    try:
        from bot.engines.batched.writer import BatchWriter
    except ImportError as error:
        raise Unsupported(
            f"transformers {transformers.__version__} cannot answer several conversations at once in the way the bot "
            f"needs ({error}).",
            advice='Install 5.17 or newer, or set `engine` to "generate".',
        ) from error
    return BatchWriter(checkpoint, kv_cache_bytes=kv_cache_bytes, at_once=at_once)
