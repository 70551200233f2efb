"""Writes one answer: waits for the model and its turn, recalls the past, streams, and says how it ended."""

import asyncio
import logging
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import dataclass, replace

from bot.core import notices
from bot.core.chat import Options, Piece, Turn
from bot.core.controls import Controls
from bot.core.draft import Draft
from bot.core.errors import (
    BotError,
    EmptyReply,
    EngineLost,
    EngineStalled,
    EngineUnavailable,
    HistoryError,
    PlatformError,
    Refused,
    StartError,
)
from bot.core.estimate import Standing
from bot.core.excerpts import excerpt
from bot.core.job import Job
from bot.core.labels import labelled
from bot.core.notices import Notice
from bot.core.pondering import Pondering
from bot.core.ports import Engine, Record, Words
from bot.core.profiles import Profiles
from bot.core.record import Answer, Exchange, Incoming, Outcome, Question, Recipe, ended_well, words
from bot.core.room import bounded, kept_for_thought, room
from bot.core.scheduler import Scheduler
from bot.core.sight import as_accepted
from bot.core.speed import Stopwatch
from bot.core.stalling import unless_stalled
from bot.core.stopping import Stoppable, Stopped
from bot.core.summing import Summing
from bot.core.window import Window, fit

log = logging.getLogger(__name__)

# What asks for the rest of an answer that was left unfinished, and so recalls it.
_GO_ON = {"go on", "continue", "please continue", "keep going", "weiter", "mach weiter", "continue please"}


@dataclass(frozen=True, slots=True)
class Ending:
    """
    An answer as it ended.

    `is_refused` where the platform refused the reply for good, so that there is nowhere to show this.
    """

    outcome: Outcome
    answer: Answer
    is_refused: bool = False


