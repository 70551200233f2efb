"""Fakes that fit the ports by shape."""

import asyncio
import gc
import os
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Sequence
from contextlib import asynccontextmanager
from itertools import count

import pytest
from hypothesis import settings

from bot.core.chat import TEXT_ONLY, Modality, Options, Piece, Turn
from bot.core.controls import Controls
from bot.core.errors import FilesRefused, PlatformError
from bot.core.notices import Notice
from bot.core.uploads import Upload
from bot.languages.sentences import sentence

# Models as small as these gain nothing from a second core, and where others want it, too, lose twenty times as much to
# waiting for it. Read when torch is imported, here and in the processes that tests start.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# How long an example takes says more about the machine than about the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# For whoever looks for what nobody has found yet: `pytest --hypothesis-profile=fuzz`.
settings.register_profile("fuzz", deadline=None, max_examples=20_000)


def english(notice: Notice) -> str:
    """What the bot says to somebody of whose language it knows nothing."""
    return sentence(notice, None)


# Files that take longest, and begin first, so that no process is left alone with one of them at the end.
_LONGEST = (
    *("test_contract.py", "test_main.py", "test_restarting.py", "test_command.py", "test_choice.py", "test_crashes.py"),
    *("test_smollm2.py", "test_same_words.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _LONGEST.index(item.path.name) if item.path.name in _LONGEST else len(_LONGEST))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """
    Have the garbage collector look neither at what is imported and found while that happens, nor ever after.

    All of it stays to the end. Going through it takes half a second, and transformers asks for it twice whenever a
    batch ends.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_unconfigure() -> None:
    """Let it go in order at the end, as libraries complain of what is left."""
    gc.unfreeze()


class ScriptedEngine:
    """
    Yields the script it is given: text as it stands, an exception raised in its place.

    An `asyncio.Event` in the script is waited for, so that a test decides when the answer goes on.
    """

    name, model = "scripted", "script-1"

    def __init__(
        self,
        *script: str | Piece | asyncio.Event | BaseException,
        context_length: int = 10_000,
        slots: int = 1,
        accepts: frozenset[Modality] = TEXT_ONLY,
    ) -> None:
        self.script = script
        self.accepts = accepts
        self.slots = slots
        self.context_length = context_length
        self.prompts: list[list[Turn]] = []
        self.options: list[Options] = []
        self.asked_for: list[int] = []
        self.started = asyncio.Event()
        self.closed_early = False
        self.forgotten: list[int] = []
        self.renewed = 0
        self.loss: BaseException | None = None

    async def count(self, prompt: Sequence[Turn], /) -> int:
        return sum(len(turn.text) + sum(len(image.data) for image in turn.images) for turn in prompt)

    async def stream(
        self, prompt: Sequence[Turn], options: Options, /, *, channel: int = 0
    ) -> AsyncGenerator[Piece, None]:
        self.prompts.append(list(prompt))
        self.options.append(options)
        self.asked_for.append(channel)
        try:
            for step in self.script:
                await asyncio.sleep(0)
                if isinstance(step, asyncio.Event):
                    self.started.set()
                    await step.wait()
                elif isinstance(step, BaseException):
                    raise step
                else:
                    yield step if isinstance(step, Piece) else Piece(step)
            if not (self.script and isinstance(self.script[-1], Piece)):
                yield Piece("", "stop")
        except (GeneratorExit, asyncio.CancelledError):
            self.closed_early = True
            raise

    async def forget(self, channel: int, /) -> None:
        self.forgotten.append(channel)

    async def renew(self) -> None:
        self.renewed += 1
        if isinstance(self.loss, BaseException):
            raise self.loss

    async def close(self) -> None:
        pass


class Board:
    """The messages of a platform: what each one reads, by its number, in the order in which they came."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}
        self._numbers = count(1001)

    def send(self, text: str) -> int:
        """Put a message there; its number."""
        number = next(self._numbers)
        self.texts[number] = text
        return number


class RecordingReply:
    """Shows every wish at once, on `board`, and remembers it; `pages` is what stands there now."""

    def __init__(
        self,
        page_limit: int = 200,
        *,
        heading: str = "",
        refuses: bool = False,
        board: Board | None = None,
        messages: Sequence[int] = (),
        most_pages: int | None = None,
        closes_at: float | None = None,
        refuses_files: bool = False,
    ) -> None:
        """`messages` stand there already."""
        self.most_pages, self.closes_at = most_pages, closes_at
        self.announced: list[tuple[str, int]] = []
        self.page_limit = page_limit
        self.heading = heading
        self.refuses = refuses
        self.messages = list(messages)
        self.controls: Controls | None = None
        self.uploads: Sequence[Upload] = ()
        self.refuses_files = refuses_files
        self.wishes: list[list[str]] = []
        self.finished = False
        self.typed = 0
        self.edits = 0
        self.is_typing = False
        self._board = board or Board()

    async def announce(self, text: str, person: int, /) -> None:
        self.announced.append((text, person))

    @property
    def pages(self) -> list[str]:
        return self.wishes[-1] if self.wishes else []

    @asynccontextmanager
    async def typing(self) -> AsyncIterator[None]:
        self.typed += 1
        self.is_typing = True
        try:
            yield
        finally:
            self.is_typing = False

    def show(self, pages: Sequence[str], /, controls: Controls | None = None) -> None:
        if self.refuses:
            raise PlatformError("unknown message")
        self.edits += 1
        self.wishes.append(list(pages))
        self.uploads = ()
        self.controls = controls
        for gone in self.messages[len(pages) :]:
            self._board.texts.pop(gone, None)
        self.messages = self.messages[: len(pages)]
        for number, text in zip(self.messages, pages, strict=False):
            self._board.texts[number] = text
        self.messages += [self._board.send(text) for text in pages[len(self.messages) :]]

    async def finish(
        self, pages: Sequence[str], /, controls: Controls | None = None, uploads: Sequence[Upload] = ()
    ) -> None:
        if uploads and self.refuses_files:
            raise FilesRefused("no files")
        self.show(pages, controls)
        self.uploads = uploads
        self.finished = True


@pytest.fixture
def reply() -> RecordingReply:
    return RecordingReply()
