"""What a checkpoint takes of memory, told from its config.json and the size of its files, before any weight is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from transformers import AutoConfig, PreTrainedConfig

from bot.engines.checkpoint import checks
from bot.engines.checkpoint import quantization as quantizing
from bot.settings.engines import Dtype, Quantization

_SMALLER: tuple[Quantization, ...] = ("int8", "int4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """
    Bytes of the `weights` once they are loaded in `precision`, and of the keys and values of each token.

    `weights_in` are those of the quantizations that would be smaller. `context_length` is the most tokens that the
    model can attend to, 0 where its config says nothing of it.
    """

    weights: int
    precision: str
    bytes_per_token: int
    context_length: int
    weights_in: Mapping[str, int]


def footprint(
    name: str, folder: Path, *, stored: int, dtype: Dtype = "auto", quantization: Quantization = "none"
) -> Footprint:
    """Of the checkpoint in `folder`, whose weights are `stored` in so many bytes. Raises `StartError`."""
    with checks.translated(name):
        checks.is_model(name, folder)
        config = AutoConfig.from_pretrained(folder, trust_remote_code=False)
        checks.is_causal(name, config)
        kept = cast(torch.dtype, config.dtype or torch.float32)
        used = kept if dtype == "auto" else cast(torch.dtype, getattr(torch, dtype))
        is_quantized = getattr(config, "quantization_config", None) is not None
        whole = stored if is_quantized else stored * used.itemsize // kept.itemsize
        smaller = {} if is_quantized else {each: quantizing.size(config, whole, each) for each in _SMALLER}
        text = config.get_text_config()
        return Footprint(
            weights=smaller.get(quantization, whole),
            precision=str(used).removeprefix("torch.") if quantization == "none" else quantization,
            bytes_per_token=bytes_per_token(config, used.itemsize),
            context_length=getattr(text, "max_position_embeddings", None) or 0,
            weights_in={each: size for each, size in smaller.items() if size < smaller.get(quantization, whole)},
        )


def bytes_per_token(config: PreTrainedConfig, itemsize: int) -> int:
    """The size of the keys and values of one token in all layers, in numbers of `itemsize` bytes."""
    text: Any = config.get_text_config()
    heads = getattr(text, "num_key_value_heads", None) or text.num_attention_heads
    width = getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads
    return int(2 * text.num_hidden_layers * heads * width * itemsize)
