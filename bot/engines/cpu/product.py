"""Multiplies rows, few or many, with weights in the layout that is best for their number."""

from collections.abc import Sequence

import torch
from torch import nn

from bot.engines.cpu import onednn
from bot.engines.cpu.fbgemm import FbgemmWeights
from bot.engines.cpu.onednn import OneDnnWeights

FEW = 8
"""The most rows for which FBGEMM was faster than the library, on two cores with AVX-512 and bfloat16."""
FEW_BESIDE_ONEDNN = 3
"""The most rows for which it was faster than oneDNN's layout there."""


class Product:
    """
    The product of rows with the weights of one or more linear layers, side by side in their order.

    Where oneDNN's layout can be had, the layers themselves are needed no more.
    """

    def __init__(self, layers: Sequence[nn.Linear]) -> None:
        """Each layer is fit for it, see `fbgemm.is_fit`; all have one dtype, and either all or none have a bias."""
        weights = torch.cat([layer.weight.detach() for layer in layers])
        biases = [layer.bias.detach() for layer in layers if layer.bias is not None]
        bias = torch.cat(biases) if biases else None
        self._by_few = FbgemmWeights(weights, bias)
        self._by_many = OneDnnWeights(weights, bias) if onednn.has_kernels(weights.dtype) else _AsEver(layers)
        few = FEW if isinstance(self._by_many, _AsEver) else FEW_BESIDE_ONEDNN
        self._most = few * weights.shape[1]

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """[..., inputs] of any float to [..., all outputs]: float32 for few rows, the weights' dtype for many."""
        return self._by_few(rows) if rows.numel() <= self._most else self._by_many(rows)


class _AsEver:
    """The layers' own products."""

    def __init__(self, layers: Sequence[nn.Linear]) -> None:
        self._layers = layers

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        rows = rows.to(self._layers[0].weight.dtype)
        return torch.cat([layer(rows) for layer in self._layers], -1)
