"""
All that can happen to a conversation: a message is answered, and the answer is changed, followed and healed.

Each verb is what one event of a platform means. A platform translates and shows; what happens is decided here.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from bot.core import borrowed, notices
from bot.core.announcing import Announcing
from bot.core.answering import Answering
from bot.core.asides import is_aside
from bot.core.budgets import Budgets, FreeLedger
from bot.core.claims import Claims
from bot.core.context import Context, Contexts
from bot.core.draft import lay_out
from bot.core.errors import BotError, EngineLost, PlatformError, Refused
from bot.core.for_each import for_each
from bot.core.job import Person
from bot.core.joining import Complete, Joining
from bot.core.notices import Notice
from bot.core.own_data import OwnData
from bot.core.ports import Engine, Painter, Record, Reply, Words
from bot.core.profiles import Profiles
from bot.core.record import Answer, Exchange, Incoming, now
from bot.core.runner import Begin, Runner
from bot.core.scheduler import Bounds, Load, Scheduler
from bot.core.settling import Settling, TakeUp, offered
from bot.core.speech import Speech
from bot.core.status import Reports, Status
from bot.core.summing import Summing
from bot.core.telemetry import Answered

log = logging.getLogger(__name__)

# A channel in which Discord does not answer keeps nobody elsewhere waiting.
HEALED_AT_ONCE = 5


class Conversation:
    """
    The bot's whole behaviour, over an engine, a record, whatever shows a reply, and the words for what it says itself.

    With `opens_links`, links of the model's are shown with where they lead. `bounds` say how many may wait, and
    `budgets` how much each person may use; messages of one person within `pause` seconds are one question, see
    `Joining`; of each answer, `versions` are kept. With `removes_answers`, an answer goes from the channel as its
    question is deleted; else it stays to be seen, and is forgotten. An answer that
    took `announce_after` seconds is long. Of each that has ended, `answered` is told. The rest is `Answering`'s.
    """

    def __init__(
        self,
        *,
        engine: Awaitable[Engine],
        record: Record,
        profiles: Profiles,
        words: Words,
        context_tokens: int,
        bounds: Bounds | None = None,
        budgets: Budgets | None = None,
        versions: int = 5,
        removes_answers: bool = True,
        pause: float = 0.0,
        patience: float = 1.0,
        record_interval: float = 0.5,
        announce_after: float = 30.0,
        most_pages: int = 4,
        opens_links: bool = True,
        stall: float = 0.0,
        lost: Callable[[EngineLost], None] = lambda _: None,
        answered: Callable[[Answered], None] = lambda _: None,
        painter: Painter | None = None,
        quiet: float = 30.0,
    ) -> None:
        engine = asyncio.ensure_future(engine)
        self.budgets = budgets or Budgets(FreeLedger())
        self._record = record
        self._words = words
        self._profiles = profiles
        self._scheduler = Scheduler(bounds)
        self._summing = Summing(
            engine=engine,
            record=record,
            profiles=profiles,
            scheduler=self._scheduler,
            context_tokens=context_tokens,
            quiet=quiet,
        )
        self._answering = Answering(
            engine=engine,
            record=record,
            scheduler=self._scheduler,
            summing=self._summing,
            words=words,
            profiles=profiles,
            context_tokens=context_tokens,
            patience=patience,
            record_interval=record_interval,
            most_pages=most_pages,
            opens_links=opens_links,
            stall=stall,
            lost=lost,
        )
        self._versions = versions
        self._removes_answers = removes_answers
        self._settling = Settling(
            record, profiles, words, most_pages=most_pages, opens_links=opens_links, painter=painter
        )
        self._opens_links = opens_links
        self._speech = Speech(profiles, record)
        announcing = Announcing(profiles, words, after=announce_after)
        self._runner = Runner(
            self._answering, self._settling, announcing, self._summing, self._scheduler, self.budgets, answered
        )
        self._jobs = self._runner.jobs
        self._claims = Claims(self._jobs)
        self._contexts = Contexts(engine=engine, record=record, profiles=profiles, context_tokens=context_tokens)
        self._reports = Reports(engine=engine, contexts=self._contexts, scheduler=self._scheduler, jobs=self._jobs)
        self._joining = Joining(record, self._jobs, pause=pause)
        self.own_data = OwnData(record=record, runner=self._runner, settling=self._settling)

    @property
    def load(self) -> Load:
        """What the model has to do just now, everywhere."""
        return self._scheduler.load

    async def status(self, asked: Incoming) -> Status:
        """How the bot is doing, for whoever would ask that there. Raises `HistoryError`."""
        return await self._reports.status(asked)

    async def context(self, asked: Incoming) -> Context:
        """What the model would be shown there. Raises `HistoryError`, and `Refused` while there is no model."""
        return await self._contexts.context(asked)

    async def language(self, asked: Incoming) -> str | None:
        """The locale for what is said to all who would see the answer, if one is known. Raises `HistoryError`."""
        return (await self._speech.addressed(asked)).language

    async def answer(self, incoming: Incoming, reply: Reply, *, complete: Complete | None = None) -> None:
        """
        Answer `incoming` on `reply`. Every failure ends in a sentence on the reply; none is raised.

        `complete` adds to it what it takes time to get, such as its files, once it has its place in the line. A
        message that was answered before, or is being answered, is not answered again.
        """

        async def whole() -> Incoming:
            return replace(await _completed(incoming, complete, reply), language=incoming.language)

        async def begin() -> Exchange | None:
            return await self._record.ask(await whole())

        if self._runner.is_closing:
            return
        with self._claims.answering(incoming) as is_alone:
            try:
                if not is_alone:
                    return
                incoming = await self._speech.addressed(incoming)
                if not await self._joining.join(incoming, reply, whole):
                    await self._runner.write(incoming, _asker(incoming), begin, reply)
            except PlatformError as error:
                log.warning("channel=%d reply lost: %s", incoming.channel, error)
            except BotError as error:
                log.warning("channel=%d %s: %s", incoming.channel, type(error).__name__, error)
                await self._say(error.notice, incoming, reply)
            except Exception:
                log.exception("channel=%d the answer failed", incoming.channel)
                await self._say(BotError.notice, incoming, reply)

    async def regenerate(self, answer: int, person: Person, take_up: TakeUp) -> None:
        """Write another version of the answer, in its place. Raises `BotError` where that cannot be."""
        exchange = await self._own(answer, person)
        await self._regenerate(exchange, person, take_up)

    async def replay(self, answer: int, person: Person, take_up: TakeUp) -> None:
        """
        Write the answer again from the seed it was drawn by, as another version. Raises `BotError` where it cannot be.

        It is the same one, token for token, where its prompt is read in the `passes` it was read in. The engines
        `generate` and `gguf` do so for answers that ended by themselves: all of 48 sampled ones each, by an engine
        loaded anew. In others, as in those that llama.cpp wrote beside others, sums of few bits come out in another
        order, and one in twenty or so differs: a note says of such a one that it does. Another says so where the model
        is shown something else now.
        """
        exchange = await self._own(answer, person)
        recipe = exchange.answer.recipe
        if recipe is None or recipe.prompt is None:
            raise Refused(notices.NOT_REPLAYABLE)
        if not self._answering.is_as(recipe):
            raise Refused(notices.ANOTHER_MODEL)
        await self._regenerate(exchange, person, take_up, replayed=exchange.answer)

    async def details(self, answer: int, person: Person) -> Exchange:
        """
        The answer with all that is known of how it came to be. Raises `Refused` where it is not remembered, or none of
        those that can be seen where the person is.
        """
        exchange = await self._record.exchange(answer)
        if exchange is None or not person.may_see(exchange.question.asked):
            raise Refused(notices.NOT_REMEMBERED)
        return exchange

    async def thought(self, answer: int, person: Person, *, limit: int) -> list[str]:
        """What the model thought before it answered, in pages of `limit` characters. Raises `Refused`, as `details`."""
        thought = (await self.details(answer, person)).answer.thought
        if not thought:
            raise Refused(notices.NO_THOUGHT)
        return lay_out(thought, (), heading="", limit=limit, opens_links=self._opens_links)

    async def go_on(self, answer: int, person: Person, take_up: TakeUp) -> None:
        """Go on with an answer that was cut by its length, where it stopped. Raises `BotError` where that cannot be."""
        exchange = await self._own(answer, person)
        if "continue" not in offered(exchange.answer):
            raise Refused(notices.COMPLETE)

        await self._write_again(exchange, person, lambda: self._record.unsettle(answer), take_up)

    async def choose(self, answer: int, step: int, person: Person, take_up: TakeUp) -> None:
        """Show and remember the version `step` after this one, or before it. Raises `BotError` where that cannot be."""
        exchange = await self._own(answer, person)
        with self._claims.changing(exchange):
            chosen = await self._record.choose(answer, step=step)
            if chosen is None:
                raise Refused(notices.NO_FURTHER_VERSION)
            async with take_up(chosen) as reply:
                await self._settling.settle(reply, chosen)

    async def delete(self, answer: int, person: Person, take_up: TakeUp) -> None:
        """Take the answer out of the channel, and with its question out of memory. Raises `BotError`."""
        exchange = await self._own(answer, person)
        await self._remove(exchange, take_up, pages=True)

    async def undo(self, channel: int, person: Person, take_up: TakeUp) -> None:
        """Take the channel's last exchange out, as `delete` does. Raises `BotError`."""
        await self.delete((await self.last(channel)).answer.id, person, take_up)

    async def last(self, channel: int) -> Exchange:
        """The channel's last exchange. Raises `Refused` where there is none."""
        exchanges = await self._record.recent(channel)
        if not exchanges:
            raise Refused(notices.NOTHING_HERE)
        return exchanges[-1]

    async def behind(self, message: int, person: Person) -> Exchange:
        """
        The exchange whose question, or a page of whose answer, the message is. Raises `Refused` without one, and for
        one that cannot be seen where the person is.
        """
        exchange = await self._record.behind(message)
        if exchange is None or not person.may_see(exchange.question.asked):
            raise Refused(notices.NOTHING_THERE)
        return exchange

    async def is_known(self, message: int) -> bool:
        """Whether the message is a question, or a page of an answer, that is remembered. Raises `HistoryError`."""
        return await self._record.behind(message) is not None

    async def was_asked(self, message: int) -> bool:
        """Whether the message is a question, or was one lately that has been taken back. Raises `HistoryError`."""
        return await self._record.was_asked(message)

    async def direct_channels(self, since: datetime) -> list[int]:
        """The channels on no server in which something was asked since then. Raises `HistoryError`."""
        return [each for each in await self._record.direct_channels(since) if not is_aside(each)]

    async def revise(self, incoming: Incoming, take_up: TakeUp, *, answers: bool = True) -> None:
        """
        Follow the edit of a question, which now reads as `incoming`.

        An answer under way begins again; one that is the channel's last is written anew; of an older one, and of all
        where the bot `answers` no more, only the question is corrected.
        """
        exchange = None if incoming.message is None else await self._record.behind(incoming.message)
        if exchange is None:
            return
        question = exchange.question.id
        asked = borrowed.no_more_than(exchange.question.asked.reworded(incoming), exchange.question.asked)
        if asked.text == exchange.question.asked.text or await self._reword(question, asked, answers=answers):
            return
        if job := self._jobs.of(question):
            await job.ended.wait()
        await self._claims.changed(question)
        last = await self.last(asked.channel)
        if last.question.id == question:
            await self._regenerate(last, _asker(incoming), take_up)

    async def withdraw(self, messages: Collection[int], take_up: TakeUp) -> None:
        """
        Follow the deletion of messages. A question takes its answer out of memory, and out of the channel where that is
        wanted; a page takes the whole answer out, and its question out of memory. Of a question in several messages,
        that is so for the last one, under which it is answered; an earlier one is but taken out of the question.
        """
        for message in messages:
            job = self._jobs.showing(message)
            exchange = job.exchange if job else await self._record.behind(message)
            if exchange is None:
                continue
            asked = exchange.question.asked
            if (shorter := asked.without(message)) != asked:
                await self._reword(exchange.question.id, shorter)
                continue
            await self._remove(exchange, take_up, pages=self._removes_answers or asked.message != message)

    async def vanish(self, channel: int) -> None:
        """Follow the deletion of a channel or thread: stop what is written there, forget it and what was set for it."""
        self._jobs.stop(
            notices.FORGOTTEN, lambda job: channel in (job.channel, job.question.asked.parent), fate="forget"
        )
        spoken_in = await self._record.forget(channel, threads=True)
        await self._profiles.forget(channel)
        for each in spoken_in | {channel}:
            await self._runner.forget(each)

    async def leave(self, server: int) -> None:
        """
        Follow the bot's leaving of a server: stop what is written there, and forget it and what was set for it.

        What stands there unfinished is kept, to be brought to its end should the bot come back.
        """
        self._jobs.stop(notices.REFUSED, lambda job: job.question.asked.server == server, fate="keep")
        spoken_in = await self._record.forget_server(server)
        await self._profiles.forget_server(server)
        for channel in spoken_in:
            await self._runner.forget(channel)

    def stop(self, channel: int, person: Person) -> int:
        """
        Stop the person's own answers in the channel or, if there are none, for a moderator the one being written there:
        where there are several, the last one that was asked for.

        Returns how many were stopped. What they said so far stays, and is remembered.
        """
        here = [job for job in self._jobs if job.channel == channel]
        own = [job for job in here if job.user == person.id]
        written = [job for job in here if job.place.is_reached and person.is_moderator]
        return sum(job.stop(notices.STOPPED) for job in own or written[-1:])

    async def stop_answer(self, answer: int, person: Person) -> None:
        """Stop this answer; what it said so far stays. Raises `BotError` where it is not theirs, or has ended."""
        exchange = await self._own(answer, person)
        job = self._jobs.of(exchange.question.id)
        if job is None or not job.stop(notices.STOPPED):
            raise Refused(notices.NOT_WRITTEN)

    async def reset(self, channel: int) -> list[Exchange]:
        """
        Stop all that runs or waits in the channel, and forget what was said there.

        What is asked from now on is answered after the history is gone. Returns what is forgotten and still has
        buttons. Raises `HistoryError`.
        """
        async with self._runner.resetting(channel):
            controlled = await self._record.controlled(now(), channel=channel)
            await self._record.forget(channel)
            await self._runner.forget(channel)
        return controlled

    async def heal(self, take_up: TakeUp) -> bool:
        """
        Bring up to date what does not read as it should; whether all of it could be. Raises `HistoryError`.

        For after a restart, and for when a way back to a channel was found. See `Settling.heal`.
        """

        left: list[Exchange] = []

        async def heal(exchange: Exchange) -> None:
            with suppress(Refused), self._claims.changing(exchange):
                if not await self._settling.heal(exchange, take_up):
                    left.append(exchange)

        await for_each(await self._record.unsettled(), heal, at_once=HEALED_AT_ONCE)
        return not left

    async def retire_controls(self, before: datetime, take_up: TakeUp) -> None:
        """Take the buttons from answers that ended before then. Raises `HistoryError`."""
        for exchange in await self._record.controlled(before):
            with suppress(Refused), self._claims.changing(exchange):
                await self._settling.retire(exchange, take_up)

    async def close(self, grace: float = 0.0) -> None:
        """
        Take nothing new on, give what is being written `grace` seconds to end, and return when every reply says how it
        did. What was not done is marked as after a crash, so that it can be asked for again.
        """
        await self._summing.close()
        await self._runner.close(grace)

    async def _own(self, answer: int, person: Person) -> Exchange:
        """The exchange whose answer that is, where the person may change it. Raises `Refused`."""
        exchange = await self.details(answer, person)
        if not person.may_change(exchange.question.asked):
            raise Refused(notices.not_theirs(exchange.question.asked.author.name))
        return exchange

    async def _reword(self, question: int, asked: Incoming, *, answers: bool = True) -> bool:
        """Have the question read as `asked`; whether that is all, as its answer begins again, or shall not."""
        await self._record.revise(question, asked)
        await self._summing.consider(asked)
        job = self._jobs.of(question)
        return not answers or (job is not None and job.restart(asked))

    async def _regenerate(
        self, exchange: Exchange, by: Person, take_up: TakeUp, *, replayed: Answer | None = None
    ) -> None:
        async def begin() -> Exchange | None:
            return await self._record.begin(exchange.question.id, keep=self._versions)

        await self._write_again(exchange, by, begin, take_up, replayed=replayed)

    async def _write_again(
        self, exchange: Exchange, by: Person, begin: Begin, take_up: TakeUp, *, replayed: Answer | None = None
    ) -> None:
        if self._runner.is_closing:
            raise Refused(notices.LEAVING)
        with self._claims.changing(exchange):
            async with take_up(exchange) as reply:
                if not await self._runner.write(exchange.question.asked, by, begin, reply, replayed=replayed):
                    raise Refused(notices.TAKEN_BACK)

    async def _say(self, notice: Notice, asked: Incoming, reply: Reply) -> None:
        """Show nothing but a notice."""
        try:
            await reply.finish([self._words(notice, asked.language)])
        except PlatformError as error:
            log.warning("a notice could not be shown: %s", error)

    async def _remove(self, exchange: Exchange, take_up: TakeUp, *, pages: bool) -> None:
        """Take an exchange out of memory, and with `pages` out of the channel."""
        job = self._jobs.of(exchange.question.id)
        is_stopped = job is not None and job.stop(notices.WITHDRAWN, fate="remove" if pages else "forget")
        if job:
            await job.ended.wait()
        standing = await self._record.exchange(exchange.answer.id) or exchange
        await self._record.withdraw(exchange.question.id)
        await self._runner.forget(exchange.question.asked.channel)
        await self._summing.consider(exchange.question.asked)
        if pages and standing.answer.pages and not is_stopped:
            async with take_up(standing) as reply:
                await reply.finish(())


async def _completed(incoming: Incoming, complete: Complete | None, reply: Reply) -> Incoming:
    if complete is None:
        return incoming
    async with reply.typing():
        asked = await complete()
    if asked.is_unreadable:
        raise Refused(notices.about_files(asked.files)[0])
    return asked


def _asker(asked: Incoming) -> Person:
    return Person(asked.author.id, roles=asked.author.roles)
