"""Chooses how much of the past fits into one prompt."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.core.chat import Turn
from bot.core.errors import TooLong
from bot.core.record import Exchange

Count = Callable[[Sequence[Turn]], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Window:
    """What the model is shown, and the oldest exchanges, which it no longer is."""

    prompt: list[Turn]
    left_out: Sequence[Exchange]

    @property
    def digest(self) -> str:
        """The same for the same prompt, and for no other one."""
        said = [[turn.role, turn.text] for turn in self.prompt]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


async def fit(system: str, past: Sequence[Exchange], newest: Sequence[Turn], *, budget: int, count: Count) -> Window:
    """
    Return the system prompt, as much of `past` as `budget` tokens hold, and the newest turns: a message, and what is
    there of its answer where that is gone on with.

    Trimming goes in strides: a prompt over the budget loses its oldest exchanges until it is at
    three quarters of it, so that the front then stays as it is for many turns and a cache of
    the prompt's prefix stays good. The system prompt and the newest turns are always kept.
    Raises `TooLong` if those two alone pass the budget.
    """

    def prompt(dropped: int) -> list[Turn]:
        kept = [turn for exchange in past[dropped:] for turn in exchange.turns()]
        return [Turn("system", system), *kept, *newest]

    if await count(prompt(0)) <= budget:
        return Window(prompt(0), [])
    bare = await count(prompt(len(past)))
    if bare > budget:
        raise TooLong(bare, budget)
    stride = budget * 3 // 4
    target = stride if bare <= stride else budget
    too_few, enough = 0, len(past)
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if await count(prompt(middle)) <= target:
            enough = middle
        else:
            too_few = middle
    return Window(prompt(enough), past[:enough])
