"""Says when the bot may send its next request, over all channels together, within Discord's global limit."""

# Fewer seconds, or requests, than this are none: the sums are not exact, and what was waited for is there.
NOTHING = 1e-6


class GlobalBudget:
    """
    Lets `burst` requests go at once and `rate` more each second, so at most 40 in any second.

    Discord lets a bot send 50 requests a second (https://discord.com/developers/docs/topics/rate-limits, “Global Rate
    Limit”). Of the others, `OnTheWay` lets no more go than it would count with these, where they are held up. `kept` of
    the burst are for what has to arrive, new messages and final texts above all: an edit of a text that still grows is
    sent only beyond them. Those edits take turns: each lane has its `Turn`. All times are seconds on one clock.
    """

    def __init__(self, *, rate: float = 36.0, burst: int = 4, kept: int = 2) -> None:
        self._rate = rate
        self._burst = float(burst)
        self._kept = kept
        self._left = self._burst
        self._told = float("-inf")
        self._next_turn = float("-inf")

    def delay(self, now: float, *, gives_way: bool = False) -> float:
        """How long the next request has to wait; one that gives way leaves some of the burst to the others."""
        missing = 1 + (self._kept if gives_way else 0) - self._at(now)
        return missing / self._rate if missing > NOTHING else 0.0

    def spend(self, now: float) -> None:
        """A request is sent at `now`."""
        self._left, self._told = self._at(now) - 1, now

    def turn(self, now: float) -> float:
        """When the lane that asks comes next."""
        self._next_turn = max(now, self._next_turn + 1 / self._rate)
        return self._next_turn

    def _at(self, now: float) -> float:
        return min(self._burst, self._left + (now - self._told) * self._rate)


class Turn:
    """A lane's place among all that have a growing text to edit. One not used within `kept` seconds is lost."""

    def __init__(self, budget: GlobalBudget, *, kept: float = 0.25) -> None:
        self._budget = budget
        self._kept = kept
        self._at = float("-inf")

    def delay(self, now: float) -> float:
        """How long the lane has to wait; with 0 its turn is over, and it may edit one growing text."""
        if now > self._at + self._kept:
            self._at = self._budget.turn(now)
        if self._at - now > NOTHING:
            return self._at - now
        if self._budget.delay(now, gives_way=True) > 0:
            # Those who do not give way took it: to the back of the line.
            self._at = self._budget.turn(now)
            return self._at - now
        self._at = float("-inf")
        return 0.0
