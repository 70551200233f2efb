"""Weights as PyTorch has them, a row for each output, which every processor can multiply."""

from functools import cache, partial

import torch
from torch.nn.functional import linear

from bot.engines.cpu.layout import Layout


class PlainWeights:
    """Weights to multiply rows of their own dtype with."""

    def __init__(self, weights: torch.Tensor, bias: torch.Tensor | None, *, dtype: torch.dtype) -> None:
        """`weights` [outputs, inputs] and `bias` [outputs] of any float, which are copied."""
        # What is mapped from a file would hold on to all of it.
        self._weights = weights.to(dtype, copy=True)
        self._bias = None if bias is None else bias.to(dtype, copy=True)
        self._dtype = dtype

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """[..., inputs] of any float to [..., outputs] of the weights' dtype."""
        return linear(rows.to(self._dtype), self._weights, self._bias)


@cache
def plain(dtype: torch.dtype) -> Layout:
    """The layout of weights of `dtype`."""
    return Layout(f"plain {str(dtype).removeprefix('torch.')}", dtype.itemsize, partial(PlainWeights, dtype=dtype))


def original(dtype: torch.dtype, *, itemsize: int) -> Layout:
    """The weights where they are; `itemsize` is 0 if they stay in memory whatever multiplies them."""
    return Layout("the checkpoint's own", itemsize, partial(PlainWeights, dtype=dtype), is_original=True)
