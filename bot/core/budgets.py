"""How much of the bot one person may use: answers and tokens, an hour and a day."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from bot.core.errors import HistoryError, OverBudget
from bot.core.job import Person
from bot.core.ports import Ledger
from bot.core.record import now
from bot.core.spending import Spending

log = logging.getLogger(__name__)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """The most that somebody may use in any hour and any day. 0 is as much as they like."""

    answers_per_hour: int = 0
    answers_per_day: int = 0
    tokens_per_hour: int = 0
    tokens_per_day: int = 0

    @property
    def is_limited(self) -> bool:
        """Whether there is a limit at all."""
        return any(limit for _, _, limit in self.limits())

    def limits(self) -> Iterator[tuple[str, timedelta, int]]:
        """What is limited, by its name, in which time, and to how much."""
        for each in fields(self):
            yield each.name, HOUR if each.name.endswith("hour") else DAY, getattr(self, each.name)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left to somebody, by the name of each limit there is; if it is nothing, from when on there is more."""

    left: Mapping[str, int]
    more_at: datetime | None = None


def allowance(budget: Budget, spent: Sequence[Spending], at: datetime) -> Allowance:
    """What is left of the budget after what was spent. An answer may begin while anything is left of each limit."""
    left: dict[str, int] = {}
    more_at: datetime | None = None
    for name, window, limit in budget.limits():
        if not limit:
            continue
        recent = sorted((each for each in spent if at - window < each.at), key=lambda each: each.at)
        used = [1 if name.startswith("answers") else each.tokens for each in recent]
        left[name] = max(0, limit - sum(used))
        over, going = sum(used) - limit, iter(zip(recent, used, strict=True))
        while over >= 0:
            oldest, amount = next(going)
            over -= amount
            if over < 0:
                more_at = max(oldest.at + window, more_at or at)
    return Allowance(left, more_at)


class Budgets:
    """Each person's budget: that of their roles, the most generous of each limit, or else everybody's."""

    def __init__(
        self,
        ledger: Ledger,
        everybody: Budget | None = None,
        of_roles: Mapping[int, Budget] | None = None,
        *,
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._ledger = ledger
        self._everybody = everybody or Budget()
        self._of_roles = of_roles or {}
        self._clock = clock
        self._turn = asyncio.Lock()

    def of(self, person: Person) -> Budget:
        """What the person may use."""
        theirs = [budget for role, budget in self._of_roles.items() if role in person.roles]
        if not theirs:
            return self._everybody
        return Budget(**{each.name: _most(getattr(budget, each.name) for budget in theirs) for each in fields(Budget)})

    async def standing(self, person: Person) -> Allowance:
        """What is left to the person. Raises `HistoryError`."""
        budget, at = self.of(person), self._clock()
        if not budget.is_limited:
            return Allowance({})
        return allowance(budget, await self._ledger.spent(person.id, at - DAY), at)

    @asynccontextmanager
    async def spending(self, person: Person) -> AsyncIterator[Callable[[int], None]]:
        """
        Count one answer of the person's: what the block is given is told of the tokens it takes, as they are taken.

        One that took none is not counted. Raises `OverBudget` where nothing is left, and `HistoryError`.
        """
        taken = 0

        def take(tokens: int) -> None:
            nonlocal taken
            taken += tokens

        if not self.of(person).is_limited:
            yield take
            return
        async with self._turn:
            standing = await self.standing(person)
            if standing.more_at is not None:
                raise OverBudget(standing.more_at)
            entry = await self._ledger.open(person.id, self._clock())
        try:
            yield take
        finally:
            try:
                await self._ledger.close(entry, taken)
            except HistoryError as error:
                log.warning("user=%d what was spent could not be entered: %s", person.id, error)


class FreeLedger:
    """For where nothing is limited: it keeps nothing."""

    async def spent(self, person: int, since: datetime, /) -> list[Spending]:
        return []

    async def open(self, person: int, at: datetime, /) -> int:
        return 0

    async def close(self, entry: int, tokens: int, /) -> None:
        pass


def _most(limits: Iterable[int]) -> int:
    found = list(limits)
    return 0 if 0 in found else max(found)
