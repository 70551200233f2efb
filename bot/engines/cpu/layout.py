"""What a layout of weights is: how they are packed, and what multiplies rows with them then."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import torch


class Product(Protocol):
    """Weights, packed, and perhaps a bias."""

    def __call__(self, rows: torch.Tensor, /) -> torch.Tensor:
        """[..., inputs] of any float to [..., outputs] of a float that is the layout's."""
        ...


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to keep weights in memory."""

    name: str
    """As the log calls it."""
    itemsize: int
    """The bytes that one weight takes."""
    pack: Callable[[torch.Tensor, torch.Tensor | None], Product]
    """Of weights [outputs, inputs] and a bias [outputs]. Raises whatever the library does where it cannot."""
    largest: float = math.inf
    """The largest weight it can hold."""
    is_original: bool = False
    """Whether it is the layer as it is."""
