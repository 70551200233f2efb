"""Chooses how much of the past fits into one prompt."""

import hashlib
import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass

from bot.core.chat import TEXT_ONLY, Modality, Turn
from bot.core.errors import TooLong
from bot.core.record import Exchange, Summary
from bot.core.sight import pictures, without_oldest

Count = Callable[[Sequence[Turn]], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Window:
    """
    What the model is shown, and the oldest exchanges, which it no longer is; the `summary` of what was left out before,
    where it is shown that. The exchanges that are not left out are `shown`.
    """

    prompt: list[Turn]
    left_out: Sequence[Exchange]
    summary: Summary | None = None
    shown: Sequence[Exchange] = ()

    @property
    def digest(self) -> str:
        """The same for the same prompt, and for no other one."""
        said = [[turn.role, turn.text, *(image.digest for image in turn.images)] for turn in self.prompt]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


async def fit(
    system: str,
    past: Sequence[Exchange],
    newest: Sequence[Turn],
    *,
    budget: int,
    count: Count,
    accepts: Collection[Modality] = TEXT_ONLY,
    summary: Summary | None = None,
) -> Window:
    """
    Return the system prompt, as much of `past` as `budget` tokens hold, and the newest turns: a message, and what is
    there of its answer where that is gone on with. The `summary` of what was left out before stands at the beginning of
    the first message, where there is room for it.

    Trimming goes in strides: a prompt over the budget loses its oldest exchanges until it is at
    three quarters of it, so that the front then stays as it is for many turns and a cache of
    the prompt's prefix stays good. Words go only where those would be too many without any picture of the past; of the
    pictures, the oldest go until that is so, and all where the model `accepts` none. The system prompt and the newest
    turns are always kept. Raises `TooLong` if those two alone pass the budget.
    """
    if "image" not in accepts:
        past = without_oldest(past, pictures(past))

    def window(dropped: int, hidden: int) -> Window:
        shown = without_oldest(past, hidden)[dropped:]
        said = [turn for exchange in shown for turn in exchange.turns()]
        prompt = [Turn("system", system), *_opened([*said, *newest], summary)]
        return Window(prompt, past[:dropped], summary, shown)

    def tokens(dropped: int, hidden: int) -> Awaitable[int]:
        return count(window(dropped, hidden).prompt)

    if await tokens(0, 0) <= budget:
        return window(0, 0)
    bare = await tokens(len(past), 0)
    if bare > budget and summary:
        return await fit(system, past, newest, budget=budget, count=count, accepts=accepts)
    if bare > budget:
        raise TooLong(bare, budget)
    stride = budget * 3 // 4
    target = stride if bare <= stride else budget
    shown = pictures(past)
    if shown and (words := await tokens(0, shown)) <= budget:
        hidden = await _fewest(shown, lambda hidden: tokens(0, hidden), most=max(target, words))
        return window(0, hidden)
    dropped = await _fewest(len(past), lambda dropped: tokens(dropped, shown), most=target)
    hidden = await _fewest(shown, lambda hidden: tokens(dropped, hidden), most=target)
    return window(dropped, hidden)


async def _fewest(all_: int, tokens: Callable[[int], Awaitable[int]], *, most: int) -> int:
    """How few, of at least one, have to go for there to be `most` tokens; known is that it is enough if all go."""
    too_few, enough = 0, all_
    while enough - too_few > 1:
        middle = (too_few + enough) // 2
        if await tokens(middle) <= most:
            enough = middle
        else:
            too_few = middle
    return enough


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
