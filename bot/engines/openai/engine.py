"""The engine that asks a server for every answer."""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from itertools import count as count_from
from typing import TYPE_CHECKING, Any, Self

from bot.core.chat import Options, Piece, Turn
from bot.core.errors import EngineError, EngineUnavailable, StartError
from bot.engines.openai.counting import bound, fitted
from bot.engines.openai.dialect import settings, uncertain
from bot.engines.openai.disarming import Message, messages
from bot.engines.openai.patience import Patience
from bot.engines.openai.reading import Reader, ended

# The openai package is an extra: only who opens this engine needs it.
if TYPE_CHECKING:
    from bot.engines.openai.server import Server
    from bot.engines.openai.starting import Facts

log = logging.getLogger(__name__)

_PATIENCE = Patience()

# Seconds for the end of a stream whose answer is complete: read in full, its connection serves the next request too.
_ENDING = 0.5


class RemoteEngine:
    """
    Answers with a model behind any server that speaks the OpenAI chat-completions protocol.

    Asks again, a few times and ever later, as long as no token of an answer has come.
    Only `count` errs upwards where the server does not count (see `counting`), and
    only the spellings of control tokens are kept from the server (see `disarming`).
    """

    name = "openai"

    def __init__(self, server: "Server", facts: "Facts", *, patience: Patience) -> None:
        """Made by `open`."""
        self._server = server
        self._facts = facts
        self._patience = patience
        self._closed = False
        self._waits: set[asyncio.Timeout] = set()
        self._warned: set[str] = set()

    @classmethod
    async def open(
        cls,
        base_url: str,
        model: str,
        *,
        api_key: str | None = None,
        context_length: int | None = None,
        patience: Patience = _PATIENCE,
    ) -> Self:
        """
        Meet the server at `base_url` and make sure that it can answer with `model`.

        `context_length` is needed where the server does not tell it (`transformers
        serve`, Ollama), and may be less than it tells. Raises `StartError`.
        """
        try:
            from bot.engines.openai.server import Server
            from bot.engines.openai.starting import find_out
        except ModuleNotFoundError as error:
            raise StartError(
                f"The engine `openai` needs the package {error.name}, which is missing. Run `uv sync --extra openai`."
            ) from error
        server = Server(base_url, model, api_key=api_key, connect=patience.connect)
        try:
            async with asyncio.timeout(patience.first_token):
                facts = await find_out(server, context_length=context_length)
        except TimeoutError:
            await server.close()
            raise StartError(
                f"{server.address} did not answer within {patience.first_token:g} seconds. See the server's log."
            ) from None
        except BaseException:
            await server.close()
            raise
        return cls(server, facts, patience=patience)

    @property
    def model(self) -> str:
        """The model it asks for, as it is called on the server."""
        return self._server.model

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, the model can attend to."""
        return self._facts.context_length

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """
        The number of tokens of `prompt`: exact if the server counts, else a bound that it does not pass.

        Raises `EngineError` where the server counts but cannot now: a guess in between
        would cut histories for good.
        """
        asked = messages(prompt)
        try:
            async with self._within(self._now() + self._patience.between_tokens):
                return await self._facts.counter(asked) if self._facts.counter else bound(asked)
        except EngineError:
            raise
        except Exception as raised:
            failure = self._server.understand(raised)
        raise failure.error

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0, user: int = 0
    ) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer piece by piece; the last piece is empty but for how it ended.

        Closing the generator closes the request at once, which is how servers learn to
        stop. Raises `EngineError`, after every piece that came before.
        """
        asked = messages(prompt)
        if self._facts.counter is None:
            options = fitted(options, asked, context_length=self.context_length)
        fields = settings(options, self._facts.dialect)
        deadline = self._now() + self._patience.first_token
        for attempt in count_from():
            begun = False
            try:
                async with aclosing(self._answer(asked, fields, deadline)) as answer:
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
            pause = max(failure.after, self._patience.pause(attempt))
            last = begun or not failure.again or attempt >= self._patience.retries
            # Out here, so that the library's error, which may show the key, is not in the context of this one.
            if last or self._now() + pause >= deadline:
                raise failure.error
            log.warning("Asking again in %.1f s: %s", pause, failure.error)
            async with self._within(deadline):
                await asyncio.sleep(pause)

    async def forget(self, channel: int, /) -> None:
        """Do nothing: the server keeps nothing of ours."""

    async def close(self) -> None:
        """End all answers, and every connection."""
        self._closed = True
        for wait in self._waits:
            if not wait.expired():
                wait.reschedule(self._now())
        await self._server.close()

    async def _answer(
        self, asked: Sequence[Message], fields: dict[str, Any], deadline: float
    ) -> AsyncGenerator[Piece, None]:
        """One attempt, with an empty piece for every token that is not to be shown."""
        async with self._within(deadline):
            stream = await self._server.chat(asked, fields)
        try:
            reader, finish = Reader(), None
            while finish is None:
                async with self._within(deadline):
                    chunk = await anext(stream, None)
                if chunk is None:
                    raise ended(stream)
                for piece in reader.pieces(chunk):
                    yield piece
                    # From here on, so that the time the reader takes is not held against the server.
                    deadline = self._now() + self._patience.between_tokens
                    finish = piece.finish
            with suppress(Exception):
                async with self._within(self._now() + _ENDING):
                    async for _ in stream:
                        pass
        finally:
            await stream.close()

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
        for name in uncertain(options, self._facts.dialect):
            if name not in self._warned:
                self._warned.add(name)
                log.warning("%s took the setting `%s`, but may have ignored it.", self._server.address, name)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
