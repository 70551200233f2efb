"""A linear layer with its weights in the layouts that were chosen."""

import torch
from torch import nn

from bot.engines.cpu.choice import Choice
from bot.engines.cpu.packing import pack


class PackedLinear(nn.Linear):
    """Computes what `layer` does; the sum is rounded once, to the type of the rows."""

    def __init__(self, layer: nn.Linear, choice: Choice, *, keeps_weight: bool) -> None:
        """
        Share the parameters of `layer`, for those who read them: ties to other layers, and programs of models.

        Without `keeps_weight`, what they read of the weight is its shape and dtype.
        """
        nn.Module.__init__(self)
        self.in_features, self.out_features = layer.in_features, layer.out_features
        self.weight, self.bias = layer.weight, layer.bias
        self._product = pack([layer], choice, as_it_is=super().forward)
        if not keeps_weight:
            self.weight = nn.Parameter(layer.weight.to("meta"), requires_grad=False)

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """The layer's output for `input`, whose last dimension is a row."""
        return self._product(input).to(input.dtype)
