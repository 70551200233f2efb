"""Finds out in what numbers this machine multiplies fastest."""

import math
import time
from collections.abc import Sequence

import torch

# A layer of the demo model over some of a batch: large enough for the processor's own instructions to count.
_ROWS, _INPUTS, _OUTPUTS = 512, 256, 768


def fastest(dtypes: Sequence[torch.dtype], *, rounds: int = 20) -> torch.dtype:
    """
    That of `dtypes` in which a product takes the least time, measured here, which takes some milliseconds a round.

    A processor without instructions for bfloat16 emulates it, at a tenth of the speed of float32; one with them is
    several times faster with it. PyTorch calls it supported on both.
    """
    least = dict.fromkeys(dtypes, math.inf)
    # In turns, and the best of each: what else the machine does only ever adds to a time, and not to one dtype alone.
    for _ in range(rounds):
        for dtype in dtypes:
            least[dtype] = min(least[dtype], _seconds(dtype))
    return min(least, key=least.__getitem__)


def _seconds(dtype: torch.dtype) -> float:
    rows, weights = torch.ones(_ROWS, _INPUTS, dtype=dtype), torch.ones(_OUTPUTS, _INPUTS, dtype=dtype)
    begun = time.perf_counter()
    torch.nn.functional.linear(rows, weights)
    return time.perf_counter() - begun