class Answering:
    """
    What every answer needs: the engine, the record, and how the bot answers.

    `engine` need not be ready yet: answers then wait for it, and say so; `scheduler` is told of it. Whoever waits for
    longer than `patience` seconds is told where he stands, and looks again so often. One write to the record holds
    `record_interval` seconds of text. An engine that says nothing for `stall` seconds is renewed; 0 is never. One that
    will never answer again is `lost`.
    """

    def __init__(
        self,
        *,
        engine: Awaitable[Engine],
        record: Record,
        scheduler: Scheduler,
        summing: Summing,
        profiles: Profiles,
        words: Words,
        context_tokens: int,
        patience: float,
        record_interval: float,
        most_pages: int,
        opens_links: bool,
        stall: float,
        lost: Callable[[EngineLost], None] = lambda _: None,
    ) -> None:
        self.record = record
        self._words = words
        self._engine = asyncio.ensure_future(engine)
        self._engine.add_done_callback(lambda engine: _open(scheduler, engine))
        self._summing = summing
        self._profiles = profiles
        self._context_tokens = context_tokens
        self._patience = patience
        self._record_interval = record_interval
        self._most_pages = most_pages
        self._opens_links = opens_links
        self._stall = stall
        self._lost = lost

    async def write(self, job: Job) -> Ending:
        """Write the job's answer, from its turn in the line to its end on record."""
        while True:
            answer = job.answer
            draft = Draft(
                answer.id,
                job.reply,
                self.record,
                draws=await self._profiles.draws(job.question.asked),
                opens_links=self._opens_links,
                most_pages=self._most_pages,
                further=self._words(notices.FURTHER, job.language),
                said=answer.text,
                thought=answer.thought,
                placed=answer.pages,
                controls=Controls(answer.id, labelled(["stop"], self._words, job.language)),
                pondering=Pondering(lambda notice: self._words(notice, job.language)),
                interval=self._record_interval,
            )
            job.is_begun = draft.begun
            await draft.place()
            end = await self._attempt(job, draft)
            if not job.is_revised:
                return await self._record_end(draft, end)
            job.is_revised, job.work, job.answer = False, Stoppable(), replace(answer, parts=(), thought="")

    def is_as(self, recipe: Recipe) -> bool:
        """Whether the model that answers now is the one that this was made with, run the same way."""
        if not self._engine.done() or self._engine.cancelled() or self._engine.exception():
            return False
        engine = self._engine.result()
        return (engine.model, engine.name) == (recipe.model, recipe.engine)

    async def forget(self, channel: int) -> None:
        """Have the engine drop what it keeps of the channel's conversation, and sum up nothing of it for now."""
        await self._summing.stop(channel)
        if self._engine.done() and not self._engine.cancelled() and not self._engine.exception():
            await self._engine.result().forget(channel)

    async def _attempt(self, job: Job, draft: Draft) -> Ending:
        """Write until there is an end, of whatever kind."""

        def end(outcome: Outcome, reason: Notice | None = None) -> Ending:
            answer = replace(job.answer, parts=words(draft.text), thought=draft.thought, pages=draft.placed)
            return Ending(outcome, replace(answer, state=outcome, reason=reason))

        try:
            async with job.work:
                engine = await self._loaded(job, draft)
                await self._reach(job, draft)
                window, last = await self._stream(job, draft, engine)
                notes = await self._notes(job, window, draft)
        except Stopped as stopped:
            return end(stopped.outcome, stopped.note)
        except PlatformError as error:
            log.warning("channel=%d reply refused: %s", job.channel, error)
            return replace(end("stopped", notices.REFUSED), is_refused=True)
        except BotError as error:
            log.warning("channel=%d %s: %s", job.channel, type(error).__name__, error)
            return end("failed", await self._mended(error))
        except Exception:
            log.exception("channel=%d the answer failed", job.channel)
            return end("failed", BotError.notice)
        done = end("done").answer
        return Ending("done", replace(done, finish=last.finish, notes=notes))

    async def _mended(self, error: BotError) -> Notice:
        """Have an engine that fell silent begin anew, and tell of one that is lost; what the person is told."""
        if isinstance(error, EngineStalled):
            try:
                await self._engine.result().renew()
            except EngineLost as lost:
                log.warning("the engine is lost: %s", lost)
                error = lost
        if isinstance(error, EngineLost):
            self._lost(error)
        return error.notice

    async def _reach(self, job: Job, draft: Draft) -> None:
        """Wait for the message's turn; say where it stands where that takes a while, and again when it changes."""
        shown = None
        while not job.place.is_reached:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience):
                    await job.place.reached()
                    return
            standing = job.place.standing()
            if standing.is_news_after(shown):
                await draft.status(self._words(told(standing), job.language))
                shown = standing

    async def _stream(self, job: Job, draft: Draft, engine: Engine) -> tuple[Window, Piece]:
        """Write what the model says; return what it was shown, and its last piece, which says why it ended."""
        watch, is_whole = Stopwatch(), False
        try:
            window, pieces = await self._begin(job, draft, engine)
            async with draft:
                last = await _follow(watch.timed(unless_stalled(pieces, self._stall)), draft, job)
            is_whole = True
        finally:
            took = watch.took()
            job.place.took(took, is_whole=is_whole)
            job.answer = replace(job.answer, usage=watch.usage(context=room(engine, most=self._context_tokens)))
            job.take(took.read + took.written)
        return window, last

    async def _begin(self, job: Job, draft: Draft, engine: Engine) -> tuple[Window, AsyncGenerator[Piece, None]]:
        """Recall the past, and set the engine to work."""
        past = recalled(await self.record.recent(job.channel), job.question)
        profile = await self._profiles.resolve(job.question.asked)
        tokens = room(engine, most=self._context_tokens)
        made = job.replayed.recipe if job.replayed else None
        options = made.options if made else self._bounded(profile.options, tokens)
        budget = tokens - options.max_new_tokens - kept_for_thought(options)
        newest = [(await self._excerpted(job, budget, engine)).turn()]
        if draft.begun:
            newest.append(Turn("assistant", draft.text))
        summary = await self.record.summary(job.channel) if profile.summary else None
        window = await fit(
            profile.system_prompt,
            past,
            newest,
            budget=budget,
            count=engine.count,
            accepts=engine.accepts,
            summary=summary,
        )
        recipe = Recipe(
            engine.model, engine.name, options, profile.persona, prompt=window.digest, left_out=len(window.left_out)
        )
        job.answer = replace(job.answer, recipe=recipe, finish=None, reason=None, notes=())
        await self.record.write(job.answer.id, recipe)
        read = job.replayed.usage.passes if job.replayed and job.replayed.usage else ()
        return window, engine.stream(window.prompt, replace(options, passes=read), channel=job.channel)

    async def _excerpted(self, job: Job, budget: int, engine: Engine) -> Incoming:
        """The question as the model is shown it, which is how it is remembered."""
        asked = as_accepted(job.question.asked, engine.accepts)
        asked = await excerpt(asked, budget=budget, count=engine.count)
        if asked is not job.question.asked:
            await self.record.revise(job.question.id, asked)
            job.question = replace(job.question, asked=asked)
        if asked.is_unreadable:
            raise Refused(notices.about_files(asked.files)[0])
        return asked

    def _bounded(self, options: Options, tokens: int) -> Options:
        """The options with a seed, and an answer that leaves room for what it answers."""
        seed = options.seed if options.seed is not None else random.getrandbits(31)
        return replace(bounded(options, self._profiles.defaults.options, room=tokens), seed=seed)

    async def _loaded(self, job: Job, draft: Draft) -> Engine:
        if not self._engine.done():
            await draft.status(self._words(notices.LOADING, job.language))
        try:
            return await asyncio.shield(self._engine)
        except StartError as error:
            raise EngineUnavailable(str(error)) from error

    async def _notes(self, job: Job, window: Window, draft: Draft) -> tuple[Notice, ...]:
        """What is to be said of what the model was shown, and of what it made of it where it should be known."""
        notes = [*await self._note_files(job), *await self._note_left_out(job, window)]
        if (replayed := job.replayed) and replayed.recipe:
            if replayed.recipe.prompt != window.digest:
                notes.append(notices.REPLAYED_OTHERWISE)
            elif not _is_again(draft, replayed):
                notes.append(notices.REPLAYED_INEXACTLY)
        return tuple(notes)

    async def _note_files(self, job: Job) -> tuple[Notice, ...]:
        """What was not read of what came with the question. That the model cannot see is said once in a channel."""
        files = job.question.asked.files
        unseen = [file for file in files if file.unread == "image"]
        if unseen:
            before = [each for each in await self.record.recent(job.channel) if each.question.id < job.question.id]
            is_told = any(file.unread == "image" for each in before for file in each.question.asked.files)
            files = tuple(file for file in files if file not in unseen or (file is unseen[0] and not is_told))
        return notices.about_files(files)

    async def _note_left_out(self, job: Job, window: Window) -> tuple[Notice, ...]:
        if not window.left_out:
            return ()
        is_first = await self.record.leave_out(job.channel, window.left_out[-1].question.id)
        return (notices.LEFT_OUT,) if is_first else ()

    async def _record_end(self, draft: Draft, end: Ending) -> Ending:
        """Put the end on record, whatever the platform makes of it, and say so where that fails."""
        answer = end.answer
        unsaved = replace(answer, notes=(*answer.notes, notices.UNSAVED))
        if not draft.is_saved:
            answer = unsaved
        try:
            await self.record.end(
                answer.id,
                end.outcome,
                finish=answer.finish,
                reason=answer.reason,
                notes=answer.notes,
                usage=answer.usage,
            )
        except HistoryError as error:
            log.warning("answer=%d its end could not be recorded: %s", answer.id, error)
            answer = unsaved
        return replace(end, answer=answer)


