"""Measures how fast this processor multiplies rows with weights in each layout."""

import logging
import math
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager

import torch

from bot.engines.cpu.layout import Layout, Product

log = logging.getLogger(__name__)

ROWS = (1, 4, 16, 64)
"""The numbers of rows that are measured: up to as many conversations at once, and a prompt."""

_SAMPLE = 2**21
"""The most weights of a product that are measured: too many for the caches next to a core."""
_ROUNDS = 7
_CHANCES = 2
"""So many rounds there are whatever they take: in its first, a library prepares for that number of rows."""
_HOPELESS = 2
"""A layout that took so many times as long as the best when it had its chances is measured no more."""
_SECONDS = 0.02
"""What the rounds of one number of rows may take, after which no other begins."""

Timed = Callable[[Product, torch.Tensor], float]
"""The seconds that one product of rows takes."""
Seconds = Mapping[Layout, Sequence[float]]
"""What a product takes in each layout, for each of some numbers of rows."""


def timed(product: Product, rows: torch.Tensor) -> float:
    """The seconds that this thread computed, so that those when others had its core do not count."""
    begun = time.thread_time_ns()
    product(rows)
    return (time.thread_time_ns() - begun) / 1e9


def sample(weights: Sequence[torch.Tensor]) -> torch.Tensor:
    """What is to be measured of a product whose weights stand side by side as these do: as much as says it soon."""
    parts, room = [], max(1, _SAMPLE // weights[0].shape[1])
    for each in weights:
        parts.append(each[:room])
        room -= len(parts[-1])
    return torch.cat(parts)


def measure(
    weights: torch.Tensor, layouts: Sequence[Layout], *, rows: Sequence[int] = ROWS, timed: Timed = timed
) -> Seconds:
    """
    The seconds that a product takes in each of `layouts`, but for those that this processor, or its PyTorch, lacks.

    One thread measures: where others want the cores, several wait for one another, and their time
    says more about that than about the product. Of several rounds, in each of which all have
    their turn, the shortest time counts. After two there is no other once they took 0.02 s.
    """
    with _one_thread(), torch.inference_mode():
        packed = {layout: product for layout in layouts if (product := _pack(layout, weights)) is not None}
        columns = [_shortest(packed, torch.randn(number, weights.shape[1]), timed) for number in rows]
    return {layout: [column[layout] for column in columns] for layout in packed}


def _shortest(products: Mapping[Layout, Product], rows: torch.Tensor, timed: Timed) -> dict[Layout, float]:
    shortest = dict.fromkeys(products, math.inf)
    taken = 0.0
    for round_ in range(_ROUNDS):
        if round_ >= _CHANCES:
            if taken >= _SECONDS:
                break
            # As all stood before this round, so that each was compared after as many.
            enough = _HOPELESS * min(shortest.values())
            products = {layout: product for layout, product in products.items() if shortest[layout] <= enough}
        for layout, product in products.items():
            seconds = timed(product, rows)
            taken += seconds
            shortest[layout] = min(shortest[layout], seconds)
    return shortest


def _pack(layout: Layout, weights: torch.Tensor) -> Product | None:
    """The weights in that layout, if they can be had so, and multiplied."""
    try:
        product = layout.pack(weights, None)
        product(torch.zeros(2, weights.shape[1]))
    # Each library says in a way of its own that it is not there, or that the processor is not one for it.
    except (AttributeError, RuntimeError) as error:
        log.debug("No %s here: %s", layout.name, str(error).partition("\n")[0])
        return None
    return product


@contextmanager
def _one_thread() -> Generator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
