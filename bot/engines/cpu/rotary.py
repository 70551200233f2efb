"""Rotary position embeddings, with the angles of one step prepared once for all layers."""

import torch


class RotaryEmbedding:
    """Turns queries and keys by their positions."""

    def __init__(self) -> None:
        self._cos: torch.Tensor | None = None

    def __call__(self, heads: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
        """`heads` [batch, tokens, heads, width] by the angles of which `cos` and `sin` are [batch, tokens, width]."""
        if cos is not self._cos:
            # Half of each head changes its sign as it changes its place with the other half.
            half = sin.shape[-1] // 2
            self._signed = torch.cat((-sin[..., :half], sin[..., half:]), -1).unsqueeze(2).float()
            self._straight, self._half, self._cos = cos.unsqueeze(2).float(), half, cos
        return torch.addcmul(heads * self._straight, heads.roll(self._half, -1), self._signed)
