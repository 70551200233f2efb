"""How large the KV cache of a batch may be, in the numbers that batching wants to be told."""

from dataclasses import dataclass, fields
from typing import Any

import torch
from transformers import ContinuousBatchingConfig, PreTrainedModel

from bot.engines.batched import scheduler
from bot.engines.checkpoint.footprint import bytes_per_token
from bot.engines.unsupported import Unsupported

# The tokens of the shortest useful conversation: instructions, a question and a short answer.
_SHORT = 512


@dataclass(frozen=True, slots=True)
class CacheSize:
    """A KV cache of `blocks` blocks of `block_size` tokens, to which a step adds at most `step` tokens."""

    blocks: int
    block_size: int
    step: int

    @property
    def tokens(self) -> int:
        """The most tokens that all conversations can have in the cache together."""
        return self.blocks * self.block_size


def cache_size(name: str, model: PreTrainedModel, *, at_once: int, context_length: int, max_bytes: int) -> CacheSize:
    """
    The size for `at_once` conversations in `max_bytes`, and no more than they can ever use.

    Small blocks waste less, and more of a conversation is found again at its next turn; the
    attention kernels of GPUs want 256 tokens. Small steps let the others go on while a long
    prompt is read; large ones read the weights fewer times for it, which gains a processor
    little beyond some hundred tokens. Raises `Unsupported` where no conversation fits.
    """
    block_size, step = (32, 256) if model.device.type == "cpu" else (256, 2048)
    # Attention other than flash is given a mask, with a row as long as the cache for each token of a step.
    is_masked = "flash" not in str(model.config._attn_implementation)
    row = model.dtype.itemsize * step if is_masked else 0
    fitting = (max_bytes - row * step) // (row + bytes_per_token(model.config, model.dtype.itemsize)) // block_size
    useful = at_once * -(-context_length // block_size)
    if fitting * block_size < min(_SHORT, context_length):
        raise Unsupported(
            f"{max_bytes / 2**20:,.0f} MiB are not enough for {name} to remember one conversation while it answers.",
            advice='Raise `kv_cache_gib`, or set `engine` to "generate".',
        )
    return CacheSize(min(fitting, useful), block_size, step)


def config(model: PreTrainedModel, *, at_once: int, size: CacheSize) -> ContinuousBatchingConfig:
    """That size, in the words of the version of transformers that is installed."""
    is_for_flash = model.device.type == "cuda" and model.dtype in (torch.float16, torch.bfloat16)
    wanted: dict[str, Any] = {
        "page_size": size.block_size,
        # What `page_size` was called until transformers 5.17.
        "block_size": size.block_size,
        "num_blocks": size.blocks,
        "max_batch_tokens": size.step,
        "max_requests_per_batch": at_once,
        "scheduler_type": scheduler.NAME,
        "auto_switch_to_flash": is_for_flash,
        # The size already follows the operator's limit, so the library need not keep back a part.
        "max_memory_percent": 1.0,
        # A request cancelled while its step is under way can kill an asynchronous loop (seen in transformers 5.23),
        # and the repetition penalty has to know the newest token before the next step begins.
        "use_async_batching": False,
    }
    known = {field.name for field in fields(ContinuousBatchingConfig)}
    if "page_size" in known:
        del wanted["block_size"]
    return ContinuousBatchingConfig(**{name: value for name, value in wanted.items() if name in known})
