"""
Makes a model on a CPU write faster: its weights once more, in a layout for few rows at a time.

A prompt is read many rows at a time, and the library's product of 16-bit matrices is the right one
for it. An answer is written one row a step, which is all about reading the weights once, and there
FBGEMM, which comes with PyTorch for x86, reads them about twice as fast from a layout of its own.
"""

import logging
import warnings
from collections.abc import Callable
from typing import Any, Literal

import torch
from torch import nn

from bot.engines.memory import free_main_memory

log = logging.getLogger(__name__)

FEW = 4
"""The most rows for which the layout was measured to be the faster one, with both kinds of kernels on one thread."""

Bits = Literal[16, 8]
_LARGEST = torch.finfo(torch.float16).max
_HIGHEST_BYTE = 127


class FewRows(nn.Linear):
    """
    A linear layer that multiplies up to `FEW` rows with weights in FBGEMM's layout, and more as ever.

    With 16 bits the weights in the layout are float16. For those of a float16 layer that is exact,
    for those of a bfloat16 one, too, but that anything smaller than 6e-5 is rounded to a multiple of
    6e-8. The sum is made in float32 and rounded once, to the type of the rows.

    With 8 bits each column of the output has a scale of its own, and the rows are rounded to 8 bits,
    too, with one scale for all of them: another answer than with 16, a little worse and sooner.
    """

    def __init__(self, layer: nn.Linear, *, bits: Bits = 16) -> None:
        """Share the parameters of `layer`: ties to other layers, names and devices stay as they are."""
        nn.Module.__init__(self)
        self.in_features, self.out_features = layer.in_features, layer.out_features
        self.weight, self.bias = layer.weight, layer.bias
        bias = None if layer.bias is None else layer.bias.detach().float()
        pack, self._multiply = _kernels(bits)
        self._packed = pack(layer.weight.detach().float(), bias)
        self._most = FEW * layer.in_features

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """The layer's output for `input`, whose last dimension is a row."""
        if input.numel() > self._most:
            return super().forward(input)
        output: torch.Tensor = self._multiply(input.float(), self._packed)
        return output.to(input.dtype)


def speed_up(model: Any, *, bits: Bits = 16, free: int | None = None) -> bool:
    """
    Give the linear layers of `model` the faster layout. Says whether it did.

    It does not where there is no FBGEMM, for weights that are not on a CPU, not of 16 bits, or beyond
    what float16 can hold, and where the weights would not fit once more into the half of `free`, by
    default the bytes of memory that are free now.
    """
    layers = {name: layer for name, layer in model.named_modules() if type(layer) is nn.Linear}
    needed = sum(layer.weight.numel() for layer in layers.values()) * bits // 8
    if not layers or not _has_kernels(bits) or not all(map(_is_fit, layers.values())):
        return False
    if needed > (free_main_memory() if free is None else free) // 2:
        log.info("Too little memory for a faster layout of the weights, which would take %s MiB.", f"{needed >> 20:,}")
        return False
    for name, layer in layers.items():
        model.set_submodule(name, FewRows(layer, bits=bits))
    log.info("The weights are in memory a second time, in a layout for writing: %s MiB.", f"{needed >> 20:,}")
    return True


def _kernels(bits: Bits) -> tuple[Callable[..., Any], Callable[..., torch.Tensor]]:
    """What packs weights, and what multiplies with them; found once, as looking them up takes as long as a product."""
    if bits == 16:
        return torch.ops.quantized.linear_prepack_fp16, torch.ops.quantized.linear_dynamic_fp16.default
    return _pack_bytes, torch.ops.quantized.linear_dynamic.default


def _pack_bytes(weight: torch.Tensor, bias: torch.Tensor | None) -> Any:
    scales = (weight.abs().amax(1) / _HIGHEST_BYTE).clamp(min=torch.finfo(torch.float32).tiny).double()
    zeros = torch.zeros_like(scales, dtype=torch.int64)
    with warnings.catch_warnings():
        # Deprecated from PyTorch 2.15 on, and still the only way to the kernel that rounds rows as it reads them.
        warnings.filterwarnings("ignore", message="torch.quantize_per_tensor")
        rounded = torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)
    return torch.ops.quantized.linear_prepack(rounded, bias)


def _has_kernels(bits: Bits = 16) -> bool:
    """Whether there are the operators, and they are FBGEMM's, as on any x86 processor with AVX2."""
    needed = {16: "linear_dynamic_fp16", 8: "linear_dynamic"}[bits]
    is_complete = hasattr(torch.ops.quantized, needed) and (bits == 16 or hasattr(torch, "quantize_per_channel"))
    return is_complete and torch.backends.quantized.engine in ("x86", "fbgemm")


def _is_fit(layer: nn.Linear) -> bool:
    """Whether the weights lie on a CPU, and in 16 bits, and float16 can hold them."""
    weight = layer.weight
    if weight.device.type != "cpu" or hasattr(layer, "_hf_hook"):
        return False
    if weight.dtype not in (torch.bfloat16, torch.float16):
        return False
    low, high = weight.detach().aminmax()
    return bool(low >= -_LARGEST and high <= _LARGEST)
