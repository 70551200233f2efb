"""The engine that asks a server for every answer."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from itertools import count as count_from
from typing import TYPE_CHECKING, Any, Self

from bot.core.chat import TEXT_ONLY, Modality, Options, Piece, Turn
from bot.core.errors import EngineError, EngineInterrupted, EngineUnavailable, StartError
from bot.engines.openai.chunks import ChunkReader, ended
from bot.engines.openai.control_tokens import Message, messages, text_of
from bot.engines.openai.counting import bound, fitted
from bot.engines.openai.dialect import OPTIONAL, settings, uncertain
from bot.engines.openai.timeouts import Timeouts

# The package openai is an extra, so it is imported only when the engine is opened.
if TYPE_CHECKING:
    from openai import AsyncStream
    from openai.types.chat import ChatCompletionChunk

    from bot.engines.openai.discovery import ServerInfo
    from bot.engines.openai.server import Server
    from bot.engines.openai.sight import Sight

log = logging.getLogger(__name__)

_TIMEOUTS = Timeouts()

# The request to servers that cannot continue a message of the assistant.
_GO_ON = "Please go on exactly where you stopped, without repeating anything."

# Seconds to read the rest of a stream after its answer: the usage comes there, and the connection can be reused.
_ENDING = 0.5

# Of a server that does not say how many answers it writes at once: it queues requests by itself.
_SLOTS = 64


class OpenAIEngine:
    """
    Answers with a model behind any server that speaks the OpenAI chat-completions protocol.

    Asks again, a few times and ever later, as long as no token of an answer has come.
    Only `count` errs upwards where the server does not count (see `counting`), and
    only the spellings of control tokens are kept from the server (see `control_tokens`).
    """

    name = "openai"

    def __init__(
        self, server: "Server", info: "ServerInfo", *, sight: "Sight | None" = None, timeouts: Timeouts
    ) -> None:
        """Made by `open`."""
        self._server = server
        self._info = info
        self._sight = sight
        self.accepts: frozenset[Modality] = TEXT_ONLY if sight is None else TEXT_ONLY | {"image"}
        self.slots = info.slots or _SLOTS
        self._timeouts = timeouts
        self._closed = False
        self._waits: set[asyncio.Timeout] = set()
        self._warned: set[str] = set()
        self._not_accepted: set[str] = set()

    @classmethod
    async def open(
        cls,
        base_url: str,
        model: str,
        *,
        api_key: str | None = None,
        context_length: int | None = None,
        timeouts: Timeouts = _TIMEOUTS,
    ) -> Self:
        """
        Meet the server at `base_url` and make sure that it can answer with `model`.

        `context_length` is needed where the server does not tell it (`transformers
        serve`, Ollama), and may be less than it tells. Raises `StartError`.
        """
        try:
            from bot.engines.openai.discovery import discover
            from bot.engines.openai.server import Server
            from bot.engines.openai.sight import find_sight
        except ModuleNotFoundError as error:
            raise StartError(
                f"The engine `openai` needs the package {error.name}, which is missing. Run `uv sync --extra openai`."
            ) from error
        server = Server(base_url, model, api_key=api_key, connect=timeouts.connect)
        try:
            async with asyncio.timeout(timeouts.first_token):
                info = await discover(server, context_length=context_length)
            sight = await find_sight(server, patience=timeouts.sight)
        except TimeoutError:
            await server.close()
            raise StartError(
                f"{server.address} did not answer within {timeouts.first_token:g} seconds. See the server's log."
            ) from None
        except BaseException:
            await server.close()
            raise
        return cls(server, info, sight=sight, timeouts=timeouts)

    @property
    def model(self) -> str:
        """The model it asks for, as it is called on the server."""
        return self._server.model

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, the model can attend to."""
        return self._info.context_length

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """
        The number of tokens of `prompt`: exact if the server counts, else a bound that it does not pass. Pictures are
        bounded in any case.

        Raises `EngineError` where the server counts but cannot now: a guess in between
        would cut histories for good.
        """
        asked = [message | {"content": text_of(message)} for message in self._messages(prompt)]
        try:
            async with self._within(self._now() + self._timeouts.between_tokens):
                read = await self._info.counter(asked) if self._info.counter else bound(asked)
                return read + self._seen(prompt)
        except EngineError:
            raise
        except Exception as raised:
            failure = self._server.understand(raised)
        raise failure.error

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0
    ) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer piece by piece; the last piece is empty but for how it ended, and what it cost.

        A prompt that ends in a turn of the assistant is gone on with, from its very end where the server is known
        to (vLLM, SGLang, llama.cpp); another one is asked for it in words. Closing the generator closes the request
        at once, which is how servers learn to stop. Raises `EngineError`, after every piece that came before.
        """
        asked = self._messages(prompt)
        if self._info.counter is None:
            options = fitted(options, asked, context_length=self.context_length, seen=self._seen(prompt))
        fields = self._fields(asked, options)
        begun_with = asked[-1]["content"] if asked and asked[-1]["role"] == "assistant" else ""
        deadline = self._now() + self._timeouts.first_token
        attempts = count_from()
        while True:
            begun = False
            try:
                reader = ChunkReader(begun_with, stops_loops=options.stops_loops)
                async with aclosing(self._answer(asked, fields, deadline, reader)) as answer:
                    async for piece in answer:
                        begun = True
                        if piece.text or piece.finish:
                            yield piece
                self._warn_of_uncertain(options)
                return
            except EngineError:
                raise
            except Exception as raised:
                failure = self._server.understand(raised, sent=fields)
            if failure.field in OPTIONAL and not begun:
                log.info("Asking without `%s`: %s", failure.field, failure.error)
                self._not_accepted.add(failure.field)
                del fields[failure.field]
                continue
            attempt = next(attempts)
            pause = max(failure.after, self._timeouts.pause(attempt))
            last = begun or not failure.again or attempt >= self._timeouts.retries
            # Outside the handler: the library's error may show the key and must not become this one's context.
            if begun and failure.is_loss:
                raise EngineInterrupted(str(failure.error))
            if last or self._now() + pause >= deadline:
                raise failure.error
            log.warning("Asking again in %.1f s: %s", pause, failure.error)
            async with self._within(deadline):
                await asyncio.sleep(pause)

    async def forget(self, channel: int, /) -> None:
        """Do nothing: the server keeps nothing of ours."""

    async def renew(self) -> None:
        """Do nothing: each answer has a connection of its own, which went with it."""

    async def close(self) -> None:
        """End all answers, and every connection."""
        self._closed = True
        for wait in self._waits:
            if not wait.expired():
                wait.reschedule(self._now())
        await self._server.close()

    def _seen(self, prompt: Sequence[Turn]) -> int:
        """The tokens of its pictures."""
        return self._sight.bound(image for turn in prompt for image in turn.images) if self._sight else 0

    def _messages(self, prompt: Sequence[Turn]) -> list[Message]:
        """The conversation as the server is sent it."""
        asked = messages(prompt)
        if asked and asked[-1]["role"] == "assistant" and self._info.dialect.continuation is None:
            asked.append({"role": "user", "content": _GO_ON})
        return asked

    def _fields(self, asked: Sequence[Message], options: Options) -> dict[str, Any]:
        """The other fields of a request."""
        fields = settings(options, self._info.dialect)
        if asked and asked[-1]["role"] == "assistant":
            fields |= self._info.dialect.continuation or {}
        return {name: value for name, value in fields.items() if name not in self._not_accepted}

    async def _answer(
        self, asked: Sequence[Message], fields: dict[str, Any], deadline: float, reader: ChunkReader
    ) -> AsyncGenerator[Piece, None]:
        """One attempt, with an empty piece for every token that is held back."""
        async with self._within(deadline):
            stream = await self._server.chat(asked, fields)
        try:
            while reader.finish is None:
                async with self._within(deadline):
                    chunk = await anext(stream, None)
                if chunk is None:
                    raise ended(stream)
                for piece in reader.pieces(chunk):
                    yield piece
                    # Set after the yield, so that the time the reader takes does not count against the server.
                    deadline = self._now() + self._timeouts.between_tokens
            if reader.finish != "loop":
                await self._read_usage(stream, reader)
            yield Piece("", reader.finish, usage=reader.usage)
        finally:
            await stream.close()

    async def _read_usage(self, stream: "AsyncStream[ChatCompletionChunk]", reader: ChunkReader) -> None:
        """Read on after the reason to end, as the usage comes there."""
        with suppress(Exception):
            async with self._within(self._now() + _ENDING):
                async for chunk in stream:
                    for _ in reader.pieces(chunk):
                        pass

    @asynccontextmanager
    async def _within(self, deadline: float) -> AsyncIterator[None]:
        """Wait inside the block until `deadline` or `close`. Raises `TimeoutError`, or that the engine is closed."""
        if self._closed:
            raise EngineUnavailable("the engine is closed")
        wait = asyncio.timeout_at(deadline)
        self._waits.add(wait)
        try:
            async with wait:
                yield
        except TimeoutError:
            if self._closed:
                raise EngineUnavailable("the engine is closed") from None
            raise
        finally:
            self._waits.discard(wait)

    def _warn_of_uncertain(self, options: Options) -> None:
        for name in uncertain(options, self._info.dialect):
            if name not in self._warned:
                self._warned.add(name)
                log.warning("%s took the setting `%s`, but may have ignored it.", self._server.address, name)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
