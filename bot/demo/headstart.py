"""
Gives an untrained model a first idea of looking back.

To repeat a name, a transformer needs two attention heads that work together: one tells each token
which token stands before it, the other finds the place where the token at hand stood earlier and
reads on from there (an "induction head"; Olsson et al., "In-context Learning and Induction Heads",
2022). Models find this pair by themselves, but only after more reading than two cores do in an
hour. So it is built in, roughly, before the training starts, which then does what it likes with it.
"""

import torch
from torch import Tensor, nn
from transformers import Qwen2ForCausalLM
from transformers.models.qwen2.modeling_qwen2 import Qwen2Attention

SHARPNESS = 6.0
"""How clearly the first head sees its neighbour; e to the fifth times as much as any other token."""

MATCHING = 2.5
"""How strongly equal tokens attract each other."""

SLOW = 16
"""From this frequency on, rotary positions hardly turn over a conversation, so content can be compared."""


@torch.no_grad()
def look_back(model: Qwen2ForCausalLM) -> None:
    """Build the two heads into the first two layers."""
    config = model.config
    width, heads, key_heads = config.hidden_size, config.num_attention_heads, config.num_key_value_heads or 1
    dim = width // heads
    for layer in model.model.layers:
        # Layers begin by adding nothing, so that the two heads read what was written for them.
        nn.init.zeros_(layer.self_attn.o_proj.weight)
        nn.init.zeros_(layer.mlp.down_proj.weight)
    # Directions that do not disturb each other: a token's own, and a copy for its neighbour to the right.
    axes = torch.linalg.qr(torch.randn(width, width)).Q.T
    own, other, before = axes[:dim], axes[dim : 2 * dim], axes[2 * dim : 3 * dim]
    loudness = model.model.embed_tokens.weight.std().item()
    first, second = (model.model.layers[at].self_attn for at in (0, 1))
    see_neighbour(first, own, before * 2 * loudness)
    slow = dim - 2 * SLOW
    for head, (parts, read) in enumerate(((slice(0, slow), own), (slice(slow, 2 * slow), other))):
        find_again(second, head, heads // key_heads * head, own[parts], before[parts], read, loudness)


def see_neighbour(attention: Qwen2Attention, own: Tensor, written: Tensor) -> None:
    """Head 0 looks at the token just before and writes down what it is."""
    dim = len(own)
    half = dim // 2
    turn = 10_000.0 ** (-torch.arange(half) / half)
    loud = SHARPNESS * (torch.arange(half) < half // 2)
    attention.q_proj.weight[:dim] *= 0.1
    attention.k_proj.weight[:dim] *= 0.1
    attention.q_proj.bias[:dim] = torch.cat([loud, torch.zeros(half)])
    # The key is turned by one step more, so that it meets the query one step later.
    attention.k_proj.bias[:dim] = torch.cat([loud * turn.cos(), loud * turn.sin()])
    attention.v_proj.weight[:dim] = own
    attention.o_proj.weight[:, :dim] = written.T


def find_again(
    attention: Qwen2Attention,
    key_head: int,
    query_head: int,
    own: Tensor,
    before: Tensor,
    read: Tensor,
    loudness: float,
) -> None:
    """A head looks for places whose neighbour to the left is the token at hand, and reads what stands there."""
    dim = len(read)
    half = dim // 2
    slots = torch.cat([torch.arange(SLOW, half), torch.arange(half + SLOW, dim)])
    attention.q_proj.weight[query_head * dim + slots] = MATCHING * own
    attention.k_proj.weight[key_head * dim + slots] = MATCHING * before
    attention.v_proj.weight[key_head * dim : (key_head + 1) * dim] = read
    attention.o_proj.weight[:, query_head * dim : (query_head + 1) * dim] = 2 * loudness * read.T
