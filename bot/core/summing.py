"""Has the model sum up what it is not shown any more, once nobody wants anything else of it."""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import replace

from bot.core.chat import Options, Turn
from bot.core.errors import BotError, TooLong
from bot.core.minutes import Minutes, instructed, taken
from bot.core.ports import Engine, Record
from bot.core.profiles import Profiles
from bot.core.record import Exchange, Incoming, Summary, Unsummed, ended_well
from bot.core.room import room
from bot.core.scheduler import Scheduler
from bot.core.stopping import Stopped

log = logging.getLogger(__name__)

LONGEST = 256
"""The most tokens of a summary, or an eighth of what the model reads at once where that is less."""

AT_ONCE = 1024
"""
The most tokens that are read for one. No engine can be interrupted while it reads: whoever asks just then waits for as
many at most. What is more is summed up in turns.
"""

# An engine keeps what was computed of the last answer in a channel: this is none of its answers.
_NO_CHANNEL = 0


class Summing:
    """
    All summaries that are being made, one a channel.

    It waits until nothing was asked in a channel for `quiet` seconds, and then for the scheduler's leave. Whatever
    becomes of a summary, nobody is told: without one, the past is left out as it would be.
    """

    def __init__(
        self,
        *,
        engine: asyncio.Future[Engine],
        record: Record,
        profiles: Profiles,
        scheduler: Scheduler,
        context_tokens: int,
        quiet: float,
    ) -> None:
        self._engine, self._record, self._profiles, self._scheduler = engine, record, profiles, scheduler
        self._context_tokens = context_tokens
        self._quiet = quiet
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._is_closed = False

    async def consider(self, asked: Incoming) -> None:
        """Something was said there, or taken back: see to a summary later, where the place wants one."""
        await self.stop(asked.channel)
        # Somebody else may have seen to it meanwhile.
        if await self._is_wanted(asked) and not self._is_closed and asked.channel not in self._tasks:
            task = self._tasks[asked.channel] = asyncio.create_task(self._see_to(asked))
            task.add_done_callback(lambda task: self._over(asked.channel, task))

    async def stop(self, channel: int) -> None:
        """Return when no summary of the channel is being made."""
        if task := self._tasks.pop(channel, None):
            task.cancel()
            await asyncio.wait([task])

    async def close(self) -> None:
        """End all, and begin none any more."""
        self._is_closed = True
        for channel in list(self._tasks):
            await self.stop(channel)

    async def _is_wanted(self, asked: Incoming) -> bool:
        if not self._engine.done() or self._engine.cancelled() or self._engine.exception():
            return False
        try:
            return (await self._profiles.resolve(asked)).summary
        except BotError as error:
            log.warning("channel=%d whether to sum up could not be read: %s", asked.channel, error)
            return False

    async def _see_to(self, asked: Incoming) -> None:
        """Sum up until all is, as long as the place wants that."""
        channel, engine = asked.channel, self._engine.result()
        try:
            while ended_well((await self._record.unsummed(channel)).exchanges):
                await asyncio.sleep(self._quiet)
                try:
                    async with self._scheduler.in_background():
                        if not await self._is_wanted(asked) or not await self._sum_up(channel, engine):
                            return
                except Stopped:
                    continue
        except BotError as error:
            log.warning("channel=%d could not be summed up: %s", channel, error)

    async def _sum_up(self, channel: int, engine: Engine) -> bool:
        """Sum up the oldest part of what is not yet; whether something was kept of it."""
        found = await self._record.unsummed(channel)
        if not ended_well(found.exchanges):
            return False
        most = room(engine, most=self._context_tokens)
        longest = max(1, min(LONGEST, most // 8))
        prompt, count = await _prompt(found, engine, budget=min(most - longest, AT_ONCE))
        minutes = await _written(prompt, longest, engine)
        made_of = replace(found, exchanges=found.exchanges[:count])
        is_kept = minutes is not None and await self._record.sum_up(channel, minutes.text, made_of, title=minutes.title)
        log.info("channel=%d %d exchanges summed up: %s", channel, count, is_kept)
        return is_kept

    def _over(self, channel: int, task: asyncio.Task[None]) -> None:
        if self._tasks.get(channel) is task:
            del self._tasks[channel]
        if not task.cancelled() and (error := task.exception()):
            log.error("channel=%d could not be summed up", channel, exc_info=error)


async def _prompt(found: Unsummed, engine: Engine, *, budget: int) -> tuple[list[Turn], int]:
    """What has the oldest of it summed up, as much as `budget` tokens hold, and how many exchanges that is."""
    answered, prompt, count = ended_well(found.exchanges), list[Turn](), 0
    while count < len(answered):
        more = instructed(found.summary, answered[: count + 1])
        if await engine.count(more) > budget:
            break
        prompt, count = more, count + 1
    if not count:
        prompt, count = await _beginning(found.summary, answered[0], engine, budget=budget), 1
    return prompt, found.exchanges.index(answered[count - 1]) + 1


async def _beginning(before: Summary | None, exchange: Exchange, engine: Engine, *, budget: int) -> list[Turn]:
    """The same of the beginnings of one that is too long. Raises `TooLong` where there is no room for any of it."""
    most = max(len(turn.text) for turn in exchange.turns())
    while most := most // 2:
        prompt = instructed(before, [exchange], most=most)
        if (tokens := await engine.count(prompt)) <= budget:
            return prompt
    raise TooLong(tokens, budget)


async def _written(prompt: Sequence[Turn], longest: int, engine: Engine) -> Minutes | None:
    said, finish = [], None
    try:
        options = Options(max_new_tokens=longest, temperature=0.0)
        async with aclosing(engine.stream(prompt, options, channel=_NO_CHANNEL)) as pieces:
            async for piece in pieces:
                said += [piece.text] if piece.kind == "text" else []
                finish = piece.finish or finish
    finally:
        await engine.forget(_NO_CHANNEL)
    # What runs in a loop sums up nothing.
    return None if finish == "loop" else taken("".join(said))
