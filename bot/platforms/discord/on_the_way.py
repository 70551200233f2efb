"""Knows how many requests Discord may count in one second, whenever on their way it does so."""

from bot.platforms.discord.global_budget import NOTHING


class OnTheWay:
    """
    Counts the requests that are on their way, and those whose answer came within the last second.

    Discord counts a request at some moment between its sending and its answer, and nobody knows at which: what was held
    up is counted together with what was sent later. All that it counts in one second are among these as the last of
    them is sent, so there are never more than `most`. After `patience` seconds without an answer, one is taken for lost
    or counted. All times are seconds on one clock.
    """

    def __init__(self, *, most: int = 48, patience: float = 5.0) -> None:
        self._most = most
        self._patience = patience
        self._until: dict[int, float] = {}
        self._number = 0

    def sent(self, now: float) -> int:
        """A request is sent at `now`; the number that it goes by."""
        self._number += 1
        self._until[self._number] = now + self._patience
        return self._number

    def ended(self, number: int, now: float) -> None:
        """Its answer is there, or never will be."""
        if number in self._until:
            self._until[number] = min(self._until[number], now + 1.0)

    def delay(self, now: float) -> float:
        """How long the next request has to wait; whoever has waited asks again, as another answer may have come."""
        self._until = {number: until for number, until in self._until.items() if until - now > NOTHING}
        if len(self._until) < self._most:
            return 0.0
        # An answer that comes a moment from now makes room a second later.
        return min(1.0, min(self._until.values()) - now)
