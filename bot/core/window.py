"""Chooses how much of the past fits into one prompt."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from bot.core.chat import Turn
from bot.core.errors import TooLong
from bot.core.record import Exchange, Summary

Count = Callable[[Sequence[Turn]], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Window:
    """
    What the model is shown, and the oldest exchanges, which it no longer is; the `summary` of what was left out before,
    where it is shown that.
    """

    prompt: list[Turn]
    left_out: Sequence[Exchange]
    summary: Summary | None = None

    @property
    def digest(self) -> str:
        """The same for the same prompt, and for no other one."""
        said = [[turn.role, turn.text] for turn in self.prompt]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


async def fit(
    system: str,
    past: Sequence[Exchange],
    newest: Sequence[Turn],
    *,
    budget: int,
    count: Count,
    summary: Summary | None = None,
) -> Window:
    """
    Return the system prompt, as much of `past` as `budget` tokens hold, and the newest turns: a message, and what is
    there of its answer where that is gone on with. The `summary` of what was left out before stands at the beginning of
    the first message, where there is room for it.

    Trimming goes in strides: a prompt over the budget loses its oldest exchanges until it is at
    three quarters of it, so that the front then stays as it is for many turns and a cache of
    the prompt's prefix stays good. The system prompt and the newest turns are always kept.
    Raises `TooLong` if those two alone pass the budget.
    """

    def prompt(dropped: int) -> list[Turn]:
        kept = [turn for exchange in past[dropped:] for turn in exchange.turns()]
        return [Turn("system", system), *_opened([*kept, *newest], summary)]

    if await count(prompt(0)) <= budget:
        return Window(prompt(0), [], summary)
    bare = await count(prompt(len(past)))
    if bare > budget and summary:
        return await fit(system, past, newest, budget=budget, count=count)
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
    return Window(prompt(enough), past[:enough], summary)


def told(summary: Summary) -> str:
    """The summary as the model reads it."""
    return f"[What was said before, summed up]\n{summary.text}"


def _opened(said: Sequence[Turn], summary: Summary | None) -> list[Turn]:
    """What was said, with the summary before it: made of people's words, it has no more weight than those have."""
    if summary is None:
        return list(said)
    if not said:
        return [Turn("user", told(summary))]
    # A turn of its own would be a second one of the user, which many templates refuse.
    return [Turn("user", f"{told(summary)}\n\n", *said[0].parts), *said[1:]]
