"""One message in, one streamed reply out."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field

from bot.core.chat import Exchange, Finish, Incoming, Options, Piece
from bot.core.errors import BotError, EmptyReply, EngineUnavailable, PlatformError, StartError
from bot.core.gate import Gate, Place
from bot.core.live import LiveReply
from bot.core.ports import Engine, HistoryStore, Reply
from bot.core.stopping import Stoppable, Stopped
from bot.core.window import Window, fit

log = logging.getLogger(__name__)

STOPPED = "⏹ Stopped."
FORGOTTEN = "⏹ Stopped: the conversation was reset."
CLOSING = "⏹ Stopped: I am being restarted. Please ask again in a moment."
LOADING = "⏳ The model is still loading. I will answer as soon as it is ready."
LEFT_OUT = "Our conversation has grown long: from now on its oldest part is left out. /reset starts afresh."


@dataclass(eq=False, slots=True)
class _Answer:
    """An answer that waits or is being written, as `stop` and `reset` find it."""

    message: Incoming
    live: LiveReply
    work: Stoppable = field(default_factory=Stoppable)
    place: Place | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Conversation:
    """
    The bot's whole behaviour, over an engine, a store and whatever shows a reply.

    `engine` need not be ready yet: messages then wait for it, and their authors are told so.
    A wait shorter than `patience` seconds is not worth a message that says so.
    """

    def __init__(
        self,
        *,
        engine: Awaitable[Engine],
        store: HistoryStore,
        system_prompt: str,
        context_tokens: int,
        options: Options,
        waiting: int = 5,
        at_once: int = 1,
        patience: float = 1.0,
    ) -> None:
        self._engine = asyncio.ensure_future(engine)
        self._store = store
        self._system_prompt = system_prompt
        self._context_tokens = context_tokens
        self._options = options
        self._gate = Gate(waiting=waiting, at_once=at_once)
        self._patience = patience
        self._answers: set[_Answer] = set()

    async def answer(self, message: Incoming, reply: Reply) -> None:
        """Answer `message` on `reply`. Every failure ends in a sentence on the reply; none is raised."""
        answer = _Answer(message, LiveReply(reply))
        self._answers.add(answer)
        try:
            await self._answer(answer, reply)
        except PlatformError as error:
            log.warning("channel=%d reply lost: %s", message.channel, error)
        finally:
            self._answers.discard(answer)
            answer.ended.set()

    def stop(self, channel: int, user: int) -> int:
        """
        Stop the user's own answers in the channel or, if there are none, the one being written there.

        Returns how many were stopped. What they said so far stays, and is remembered.
        """
        here = [answer for answer in self._answers if answer.message.channel == channel]
        own = [answer for answer in here if answer.message.user == user]
        written = [answer for answer in here if answer.place and answer.place.is_reached]
        return sum(answer.work.stop(STOPPED) for answer in own or written)

    async def reset(self, channel: int) -> None:
        """
        Stop all that runs or waits in the channel, and forget what was said there.

        What is asked from now on is answered after the history is gone. Raises `HistoryError`.
        """
        with self._gate.line_up_alone(channel) as place:
            for answer in self._answers:
                if answer.message.channel == channel:
                    answer.work.stop(FORGOTTEN, remember=False)
            await place.reached()
            await self._store.forget(channel)
            if self._engine.done() and not self._engine.exception():
                await self._engine.result().forget(channel)

    async def close(self) -> None:
        """Stop all that runs or waits, everywhere, and return when every reply says so."""
        answers = list(self._answers)
        for answer in answers:
            answer.work.stop(CLOSING)
        for answer in answers:
            await answer.ended.wait()

    async def _answer(self, answer: _Answer, reply: Reply) -> None:
        """Take the message through its channel's line, and turn every failure into a sentence."""
        message, live = answer.message, answer.live
        try:
            with self._gate.line_up(message.channel, message.user) as place:
                answer.place = place
                try:
                    async with answer.work:
                        await self._reach(place, live)
                        window, finish = await self._write(message, live, reply)
                except Stopped as stopped:
                    await self._conclude_stopped(message, live, stopped)
                else:
                    await self._conclude(message, live, window, finish)
        except PlatformError:
            raise
        except BotError as error:
            log.warning("channel=%d %s: %s", message.channel, type(error).__name__, error)
            await live.fail(error.notice)
        except Exception:
            log.exception("channel=%d the answer failed", message.channel)
            await live.fail(BotError.notice)

    async def _reach(self, place: Place, live: LiveReply) -> None:
        """Wait for the message's turn; say how many come first where that takes a while."""
        try:
            async with asyncio.timeout(self._patience):
                await place.reached()
        except TimeoutError:
            others = "1 message comes" if place.ahead == 1 else f"{place.ahead} messages come"
            live.status(f"⏳ {others} before yours in this channel.")
            await place.reached()

    async def _write(self, message: Incoming, live: LiveReply, reply: Reply) -> tuple[Window, Finish | None]:
        """Wait for the model, recall the past, and stream the answer."""
        engine = await self._loaded(live)
        past = await self._store.recent(message.channel)
        budget = min(self._context_tokens, engine.context_length) - self._options.max_new_tokens
        window = await fit(self._system_prompt, past, message.as_text(), budget=budget, count=engine.count)
        pieces = engine.stream(window.prompt, self._options, channel=message.channel, user=message.user)
        return window, await _follow(pieces, live, reply)

    async def _loaded(self, live: LiveReply) -> Engine:
        if not self._engine.done():
            live.status(LOADING)
        try:
            return await asyncio.shield(self._engine)
        except StartError as error:
            raise EngineUnavailable(str(error)) from error

    async def _conclude(self, message: Incoming, live: LiveReply, window: Window, finish: Finish | None) -> None:
        notes = []
        if finish == "length":
            notes.append(f"Cut off at {self._options.max_new_tokens} tokens. Say “go on” to hear more.")
        if window.left_out and await self._store.leave_out(message.channel, window.left_out[-1].number):
            notes.append(LEFT_OUT)
        await live.finish(*notes)
        await self._store.append(message.channel, Exchange(message.as_text(), live.text))

    async def _conclude_stopped(self, message: Incoming, live: LiveReply, stopped: Stopped) -> None:
        await live.finish(stopped.note)
        if stopped.remember and live.begun:
            await self._store.append(message.channel, Exchange(message.as_text(), live.text))


async def _follow(pieces: AsyncGenerator[Piece, None], live: LiveReply, reply: Reply) -> Finish | None:
    """Show `pieces` until they end; return why they did."""
    finish: Finish | None = None
    async with AsyncExitStack() as until_text, aclosing(pieces):
        await until_text.enter_async_context(reply.typing())
        async for piece in pieces:
            if piece.kind == "text":
                if piece.text.strip():
                    await until_text.aclose()
                live.add(piece.text)
            finish = piece.finish or finish
    if not live.begun:
        raise EmptyReply("the engine yielded no text")
    return finish
