"""Chooses the layouts of a model's weights by what was measured: for few rows, for many, and no more than pays."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import geometric_mean

import torch

from bot.engines.cpu.fbgemm import FBGEMM
from bot.engines.cpu.layout import Layout
from bot.engines.cpu.measurement import Seconds
from bot.engines.cpu.onednn import onednn
from bot.engines.cpu.plain import plain

_PRICE = 0.1
"""What a byte more a weight has to save, as a share of the time: a second copy in 16 bits pays from a sixth on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Up to `limit` rows are multiplied in the layout `few`, more in `many`: the same one, where one is enough."""

    few: Layout
    many: Layout
    limit: int

    @property
    def itemsize(self) -> int:
        """The bytes that one weight takes, in all its layouts."""
        return _itemsize({self.few, self.many})


def candidates(dtype: torch.dtype) -> list[Layout]:
    """What there is for weights of `dtype` beside the plain layout. FBGEMM's loses a little of the smallest numbers."""
    if dtype == torch.float32:
        return [onednn(dtype)]
    return [FBGEMM, onednn(dtype), plain(torch.float32), onednn(torch.float32)]


def choose(seconds: Seconds, *, rows: Sequence[int], most: float) -> Choice | None:
    """
    The layout, or the two, with which the products are fast for their memory.

    `seconds` are what the products take with each of `rows`, in ascending order. What counts is how
    much slower they are than in the fastest layout of all, on average over the numbers of rows, the
    first of which counts twice: most answers are written to one person at a time. `None` where no layout takes at
    most `most` bytes a weight.
    """
    fastest = [min(column) for column in zip(*seconds.values(), strict=True)]

    def price(layouts: tuple[Layout, ...]) -> float:
        taken = [min(column) for column in zip(*(seconds[layout] for layout in layouts), strict=True)]
        slowdowns = [own / best for own, best in zip(taken, fastest, strict=True)]
        return geometric_mean([slowdowns[0], *slowdowns]) * (1 + _PRICE * _itemsize(layouts))

    affordable = [each for each in _sets(list(seconds)) if _itemsize(each) <= most]
    if not affordable:
        return None
    best = min(affordable, key=price)
    few, *others = sorted(best, key=lambda layout: seconds[layout][0])
    if not others:
        return Choice(few, few, 0)
    [many] = others
    limit = 0
    for number, one, other in zip(rows, seconds[few], seconds[many], strict=True):
        if one > other:
            break
        limit = number
    return Choice(few, many, limit)


def _itemsize(layouts: Iterable[Layout]) -> int:
    return sum(layout.itemsize for layout in layouts)


def _sets(layouts: Sequence[Layout]) -> list[tuple[Layout, ...]]:
    return [*((layout,) for layout in layouts), *combinations(layouts, 2)]
