"""The conversation in a terminal."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib import import_module

from rich.console import Console
from rich.segment import Segment, Segments
from rich.style import Style

from bot.core import notices
from bot.core.chat import Text
from bot.core.controls import Controls
from bot.core.conversation import Conversation
from bot.core.draft import CURSOR
from bot.core.errors import BotError
from bot.core.job import Person
from bot.core.notices import Notice
from bot.core.ports import Words
from bot.core.record import Author, Exchange, Incoming
from bot.core.uploads import Upload

HERE = 0

_DIM = Style(dim=True)
_SMALL_PRINT = re.compile(r"^-# (.*)$", re.MULTILINE)


class TerminalReply:
    """
    Writes an answer to `out` as it grows, or as a whole at its end.

    What is written cannot be taken back, so only text that will not change any more is; an answer that reads otherwise
    than what was written is written anew. A terminal has no pages, there is always one, and nothing to press.
    """

    page_limit = 1_000_000_000
    heading = ""
    most_pages = None
    closes_at = None
    messages: tuple[int, ...] = ()
    edits = 0

    def __init__(self, out: Console, *, stream: bool, thinking: str = "") -> None:
        """`thinking` is what the spinner says."""
        self._out = out
        self._stream = stream
        self._thinking = thinking
        self._said = ""
        self._written = ""
        self._finished: str | None = None

    async def announce(self, text: str, person: int, /) -> None:
        """Whoever sits there has seen it."""

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        """Show a spinner, where somebody can see it."""
        if not self._out.is_terminal:
            yield
            return
        with self._out.status(f"[dim]{self._thinking}[/dim]", spinner="dots"):
            yield

    def show(self, pages: Sequence[str], /, controls: Controls | None = None) -> None:
        """Write what is new of the text before the cursor; a text without one is but a status."""
        text, cursor, _ = "".join(pages).rpartition(CURSOR)
        if not cursor:
            return
        self._said = text
        if self._stream:
            self._write(text)

    async def finish(
        self, pages: Sequence[str], /, controls: Controls | None = None, uploads: Sequence[Upload] = ()
    ) -> None:
        """Write the rest, and end the line. What small print there is comes after all that was said."""
        whole = "".join(pages)
        if whole == self._finished:
            return
        rest = whole[len(self._said) :] if whole.startswith(self._said) else whole
        note = _SMALL_PRINT.search(rest)
        self._write(whole[: len(whole) - len(rest)] + rest[: note.start() if note else None])
        while note:
            self._print(note[1], _DIM)
            rest = rest[note.end() :]
            note = _SMALL_PRINT.search(rest)
            self._print(rest[: note.start() if note else None])
        self._out.print()
        self._finished, self._written = whole, self._written.rstrip("\n")

    def _write(self, text: str) -> None:
        """Write what is new in `text`, or all of it where it is another one than what was written."""
        if not text.startswith(self._written):
            if self._finished is None:
                self._out.print()
            self._written = ""
        self._finished = None
        self._print(text[len(self._written) :])
        self._written = text

    def _print(self, text: str, style: Style | None = None) -> None:
        # As a segment, because rich makes spaces of the tabs in a text.
        self._out.print(Segments([Segment(text, style)]), end="", soft_wrap=True)


class TerminalChat:
    """One person at a keyboard, or at the other end of a pipe, whose `locale` it is, where that is known."""

    def __init__(
        self,
        conversation: Conversation,
        *,
        out: Console,
        words: Words,
        locale: str | None = None,
        stream: bool = True,
    ) -> None:
        self._conversation = conversation
        self._out = out
        self._words = words
        self._locale = locale
        self._stream = stream
        self._reply = self._new_reply()

    async def say(self, line: str) -> bool:
        """Answer one line, or do what it commands. Returns False where it says goodbye."""
        match line.strip():
            case "":
                pass
            case "/quit" | "/exit":
                return False
            case "/reset":
                await self._conversation.reset(HERE)
                self._tell(notices.RESET)
            case "/regenerate" | "/continue" | "/undo" as command:
                await self._change(command)
            case "/help":
                self._tell(notices.TERMINAL_HELP)
            case question:
                await self._answer(question)
        return True

    def lines(self, ask: Callable[[str], str] = input) -> Iterator[str]:
        """What is typed, or piped in, until it ends."""
        prompt = "› " if self._out.is_terminal and sys.stdin.isatty() else ""
        if prompt:
            # Once it is there, `input` lets a line be edited, and brings back earlier ones. Windows does so by itself.
            with suppress(ImportError):
                import_module("readline")
        try:
            while True:
                yield ask(prompt)
        except (EOFError, KeyboardInterrupt):
            if prompt:
                self._out.print()

    def _new_reply(self) -> TerminalReply:
        thinking = self._words(notices.TERMINAL_THINKS, self._locale)
        return TerminalReply(self._out, stream=self._stream, thinking=thinking)

    def _tell(self, notice: Notice) -> None:
        self._out.print(self._words(notice, self._locale), style="dim", markup=False, highlight=False)

    async def _answer(self, question: str) -> None:
        incoming = Incoming(
            channel=HERE, author=Author(HERE, ""), parts=(Text(question),), is_private=True, language=self._locale
        )
        self._reply = self._new_reply()
        with self._stopped_by_interrupt():
            await self._conversation.answer(incoming, self._reply)

    async def _change(self, command: str) -> None:
        """Do something with the last answer, or say why not."""
        person = Person(HERE)
        try:
            last = (await self._conversation.last(HERE)).answer.id
            with self._stopped_by_interrupt():
                if command == "/regenerate":
                    self._reply = self._new_reply()
                    await self._conversation.regenerate(last, person, self._take_up)
                elif command == "/continue":
                    await self._conversation.go_on(last, person, self._take_up)
                else:
                    await self._conversation.delete(last, person, self._take_up)
                    self._tell(notices.UNDONE)
        except BotError as error:
            self._tell(error.notice)

    @asynccontextmanager
    async def _take_up(self, _: Exchange) -> AsyncIterator[TerminalReply]:
        """What was written last: an answer that goes on is written on."""
        yield self._reply

    @contextmanager
    def _stopped_by_interrupt(self) -> Iterator[None]:
        """Inside, Ctrl-C stops the answer rather than the program."""
        loop = asyncio.get_running_loop()
        try:
            loop.add_signal_handler(signal.SIGINT, self._conversation.stop, HERE, Person(HERE))
        except (NotImplementedError, RuntimeError):  # Windows has no such handlers, nor has a thread.
            yield
            return
        try:
            yield
        finally:
            loop.remove_signal_handler(signal.SIGINT)
