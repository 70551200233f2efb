"""Measures how fast this processor multiplies rows with weights in each layout."""

import logging
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from bot.engines.cpu.layout import Layout, Product

log = logging.getLogger(__name__)

ROWS = (1, 2, 4, 8, 16, 64)
"""The numbers of rows that are measured: up to as many conversations at once, and a prompt."""

_SAMPLE = 2**21
"""The most weights of a product that are measured: too many for the caches next to a core."""
_ROUNDS = 7
_HOPELESS, _CHANCES = 2, 3
"""A layout that took so many times as long as the best, in as many rounds, is measured no more."""

Timed = Callable[[Product, torch.Tensor], float]
"""The seconds that one product of rows takes."""
Seconds = Mapping[Layout, Sequence[float]]
"""What the products take together in each layout, for each of some numbers of rows."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Weights to measure, [outputs, inputs], and how many times the work with them the model has."""

    weights: torch.Tensor
    times: float


def timed(product: Product, rows: torch.Tensor) -> float:
    """The seconds that this thread computed, so that those when others had its core do not count."""
    begun = time.thread_time_ns()
    product(rows)
    return (time.thread_time_ns() - begun) / 1e9


def sample(weights: Sequence[torch.Tensor], *, number: int) -> Sample:
    """Of `number` products of one shape, whose weights stand side by side as these do, what is to be measured."""
    inputs = weights[0].shape[1]
    most = max(1, _SAMPLE // inputs)
    parts, room = [], most
    for each in weights:
        parts.append(each[:room])
        room -= len(parts[-1])
    taken = torch.cat(parts)
    return Sample(taken, number * sum(map(len, weights)) / len(taken))


def measure(
    samples: Iterable[Sample], layouts: Sequence[Layout], *, rows: Sequence[int] = ROWS, timed: Timed = timed
) -> Seconds:
    """
    The seconds that all products take in each of `layouts`, but for those that this processor, or its PyTorch, lacks.

    One thread measures: where others want the cores, several wait for one another, and their time
    says more about that than about the product. Of several rounds, in each of which all have
    their turn, the shortest time counts. The number of products computed is bounded.
    """
    total = {layout: [0.0] * len(rows) for layout in layouts}
    with _one_thread(), torch.inference_mode():
        for each in samples:
            packed = {layout: product for layout in total if (product := _pack(layout, each.weights)) is not None}
            total = {layout: seconds for layout, seconds in total.items() if layout in packed}
            for at, number in enumerate(rows):
                x = torch.randn(number, each.weights.shape[1])
                for layout, seconds in _shortest(packed, x, timed).items():
                    total[layout][at] += each.times * seconds
    return total


def _shortest(products: Mapping[Layout, Product], rows: torch.Tensor, timed: Timed) -> dict[Layout, float]:
    shortest: dict[Layout, float] = {}
    for round_ in range(_ROUNDS):
        for layout, product in products.items():
            if round_ >= _CHANCES and shortest[layout] > _HOPELESS * min(shortest.values()):
                continue
            shortest[layout] = min(shortest.get(layout, float("inf")), timed(product, rows))
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
