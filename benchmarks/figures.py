"""Figures measured several times, and what becomes of them: medians, ratios, spreads."""

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """
    One row of the table: what was measured in each repetition.

    `samples` are the row's own values, most often ratios of two contenders of one repetition;
    `details` holds what they were made of.
    """

    key: str
    samples: Sequence[float]
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def value(self) -> float:
        """The median."""
        return median(self.samples)

    def as_json(self) -> dict[str, Any]:
        """The row as it stands in the file of results."""
        spread = {"median": self.value, "low": min(self.samples), "high": max(self.samples)}
        return {"key": self.key, **spread, "samples": list(self.samples), "details": dict(self.details)}


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """The ratio of each repetition, so that what slows the machine for a while slows both sides of it."""
    return [a / b for a, b in zip(above, below, strict=True)]


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of `values` that `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


async def alternate(
    contenders: Mapping[str, Callable[[int], Awaitable[float]]], *, repetitions: int, warm_up: bool = True
) -> dict[str, list[float]]:
    """
    Measure the contenders by turns, in another order each time, so that none is always first or before another.

    The orders are the same in every run. Each is called with the number of the repetition. A first
    round, -1, warms up and is not counted; it can be left out where all that is measured ran before.
    """
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for repetition in range(-1 if warm_up else 0, repetitions):
        for name in random.Random(repetition).sample(list(contenders), len(contenders)):
            value = await contenders[name](repetition)
            if repetition >= 0:
                found[name].append(value)
    return found
