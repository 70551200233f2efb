"""
Makes a model on a CPU write faster: its weights once more, in a layout for few rows at a time.

A prompt is read many rows at a time, and the library's product of 16-bit matrices is the right one
for it. An answer is written one row a step, which is all about reading the weights once, and there
FBGEMM, which comes with PyTorch for x86, reads them about twice as fast from a layout of its own.
"""

import logging
from typing import Any

import torch
from torch import nn

from bot.engines.memory import free_main_memory

log = logging.getLogger(__name__)

FEW = 4
"""The most rows for which the layout was measured to be the faster one, with both kinds of kernels on two threads."""

_LARGEST = torch.finfo(torch.float16).max


class FewRows(nn.Linear):
    """
    A linear layer that multiplies up to `FEW` rows with weights in FBGEMM's layout, and more as ever.

    The weights in the layout are float16. For those of a float16 layer that is exact, for those of
    a bfloat16 one, too, but that anything smaller than 6e-5 is rounded to a multiple of 6e-8. The
    sum is made in float32 and rounded once, to the type of the rows.
    """

    def __init__(self, layer: nn.Linear) -> None:
        """Share the parameters of `layer`: ties to other layers, names and devices stay as they are."""
        nn.Module.__init__(self)
        self.in_features, self.out_features = layer.in_features, layer.out_features
        self.weight, self.bias = layer.weight, layer.bias
        bias = None if layer.bias is None else layer.bias.detach().float()
        self._packed = torch.ops.quantized.linear_prepack_fp16(layer.weight.detach().float(), bias)
        # Found once: looking an operator up takes as long as a small product.
        self._multiply = torch.ops.quantized.linear_dynamic_fp16.default
        self._most = FEW * layer.in_features

    def forward(self, input: torch.Tensor) -> torch.Tensor:
        """The layer's output for `input`, whose last dimension is a row."""
        if input.numel() > self._most:
            return super().forward(input)
        output: torch.Tensor = self._multiply(input.float(), self._packed)
        return output.to(input.dtype)


def speed_up(model: Any, *, free: int | None = None) -> bool:
    """
    Give the linear layers of `model` the faster layout. Says whether it did.

    It does not where there is no FBGEMM, for weights that are not on a CPU, not of 16 bits, or beyond
    what float16 can hold, and where the weights would not fit once more into the half of `free`, by
    default the bytes of memory that are free now.
    """
    layers = {name: layer for name, layer in model.named_modules() if type(layer) is nn.Linear}
    needed = sum(layer.weight.nbytes for layer in layers.values())
    if not layers or not _has_kernels() or not all(map(_is_fit, layers.values())):
        return False
    if needed > (free_main_memory() if free is None else free) // 2:
        log.info("Too little memory for a faster layout of the weights, which would take %s MiB.", f"{needed >> 20:,}")
        return False
    for name, layer in layers.items():
        model.set_submodule(name, FewRows(layer))
    log.info("The weights are in memory a second time, in a layout for writing: %s MiB.", f"{needed >> 20:,}")
    return True


def _has_kernels() -> bool:
    """Whether the two operators are FBGEMM's, as on any x86 processor with AVX2."""
    return torch.backends.quantized.engine in ("x86", "fbgemm")


def _is_fit(layer: nn.Linear) -> bool:
    """Whether the weights lie on a CPU, and in 16 bits, and float16 can hold them."""
    weight = layer.weight
    if weight.device.type != "cpu" or hasattr(layer, "_hf_hook"):
        return False
    if weight.dtype not in (torch.bfloat16, torch.float16):
        return False
    low, high = weight.detach().aminmax()
    return bool(low >= -_LARGEST and high <= _LARGEST)