def told(standing: Standing) -> Notice:
    """What somebody who waits is told."""
    if standing.seconds is None:
        return notices.waiting(standing.ahead)
    return notices.waiting_about(standing.ahead, standing.seconds)


def _open(scheduler: Scheduler, engine: asyncio.Future[Engine]) -> None:
    if not engine.cancelled() and not engine.exception():
        scheduler.open(engine.result().slots)


def recalled(exchanges: Sequence[Exchange], question: Question) -> list[Exchange]:
    """
    What of the past the model is shown for `question`: what was asked before it, and answered.

    An answer that a restart interrupted is recalled only by somebody who asks for the rest of it right after.
    """
    before = [each for each in exchanges if each.question.id < question.id]
    wants_more = " ".join(question.asked.text.casefold().split()).rstrip(".!… ") in _GO_ON
    is_broken_off = before and before[-1].answer.state == "lost" and before[-1].answer.text.strip()
    return [*ended_well(before), *(before[-1:] if wants_more and is_broken_off else [])]


def _is_again(draft: Draft, replayed: Answer) -> bool:
    """Whether the draft reads as that answer does; as far as it came, where it was not written to its end."""
    if replayed.state == "done":
        return (draft.text, draft.thought) == (replayed.text, replayed.thought)
    return draft.text.startswith(replayed.text) and draft.thought.startswith(replayed.thought)


async def _follow(pieces: AsyncGenerator[Piece, None], draft: Draft, job: Job) -> Piece:
    """Add `pieces` to the draft until they end; return the last, which says why they did."""
    last = Piece("")
    async with AsyncExitStack() as until_text, aclosing(pieces):
        await until_text.enter_async_context(job.reply.typing())
        async for piece in pieces:
            if piece.kind == "text" and piece.text.strip():
                await until_text.aclose()
            draft.add(piece)
            job.is_begun = draft.begun
            if draft.is_full and not piece.finish:
                raise Stopped(notices.NO_ROOM, outcome="stopped")
            last = piece if piece.finish else last
    if not draft.begun:
        raise EmptyReply("the engine yielded no text")
    return last
