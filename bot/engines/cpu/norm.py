"""RMSNorm in float32."""

from typing import Any

import torch


class RMSNorm:
    """What a norm of transformers does that has a `variance_epsilon`, in fewer operations."""

    def __init__(self, norm: Any, weight: torch.Tensor | None = None) -> None:
        """`weight` in place of the one of `norm`, which is needed no more."""
        self._weight = (norm.weight.detach() if weight is None else weight).to(torch.float32, copy=True)
        self._epsilon = torch.tensor(norm.variance_epsilon)

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """`rows` of float32, each of the same length on average."""
        length = torch.linalg.vector_norm(rows, dim=-1, keepdim=True)
        squares = torch.addcmul(self._epsilon, length, length, value=1 / rows.shape[-1])
        return rows.mul(squares.rsqrt_()).mul_(self._weight)
