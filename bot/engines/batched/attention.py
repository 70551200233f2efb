"""
Attention for a batch on a processor: of each conversation to itself alone.

Without flash attention, transformers' batching lets every token of a step attend to the caches of
all conversations, with a mask over those of the others: work and memory grow with the square of
their number. This does for a processor what flash attention does on a GPU, with torch's own kernel.
"""

import inspect
from itertools import pairwise
from typing import Any

import torch
from torch.nn.functional import scaled_dot_product_attention
from transformers import AttentionInterface, PreTrainedConfig, PreTrainedModel
from transformers.integrations.sdpa_attention import sdpa_attention_forward

# Batching takes an attention with "flash" in its name to read conversations laid end to end, without a mask.
_NAME = "flash_on_a_processor"


def use_for(model: PreTrainedModel) -> None:
    """Let `model` attend in this way, if it runs on a processor and attends to all that came before."""
    config = model.config.get_text_config()
    # Older versions of transformers (5.17 still does) need an attention written for batching.
    takes_pages = "cache" in inspect.signature(sdpa_attention_forward).parameters
    is_plain = config._attn_implementation == "sdpa" and not _has_windows(config)
    if model.device.type == "cpu" and is_plain and takes_pages:
        AttentionInterface.register(_NAME, _attend)
        model.config._attn_implementation = _NAME


def _has_windows(config: PreTrainedConfig) -> bool:
    """Whether some layers attend to the newest tokens only; read from the config as batching's cache reads it."""
    layers: list[str] | None = getattr(config, "layer_types", None)
    if layers is None:
        return getattr(config, "sliding_window", None) is not None
    return set(layers) != {"full_attention"}


def _attend(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    _mask: torch.Tensor | None,
    *,
    cache: Any,
    scaling: float | None = None,
    **step: Any,
) -> tuple[torch.Tensor, None]:
    """The attention of the new tokens of all conversations: [1, tokens, heads, numbers a head]."""
    key, value = cache.update(key_states=key, value_states=value, layer_idx=module.layer_idx, kwargs=step)
    if len(step["cu_seq_lens_q"]) == 2:
        # With one conversation, the loop below would cost microseconds in every layer.
        return _attend_to_itself(query, key, value, scaling).transpose(1, 2).contiguous(), None
    new = pairwise(step["cu_seq_lens_q"].tolist())
    known = pairwise(step["cu_seq_lens_k"].tolist())
    parts = [
        _attend_to_itself(query[:, :, begin:end], key[:, :, start:stop], value[:, :, start:stop], scaling)
        for (begin, end), (start, stop) in zip(new, known, strict=True)
    ]
    return torch.cat(parts, 2).transpose(1, 2).contiguous(), None


def _attend_to_itself(
    query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, scaling: float | None
) -> torch.Tensor:
    """The attention of the newest tokens of one conversation to all of it, themselves included."""
    _, heads, new, width = query.shape
    shared, known = key.shape[1:3]
    if new == 1:
        # Query heads that share a key head are computed as several queries to it.
        query = query.reshape(1, shared, heads // shared, width)
        return scaled_dot_product_attention(query, key, value, scale=scaling).reshape(1, heads, 1, width)
    mask = None if new == known else torch.ones(new, known, dtype=torch.bool).tril(known - new)
    return scaled_dot_product_attention(
        query, key, value, attn_mask=mask, is_causal=mask is None, scale=scaling, enable_gqa=shared != heads
    )
