"""Multiplies few rows with weights in FBGEMM's layout."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import nn

FEW = 8
"""The most rows for which the layout was measured to be the faster one, on two cores with AVX-512 and bfloat16."""

_LARGEST = torch.finfo(torch.float16).max


class Product:
    """
    The product of rows with the weights of one or more linear layers, side by side in their order.

    The weights are packed as float16. For those of a float16 layer that is exact, for those of a
    bfloat16 one, too, but that anything smaller than 6e-5 is rounded to a multiple of 6e-8.
    """

    def __init__(self, layers: Sequence[nn.Linear]) -> None:
        """Each layer needs to be fit for it, see `is_fit`; either all have a bias or none."""
        weights = torch.cat([layer.weight.detach().float() for layer in layers])
        biases = [layer.bias.detach().float() for layer in layers if layer.bias is not None]
        self._packed: Any = torch.ops.quantized.linear_prepack_fp16(weights, torch.cat(biases) if biases else None)
        # Looking it up takes as long as a small product.
        self._multiply = torch.ops.quantized.linear_dynamic_fp16.default

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """[..., inputs] of float32 to [..., all outputs] of float32."""
        made: torch.Tensor = self._multiply(rows, self._packed)
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
