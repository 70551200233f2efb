"""
The three sockets of the conversation core.

An adapter fits by shape: it imports nothing from here and inherits nothing.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.core.chat import Exchange, Options, Piece, Turn


class Engine(Protocol):
    """Turns a prompt into text."""

    @property
    def context_length(self) -> int:
        """The most tokens, prompt and answer together, the model can attend to."""
        ...

    async def count(self, prompt: Sequence[Turn], /) -> int:
        """
        The number of tokens of `prompt` as the model will read it, template included.

        Exact where the engine has the tokenizer; a bound that errs only upwards where it has not.
        """
        ...

    def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0, user: int = 0
    ) -> AsyncGenerator[Piece, None]:
        """
        Yield the answer piece by piece. Closing the generator stops the model at its next token.

        `channel` names the conversation, for an engine that keeps something of it between its
        turns; `user` is who asks, for one that has to share itself out fairly. Raises
        `EngineError`, after every piece that was made before it went wrong.
        """
        ...

    async def forget(self, channel: int, /) -> None:
        """Drop what is kept of the conversation in `channel`."""
        ...

    async def close(self) -> None:
        """End every answer, and give back threads and connections."""
        ...


class HistoryStore(Protocol):
    """Remembers what was said in each channel. Every method raises `HistoryError`."""

    async def recent(self, channel: int, /) -> list[Exchange]:
        """What the model may still be shown of the channel, oldest first."""
        ...

    async def append(self, channel: int, exchange: Exchange, /) -> None:
        """Save question and answer together, or neither."""
        ...

    async def leave_out(self, channel: int, through: int, /) -> bool:
        """
        Show the model no more of the channel up to the exchange with the number `through`.

        True the first time since `forget` that something is left out by it.
        """
        ...

    async def forget(self, channel: int, /) -> None:
        """Drop everything said in the channel."""
        ...


class Reply(Protocol):
    """One visible answer, made of pages of limited length, written in Discord's Markdown."""

    @property
    def page_limit(self) -> int:
        """The most code points one page may have."""
        ...

    @property
    def heading(self) -> str:
        """What stands above the answer, on lines of its own; often nothing."""
        ...

    def typing(self) -> AbstractAsyncContextManager[None]:
        """Show, inside the block, that an answer is being prepared."""
        ...

    def show(self, pages: Sequence[str], /) -> None:
        """
        Ask for the answer to read `pages` and return at once; only the newest wish counts.

        Raises `PlatformError` once the platform has refused an earlier one.
        """
        ...

    async def finish(self, pages: Sequence[str], /) -> None:
        """Return when the answer reads `pages`. Raises `PlatformError` if it never will."""
        ...
