"""Weights in oneDNN's layout, which is the faster one for many rows."""

import torch

# The layout depends on the number of rows it is to be good for; any from 2 to 512 was found to give the same speed.
_ROWS = 16


class OneDnnWeights:
    """Weights of bfloat16 in the layout that the library would bring them into again for each product."""

    def __init__(self, weights: torch.Tensor, bias: torch.Tensor | None) -> None:
        """`weights` [outputs, inputs] of a dtype that `has_kernels`, `bias` [outputs]."""
        self._weights = torch.ops.mkldnn._reorder_linear_weight(weights, _ROWS)
        self._bias = bias
        self._dtype = weights.dtype
        self._multiply = torch.ops.mkldnn._linear_pointwise.default

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """[..., inputs] of any float to [..., outputs] of the weights' dtype."""
        made: torch.Tensor = self._multiply(rows.to(self._dtype), self._weights, self._bias, "none", [], "")
        return made


def has_kernels(dtype: torch.dtype) -> bool:
    """Whether there are the operators, and the processor multiplies numbers of this dtype: bfloat16 on newer ones."""
    is_native = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()
    is_there = hasattr(torch.ops.mkldnn, "_reorder_linear_weight") and hasattr(torch.ops.mkldnn, "_linear_pointwise")
    return dtype == torch.bfloat16 and is_native and is_there
