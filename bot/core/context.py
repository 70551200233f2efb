"""What the model is shown now in a place, and why."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core import notices
from bot.core.chat import File, Turn
from bot.core.errors import Refused, TooLong
from bot.core.ports import Engine, Record
from bot.core.profiles import Profiles, Source
from bot.core.record import Exchange, Incoming, LeftOut, Summary, ended_well
from bot.core.room import bounded, kept_for_thought, room
from bot.core.window import Window, fit


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """
    What comes before the next question: `system_prompt`, set by `source`, the `summary` of what is left out, where
    there is one, which takes `summed_up` tokens, and the exchanges that are `shown`.

    They take `used` tokens of `room`, of which `for_answer` are kept free, and `for_thought` before it. Not shown are
    those `left_out` for want of room, also those that the next question will leave out; those that were `interrupted`
    with the process that wrote them; and those `unanswered`, so far or for good.
    """

    system_prompt: str
    source: Source | None
    shown: tuple[Exchange, ...]
    used: int
    room: int
    for_answer: int
    left_out: LeftOut
    interrupted: int
    unanswered: int
    for_thought: int = 0
    summary: Summary | None = None
    summed_up: int = 0

    @property
    def files(self) -> tuple[File, ...]:
        """What came with the questions that are shown."""
        return tuple(file for exchange in self.shown for file in exchange.question.asked.files)


class Contexts:
    """Tells it, by what answers are written with."""

    def __init__(
        self, *, engine: asyncio.Future[Engine], record: Record, profiles: Profiles, context_tokens: int
    ) -> None:
        self._engine, self._record, self._profiles = engine, record, profiles
        self._context_tokens = context_tokens

    async def context(self, asked: Incoming) -> Context:
        """What somebody's question there would follow. Raises `HistoryError`, and `Refused` while there is no model."""
        if not self._engine.done():
            raise Refused(notices.STATUS_LOADING)
        if self._engine.cancelled() or self._engine.exception():
            raise Refused(notices.STATUS_WITHOUT_MODEL)
        engine = self._engine.result()
        profile = await self._profiles.resolve(asked)
        there = await self._record.recent(asked.channel)
        past = ended_well(there)
        tokens = room(engine, most=self._context_tokens)
        options = bounded(profile.options, self._profiles.defaults.options, room=tokens)
        for_answer, for_thought = options.max_new_tokens, kept_for_thought(options)
        summary = await self._record.summary(asked.channel) if profile.summary else None
        window = await _window(profile.system_prompt, past, tokens - for_answer - for_thought, engine, summary)
        used = await engine.count(window.prompt)
        shown = tuple(window.shown)
        interrupted = sum(each.answer.state == "lost" for each in there)
        return Context(
            system_prompt=profile.system_prompt,
            source=await self._profiles.source(asked),
            shown=shown,
            used=used,
            room=tokens,
            for_answer=for_answer,
            for_thought=for_thought,
            left_out=_with(window.left_out, await self._record.left_out(asked.channel)),
            interrupted=interrupted,
            unanswered=len(there) - len(past) - interrupted,
            summary=window.summary,
            summed_up=used - await engine.count(_plain(profile.system_prompt, shown)) if window.summary else 0,
        )


async def _window(
    system: str, past: Sequence[Exchange], budget: int, engine: Engine, summary: Summary | None
) -> Window:
    try:
        return await fit(system, past, [], budget=budget, count=engine.count, accepts=engine.accepts, summary=summary)
    except TooLong:
        # The instructions alone take more: whoever asks is told so, and here they are shown to be what does.
        return Window([Turn("system", system)], past)


def _plain(system: str, shown: Sequence[Exchange]) -> list[Turn]:
    return [Turn("system", system), *(turn for exchange in shown for turn in exchange.turns())]


def _with(later: Sequence[Exchange], before: LeftOut) -> LeftOut:
    """All that is left out, with what is so only from the next question on."""
    last = later[-1].question.asked.at if later else before.last
    return LeftOut(before.questions + len(later), last)
