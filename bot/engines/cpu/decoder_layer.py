"""A decoder layer over weights in the layouts that were chosen."""

from typing import Any

import torch
from torch import nn
from torch.nn.functional import scaled_dot_product_attention
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS
from transformers.models.llama.modeling_llama import LlamaDecoderLayer
from transformers.models.mistral.modeling_mistral import MistralDecoderLayer
from transformers.models.qwen2.modeling_qwen2 import Qwen2DecoderLayer, eager_attention_forward
from transformers.models.qwen3.modeling_qwen3 import Qwen3DecoderLayer

from bot.engines.cpu.choice import Choice
from bot.engines.cpu.norm import RMSNorm
from bot.engines.cpu.packing import pack
from bot.engines.cpu.rotary import RotaryEmbedding

_ALIKE = (LlamaDecoderLayer, MistralDecoderLayer, Qwen2DecoderLayer, Qwen3DecoderLayer)


class PackedDecoderLayer(nn.Module):
    """
    Computes what `layer` does, with its weights packed.

    What has the same input is one product: queries, keys and values, and the two halves of the
    MLP. Between the products the rows are float32, and go on so to the next layer, unless this is the
    last. Attention sees the dtype of the weights, as the KV cache holds it.
    """

    def __init__(self, layer: Any, choice: Choice, rotary: RotaryEmbedding, *, is_last: bool) -> None:
        """`layer` is one that `is_known`; its linear layers are taken out of it. All of a model share one `rotary`."""
        super().__init__()
        self.self_attn, self.mlp = layer.self_attn, layer.mlp
        self.input_layernorm, self.post_attention_layernorm = layer.input_layernorm, layer.post_attention_layernorm
        self.train(layer.training)
        attention, mlp = layer.self_attn, layer.mlp
        self._rotary, self._is_last = rotary, is_last
        # A config is slow to ask.
        self._is_sdpa = attention.config._attn_implementation == "sdpa"
        self._scaling, self._layer_idx = attention.scaling, attention.layer_idx
        # Not registered once more, so quick to get.
        self._act = mlp.act_fn.forward
        self._dtype = attention.q_proj.weight.dtype
        self._width = attention.head_dim
        self._heads = attention.q_proj.out_features // self._width
        self._shared = attention.k_proj.out_features // self._width
        self._input_norm = RMSNorm(layer.input_layernorm)
        self._post_attention_norm = RMSNorm(layer.post_attention_layernorm)
        self._head_norm = _head_norm(attention, self._heads, self._shared)
        self._qkv_proj, self._o_proj, self._gate_up_proj, self._down_proj = (
            pack(layers, choice) for layers in products(layer)
        )
        for part in (attention, mlp):
            for name in [name for name, child in part.named_children() if type(child) is nn.Linear]:
                delattr(part, name)

    def forward(
        self,
        hidden_states: torch.Tensor,
        attention_mask: torch.Tensor | None = None,
        position_ids: torch.Tensor | None = None,
        past_key_values: Any = None,
        use_cache: bool | None = False,
        position_embeddings: Any = None,
        **kwargs: Any,
    ) -> torch.Tensor:
        """`hidden_states` [batch, tokens, hidden] after this layer."""
        rows = hidden_states.float()
        query, key, value = self._heads_of(self._qkv_proj(self._input_norm(rows)), *position_embeddings)
        if past_key_values is not None:
            key, value = past_key_values.update(key, value, self._layer_idx)
        attended = self._attend(query, key, value, attention_mask, kwargs)
        rows = rows + self._o_proj(attended.reshape(*rows.shape[:-1], -1))
        gate, up = self._gate_up_proj(self._post_attention_norm(rows)).chunk(2, -1)
        rows = rows + self._down_proj(self._act(gate).mul_(up))
        return rows.to(self._dtype) if self._is_last else rows

    def _heads_of(
        self, made: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Queries, keys and values of all heads, [batch, heads, tokens, width] each, turned by their positions."""
        every = made.float().view(*made.shape[:-1], -1, self._width)
        turns, value = every.split_with_sizes((self._heads + self._shared, self._shared), 2)
        if self._head_norm is not None:
            turns = self._head_norm(turns)
        turned = self._rotary(turns, cos, sin).to(self._dtype).transpose(1, 2)
        query, key = turned.split_with_sizes((self._heads, self._shared), 1)
        return query, key, value.to(self._dtype).transpose(1, 2)

    def _attend(
        self, query: torch.Tensor, key: torch.Tensor, value: torch.Tensor, mask: torch.Tensor | None, step: Any
    ) -> torch.Tensor:
        """What each token attends to, [batch, tokens, heads, width]."""
        # Batching gives attention a cache of its own.
        if self._is_sdpa and mask is None and query.shape[2] == 1 and "cache" not in step:
            # To the kernel, heads that share keys and values are as many queries: 8 times as fast as `enable_gqa`.
            batch = query.shape[0]
            packed = query.reshape(batch, self._shared, -1, self._width)
            made = scaled_dot_product_attention(packed, key, value, scale=self._scaling)
            return made.reshape(batch, 1, self._heads, self._width)
        name = self.self_attn.config._attn_implementation
        attend = ALL_ATTENTION_FUNCTIONS.get_interface(name, eager_attention_forward)
        attended: torch.Tensor
        attended, _ = attend(self.self_attn, query, key, value, mask, dropout=0.0, scaling=self._scaling, **step)
        return attended


def products(layer: Any) -> list[list[nn.Linear]]:
    """The linear layers of a decoder layer that `is_known`, those with the same input together."""
    attention, mlp = layer.self_attn, layer.mlp
    return [
        [attention.q_proj, attention.k_proj, attention.v_proj],
        [attention.o_proj],
        [mlp.gate_proj, mlp.up_proj],
        [mlp.down_proj],
    ]


def is_known(layer: nn.Module) -> bool:
    """Whether `layer` is of a kind that this file computes, with weights as they are, attending to all before."""
    if type(layer) not in _ALIKE:
        return False
    if not all(type(linear) is nn.Linear for together in products(layer) for linear in together):
        # Of a quantized model, or with adapters.
        return False
    attention: Any = layer.self_attn
    has_window = getattr(attention, "sliding_window", None) or (
        type(layer) is MistralDecoderLayer and attention.config.sliding_window
    )
    return not has_window


def _head_norm(attention: Any, heads: int, shared: int) -> RMSNorm | None:
    """What Qwen3 does to queries and keys before it turns them."""
    if not hasattr(attention, "q_norm"):
        return None
    weights = (attention.q_norm.weight, attention.k_norm.weight)
    each = [weight.detach().float().expand(number, -1) for weight, number in zip(weights, (heads, shared), strict=True)]
    return RMSNorm(attention.q_norm, torch.cat(each))
