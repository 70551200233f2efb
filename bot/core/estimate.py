"""Estimates when those who wait begin, from what is under way and how long answers take."""

import heapq
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """How many answers have to end before one begins, and in how many seconds that will be, if that is known."""

    ahead: int
    seconds: float | None = None

    def is_news_after(self, shown: "Standing | None") -> bool:
        """Whether this is worth being told to somebody who was told `shown`: another number, or a fifth of the time."""
        if shown is None or self.ahead != shown.ahead:
            return True
        if self.seconds is None or shown.seconds is None:
            return self.seconds is not shown.seconds
        return abs(self.seconds - shown.seconds) >= shown.seconds / 5


def standings(
    running: Mapping[Hashable, float], waiting: Iterable[tuple[Hashable, float]], *, slots: int
) -> Iterator[Standing]:
    """
    Yield where each of those who wait stands, in their order.

    `running` are the seconds that each answer under way still takes, by whose it is and where; each of `waiting` is
    the same for one to come. At most `slots` are written at once, and of one person in one place one. More work
    before somebody never makes these figures smaller.
    """
    free = [(0.0, 0)] * (slots - len(running)) + [(seconds, 1) for seconds in running.values()]
    heapq.heapify(free)
    own = {key: Standing(1, seconds) for key, seconds in running.items()}
    ended = 0
    for key, seconds in waiting:
        at, is_end = heapq.heappop(free)
        ended += is_end
        before = own.get(key)
        if before and before.seconds is not None:
            at = max(at, before.seconds)
        ahead = max(ended, before.ahead if before else 0)
        yield Standing(ahead, at)
        own[key] = Standing(ahead + 1, at + seconds)
        heapq.heappush(free, (at + seconds, 1))
