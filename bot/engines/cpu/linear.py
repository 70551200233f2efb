"""A linear layer that is fast for few rows."""

import torch
from torch import nn

from bot.engines.cpu.fbgemm import FbgemmWeights
from bot.engines.cpu.product import FEW


class PackedLinear(nn.Linear):
    """
    Multiplies up to `FEW` rows with the packed weights, and more as ever.

    The sum is made in float32 and rounded once, to the type of the rows.
    """

    def __init__(self, layer: nn.Linear) -> None:
        """Share the parameters of `layer`: ties to other layers, names and devices stay as they are."""
        nn.Module.__init__(self)
        self.in_features, self.out_features = layer.in_features, layer.out_features
        self.weight, self.bias = layer.weight, layer.bias
        self._weights = FbgemmWeights(layer.weight.detach(), None if layer.bias is None else layer.bias.detach())
        self._most = FEW * layer.in_features

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """The layer's output for `input`, whose last dimension is a row."""
        if input.numel() > self._most:
            return super().forward(input)
        return self._weights(input).to(input.dtype)
