"""Weights in FBGEMM's layout, which is the faster one for few rows."""

from typing import Any

import torch
from torch import nn

_LARGEST = torch.finfo(torch.float16).max


class FbgemmWeights:
    """
    Weights, packed as float16, to multiply rows with.

    For those of a float16 layer that is exact, for those of a bfloat16 one, too, but that anything
    smaller than 6e-5 is rounded to a multiple of 6e-8.
    """

    def __init__(self, weights: torch.Tensor, bias: torch.Tensor | None) -> None:
        """`weights` [outputs, inputs] of a layer that `is_fit`, `bias` [outputs]."""
        packed = torch.ops.quantized.linear_prepack_fp16(weights.float(), None if bias is None else bias.float())
        self._packed: Any = packed
        # Looking it up takes as long as a small product.
        self._multiply = torch.ops.quantized.linear_dynamic_fp16.default

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """[..., inputs] of any float to [..., outputs] of float32, the sums made in float32."""
        made: torch.Tensor = self._multiply(rows.float(), self._packed)
        return made


def has_kernels() -> bool:
    """Whether there are the operators, and they are FBGEMM's, as on any x86 processor with AVX2."""
    is_there = hasattr(torch.ops.quantized, "linear_dynamic_fp16")
    return is_there and torch.backends.quantized.engine in ("x86", "fbgemm")


def is_fit(layer: nn.Linear) -> bool:
    """Whether the weights are plain numbers on a CPU, and in 16 bits, and float16 can hold them."""
    weight = layer.weight
    # Quantized ones are tensors of their own kind, which pass for what they were.
    if type(weight.data) is not torch.Tensor:
        return False
    if weight.device.type != "cpu" or hasattr(layer, "_hf_hook"):
        return False
    if weight.dtype not in (torch.bfloat16, torch.float16):
        return False
    low, high = weight.detach().aminmax()
    return bool(low >= -_LARGEST and high <= _LARGEST)
