"""What tests need to choose a layout by themselves, and the layouts that there are on this machine."""

import torch

from bot.engines.cpu.choice import Choice
from bot.engines.cpu.fbgemm import FBGEMM
from bot.engines.cpu.layout import Layout, Product
from bot.engines.cpu.measurement import Timed
from bot.engines.cpu.onednn import onednn
from bot.engines.cpu.plain import plain


def is_here(layout: Layout) -> bool:
    """Whether this processor, and its PyTorch, have the layout."""
    try:
        layout.pack(torch.ones(64, 64), None)(torch.ones(1, 64))
    except (AttributeError, RuntimeError):
        return False
    return True


def alone(layout: Layout) -> Choice:
    """That layout for any number of rows."""
    return Choice(layout, layout, 0)


ALL = [FBGEMM, *(make(dtype) for make in (plain, onednn) for dtype in (torch.float32, torch.bfloat16, torch.float16))]
HERE = [layout for layout in ALL if is_here(layout)]


def fastest(layout: Layout) -> Timed:
    """A clock by which `layout` is faster than all others, whatever the processor."""
    like = layout.pack(torch.ones(64, 64), None)

    def timed(product: Product, rows: torch.Tensor) -> float:
        is_it = type(product) is type(like) and getattr(product, "_dtype", None) == getattr(like, "_dtype", None)
        return len(rows) * (0.1 if is_it else 1.0)

    return timed
