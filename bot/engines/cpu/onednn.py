"""Weights as oneDNN has them, which comes with PyTorch, too: it need not bring them there again for each product."""

from functools import cache, partial

import torch

from bot.engines.cpu.layout import Layout

# The layout depends on the number of rows it is to be good for; any from 2 to 512 was found to give the same speed.
_ROWS = 16


class OneDnnWeights:
    """Weights to multiply rows of their own dtype with."""

    def __init__(self, weights: torch.Tensor, bias: torch.Tensor | None, *, dtype: torch.dtype) -> None:
        """`weights` [outputs, inputs] and `bias` [outputs] of any float."""
        self._weights = torch.ops.mkldnn._reorder_linear_weight(weights.to(dtype), _ROWS)
        self._bias = None if bias is None else bias.to(dtype, copy=True)
        self._dtype = dtype
        self._multiply = torch.ops.mkldnn._linear_pointwise.default

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """[..., inputs] of any float to [..., outputs] of the weights' dtype."""
        made: torch.Tensor = self._multiply(rows.to(self._dtype), self._weights, self._bias, "none", [], "")
        return made


@cache
def onednn(dtype: torch.dtype) -> Layout:
    """The layout for `dtype`; there is none for one that the processor does not multiply."""
    return Layout(f"oneDNN {str(dtype).removeprefix('torch.')}", dtype.itemsize, partial(OneDnnWeights, dtype=dtype))
