"""Opens a batch, or says why this version of transformers cannot."""

from typing import TYPE_CHECKING

import transformers

from bot.engines.checkpoint.loading import Checkpoint
from bot.engines.unfit import Unfit

if TYPE_CHECKING:
    from bot.engines.batched.batching import Batching


def opened(checkpoint: Checkpoint, *, kv_cache_bytes: int | None, at_once: int) -> "Batching":
    """A running batch of the checkpoint. Raises `Unfit`."""
    try:
        from bot.engines.batched.batching import Batching
    except ImportError as error:
        raise Unfit(
            f"transformers {transformers.__version__} cannot answer several conversations at once in the way the bot "
            f"needs ({error}).",
            advice='Install 5.17 or newer, or set `engine` to "generate".',
        ) from error
    return Batching(checkpoint, kv_cache_bytes=kv_cache_bytes, at_once=at_once)
