"""The conversation in a terminal."""

import asyncio
import re
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

from rich.console import Console

from bot.core.chat import Incoming
from bot.core.conversation import Conversation
from bot.core.live import CURSOR

HELP = "/reset forgets what was said, /quit or Ctrl-D leaves, Ctrl-C stops an answer."
HERE = 0

_SMALL_PRINT = re.compile(r"^-# (.*)$", re.MULTILINE)


class TerminalReply:
    """
    Writes an answer to `out` as it grows, or as a whole at its end.

    What is written cannot be taken back, so only text that will not change any more is.
    A terminal has no pages: there is always one.
    """

    page_limit = 1_000_000_000
    heading = ""

    def __init__(self, out: Console, *, stream: bool) -> None:
        self._out = out
        self._stream = stream
        self._written = ""

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Show a spinner, where somebody can see it."""
        if not self._out.is_terminal:
            yield
            return
        with self._out.status("[dim]thinking[/dim]", spinner="dots"):
            yield

    def show(self, pages: Sequence[str], /) -> None:
        """Write what is new of the text before the cursor; a text without one is but a status."""
        text, cursor, _ = "".join(pages).rpartition(CURSOR)
        if self._stream and cursor:
            self._write(text)

    async def finish(self, pages: Sequence[str], /) -> None:
        """Write the rest, and end the line."""
        self._write("".join(pages))
        self._out.print()

    def _write(self, text: str) -> None:
        new = text[len(self._written) :]
        self._written = text
        while small := _SMALL_PRINT.search(new):
            self._print(new[: small.start()])
            self._print(small[1], style="dim")
            new = new[small.end() :]
        self._print(new)

    def _print(self, text: str, *, style: str | None = None) -> None:
        self._out.print(text, style=style, end="", markup=False, highlight=False, emoji=False, soft_wrap=True)


class TerminalChat:
    """One person at a keyboard, or at the other end of a pipe."""

    def __init__(self, conversation: Conversation, *, out: Console, stream: bool = True) -> None:
        self._conversation = conversation
        self._out = out
        self._stream = stream

    async def say(self, line: str) -> bool:
        """Answer one line, or do what it commands. Returns False where it says goodbye."""
        match line.strip():
            case "":
                pass
            case "/quit" | "/exit":
                return False
            case "/reset":
                await self._conversation.reset(HERE)
                self._out.print("Forgotten. We start afresh.", style="dim")
            case "/help":
                self._out.print(HELP, style="dim")
            case question:
                await self._answer(question)
        return True

    def lines(self, ask: Callable[[str], str] = input) -> Iterator[str]:
        """What is typed, or piped in, until it ends."""
        prompt = "› " if self._out.is_terminal else ""
        try:
            while True:
                yield ask(prompt)
        except (EOFError, KeyboardInterrupt):
            if prompt:
                self._out.print()

    async def _answer(self, question: str) -> None:
        with self._stopped_by_interrupt():
            await self._conversation.answer(
                Incoming(channel=HERE, user=HERE, author=None, text=question),
                TerminalReply(self._out, stream=self._stream),
            )

    @contextmanager
    def _stopped_by_interrupt(self) -> Iterator[None]:
        """Inside, Ctrl-C stops the answer rather than the program."""
        loop = asyncio.get_running_loop()
        try:
            loop.add_signal_handler(signal.SIGINT, self._conversation.stop, HERE, HERE)
        except (NotImplementedError, RuntimeError):  # Windows has no such handlers, nor has a thread.
            yield
            return
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)
