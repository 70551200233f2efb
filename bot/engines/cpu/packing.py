"""Packs the weights of linear layers, side by side, in the layouts that were chosen."""

from collections.abc import Sequence

import torch
from torch import nn

from bot.engines.cpu.choice import Choice
from bot.engines.cpu.layout import Layout, Product


class TwoLayouts:
    """One layout for few rows beside another for many."""

    def __init__(self, few: Product, many: Product, *, most: int) -> None:
        """`most` is the largest size of rows, in numbers, that are few."""
        self._few, self._many, self._most = few, many, most

    def __call__(self, rows: torch.Tensor) -> torch.Tensor:
        """[..., inputs] of any float to [..., outputs] of a float that depends on the number of rows."""
        return self._few(rows) if rows.numel() <= self._most else self._many(rows)


def pack(layers: Sequence[nn.Linear], choice: Choice, *, as_it_is: Product | None = None) -> Product:
    """
    The product of rows with the weights of `layers`, whose outputs stand side by side in their order.

    Either all or none have a bias. The layers themselves are needed no more, unless in `as_it_is`, which
    stands for a layout that is the original.
    """
    weights = _side_by_side([layer.weight.detach() for layer in layers])
    biases = [layer.bias.detach() for layer in layers if layer.bias is not None]
    bias = _side_by_side(biases) if biases else None

    def packed(layout: Layout) -> Product:
        return as_it_is if layout.is_original and as_it_is is not None else layout.pack(weights, bias)

    few = packed(choice.few)
    if choice.few is choice.many:
        return few
    return TwoLayouts(few, packed(choice.many), most=choice.limit * weights.shape[1])


def _side_by_side(parts: Sequence[torch.Tensor]) -> torch.Tensor:
    # The largest of all, the output layer, is alone, and not copied in vain.
    return parts[0] if len(parts) == 1 else torch.cat(list(parts))
