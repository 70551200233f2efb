"""Between what the numbers lie that can be set for a place, as people are told it where they set them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """From `least`, which does not belong to it where it `is_open`, to `most`. `str()` of it needs no language."""

    least: int
    most: int
    is_open: bool = False

    def __contains__(self, number: float) -> bool:
        return number <= self.most and (self.least < number if self.is_open else self.least <= number)

    def __str__(self) -> str:
        return f"{self.least} {'<' if self.is_open else '≤'} … ≤ {self.most}"


# More tokens than any model reads or has in its vocabulary; the database holds no integer of any size.
_MOST_TOKENS = 9_999_999

RANGES: Mapping[str, Range] = {
    "max_new_tokens": Range(1, _MOST_TOKENS),
    "max_thinking_tokens": Range(1, _MOST_TOKENS),
    "temperature": Range(0, 2),
    "top_p": Range(0, 1, is_open=True),
    "top_k": Range(0, _MOST_TOKENS),
    "repetition_penalty": Range(0, 2, is_open=True),
}
"""By the fields of `Overrides`."""
