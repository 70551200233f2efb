"""Brings the messages of an answer that has ended to read as they shall."""

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta

from bot.core import notices
from bot.core.asides import is_aside
from bot.core.controls import Controls, Verb
from bot.core.display.pictured import worth_a_picture
from bot.core.draft import CURSOR, lay_out
from bot.core.errors import FilesRefused, HistoryError, PlatformError
from bot.core.labels import labelled
from bot.core.long_answers import first_pages, upload_of
from bot.core.notices import Notice
from bot.core.ports import Painter, Record, Reply, Words
from bot.core.profiles import Profiles
from bot.core.record import Answer, Exchange, now
from bot.core.uploads import Upload

log = logging.getLogger(__name__)

# For so long the bot may get back to where it has left an answer unfinished.
HEALABLE = timedelta(days=7)

TakeUp = Callable[[Exchange], AbstractAsyncContextManager[Reply]]
"""Opens the messages in which an exchange's answer stands, as far as there are any, to be written on again."""


class Settling:
    """Shows ended answers whole, with what can be pressed below them, and keeps in `record` that they are shown."""

    def __init__(
        self,
        record: Record,
        profiles: Profiles,
        words: Words,
        *,
        most_pages: int = 4,
        opens_links: bool = True,
        painter: Painter | None = None,
    ) -> None:
        """
        Of answers that have more than `most_pages`, a file with all that was said stands below the first of them.

        With a `painter`, formulas stand there as a picture. `opens_links` is `Shown`'s.
        """
        self._painter = painter
        self._record = record
        self._most_pages = most_pages
        self._opens_links = opens_links
        self._profiles = profiles
        self._words = words

    async def settle(self, reply: Reply, exchange: Exchange, *, has_controls: bool = True) -> None:
        """
        Have `reply` read as the answer does. Raises `PlatformError` if it never will.

        A record that fails keeps nobody from reading it: then it is shown without controls.
        """
        answer = exchange.answer
        is_over = is_aside(exchange.question.asked.channel)
        controls = self._controls(exchange) if has_controls and not is_over else None
        pages, uploads = await self.pages(reply, exchange)
        await self._place(answer, tuple(reply.messages)[: len(pages)])
        try:
            await reply.finish(pages, controls, uploads)
        except FilesRefused as error:
            log.info("channel=%d a long answer stands there whole: %s", exchange.question.asked.channel, error)
            await reply.finish(await self._whole(reply, exchange), controls)
        try:
            await self._record.settle(answer.id, controls=controls is not None, pages=reply.messages)
        except HistoryError as error:
            log.warning("answer=%d that it is shown could not be recorded: %s", answer.id, error)

    async def pages(self, reply: Reply, exchange: Exchange) -> tuple[list[str], tuple[Upload, ...]]:
        """The pages of an answer that has ended, as `reply` is to show them, and the files below the last."""
        said = await self._whole(reply, exchange, notes=())
        pictures = await self._pictures(exchange)
        if len(said) <= self._most_pages:
            return await self._whole(reply, exchange), pictures
        below = self._notes(exchange, *ending(exchange.answer), notices.IN_FILE)
        limit = reply.page_limit - len(CURSOR)
        whole = upload_of(exchange.answer.text)
        return first_pages(said, self._most_pages, below=below, limit=limit), (whole, *pictures)

    async def _pictures(self, exchange: Exchange) -> tuple[Upload, ...]:
        """The formulas as a picture, where the place wants answers drawn, and there are any worth one."""
        formulas = worth_a_picture(exchange.answer.text) if self._painter else ()
        if not self._painter or not formulas or not await self._profiles.draws(exchange.question.asked):
            return ()
        picture = await self._painter.paint(formulas)
        return () if picture is None else (Upload("formulas.png", picture),)

    async def _whole(self, reply: Reply, exchange: Exchange, *, notes: Sequence[Notice] | None = None) -> list[str]:
        """All pages; without `notes`, with what there is to say of how the answer ended."""
        said = self._notes(exchange, *(ending(exchange.answer) if notes is None else notes))
        draws = await self._profiles.draws(exchange.question.asked)
        return lay_out(
            exchange.answer.text,
            said,
            heading=reply.heading,
            limit=reply.page_limit,
            draws=draws,
            opens_links=self._opens_links,
        )

    def _notes(self, exchange: Exchange, *notes: Notice) -> list[str]:
        return [self._words(note, exchange.question.asked.language) for note in notes]

    async def heal(self, exchange: Exchange, take_up: TakeUp) -> bool:
        """
        Mark an answer that nobody writes on any more as interrupted, or bring one that had ended to its end; whether
        that is done.

        One that was interrupted before it stood anywhere is forgotten, so that it may be asked again. A platform that
        does not let the bot there, yet, is no error; what ended more than `HEALABLE` ago is forgotten then. To an
        aside's messages there is no way back.
        """
        answer = exchange.answer
        if not answer.is_ended:
            await self._record.end(answer.id, "lost", reason=notices.INTERRUPTED)
            answer = replace(answer, state="lost", reason=notices.INTERRUPTED)
        if is_aside(exchange.question.asked.channel):
            await self._record.settle(answer.id, controls=False)
            return True
        try:
            async with take_up(exchange) as reply:
                if answer.state == "lost" and not reply.messages:
                    await self._record.withdraw(exchange.question.id, again=True)
                    return True
                await self.settle(reply, replace(exchange, answer=answer))
        except PlatformError as error:
            log.info("channel=%d an answer cannot be healed yet: %s", exchange.question.asked.channel, error)
            if answer.ended_at and now() - answer.ended_at > HEALABLE:
                await self._record.withdraw(exchange.question.id)
            return False
        return True

    async def retire(self, exchange: Exchange, take_up: TakeUp) -> None:
        """
        Take the buttons away, or give them up where the platform does not let the bot there.

        Only the last message has any. Where the text would not be cut as it once was, all of them are written anew.
        """
        answer = exchange.answer
        last = replace(exchange, answer=replace(answer, pages=answer.pages[-1:]))
        try:
            async with take_up(last) as reply:
                pages, uploads = await self.pages(reply, exchange)
                is_last_alone = len(pages) == len(answer.pages)
                if is_last_alone:
                    await reply.finish(pages[-1:], uploads=uploads)
                    await self._record.settle(answer.id, controls=False)
            if not is_last_alone:
                async with take_up(exchange) as reply:
                    await self.settle(reply, exchange, has_controls=False)
        except PlatformError as error:
            log.info("channel=%d buttons stay: %s", exchange.question.asked.channel, error)
            await self._record.settle(answer.id, controls=False)

    def _controls(self, exchange: Exchange) -> Controls:
        verbs = labelled(offered(exchange.answer), self._words, exchange.question.asked.language)
        return Controls(exchange.answer.id, verbs, exchange.position, exchange.versions)

    async def _place(self, answer: Answer, messages: Sequence[int]) -> None:
        """Before the platform takes others away: their going is nobody's deletion."""
        if messages == answer.pages:
            return
        try:
            await self._record.place(answer.id, messages)
        except HistoryError as error:
            log.warning("answer=%d its messages could not be recorded: %s", answer.id, error)


def ending(answer: Answer) -> tuple[Notice, ...]:
    """What stands in small print below an answer that has ended: why there is no more of it, and what else to know."""
    if answer.reason:
        return (answer.reason, *answer.notes)
    if answer.finish == "loop":
        return (notices.LOOP, *answer.notes)
    if answer.finish == "length":
        most = answer.recipe.options.max_new_tokens if answer.recipe else 0
        return (notices.cut_off_at(most) if most else notices.CUT_OFF, *answer.notes)
    return answer.notes


def offered(answer: Answer) -> tuple[Verb, ...]:
    """
    What can be done with an answer that has ended. Only one that was cut by its length can be gone on with, and only
    one that was thought about first has its thought shown.
    """
    is_cut = answer.state == "done" and answer.finish == "length"
    found: dict[Verb, bool] = {"continue": is_cut, "regenerate": True, "thought": bool(answer.thought), "delete": True}
    return tuple(verb for verb, can_be in found.items() if can_be)
