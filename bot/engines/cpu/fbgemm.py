"""Weights as FBGEMM has them, which comes with PyTorch for x86: float16, widened to float32 as they are multiplied."""

from typing import Any

import torch

from bot.engines.cpu.layout import Layout


class FbgemmWeights:
    """
    Weights, packed as float16, to multiply rows with.

    For those of a float16 layer that is exact, for those of a bfloat16 one, too, but that anything
    smaller than 6e-5 is rounded to a multiple of 6e-8. FBGEMM fills the inputs up to a multiple of
    512: the 896 of Qwen2-0.5B take a seventh more memory than their weights, the 3,584 and 18,944 of
    7B none more.
    """

    def __init__(self, weights: torch.Tensor, bias: torch.Tensor | None) -> None:
        """`weights` [outputs, inputs], none of them above `FBGEMM.largest`, `bias` [outputs]."""
        packed = torch.ops.quantized.linear_prepack_fp16(weights.float(), None if bias is None else bias.float())
        self._packed: Any = packed
        # Looking it up takes as long as a small product.
        self._multiply = torch.ops.quantized.linear_dynamic_fp16.default

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """[..., inputs] of any float to [..., outputs] of float32, the sums made in float32."""
        made: torch.Tensor = self._multiply(rows.float(), self._packed)
        return made


FBGEMM = Layout("FBGEMM float16", 2, FbgemmWeights, largest=torch.finfo(torch.float16).max)
"""The layout; there is none where PyTorch was built without it, as on ARM, or without AVX2."""
