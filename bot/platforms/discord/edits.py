"""
Decides which answer in a channel is edited next.

Discord counts all of a bot's edits in one channel together, so one lane per channel chooses:
finished answers come first, the others take turns, and an answer is always edited to its newest
text. Sending a message is counted elsewhere and never waits here.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Hashable
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, Literal, Protocol

import aiohttp

from bot.platforms.discord.budget import Budget

# Called with Discord's answer to the request that the present task makes, before discord.py
# reads it: the library sleeps inside a request that took a window's last token.
_watch: ContextVar[Callable[[aiohttp.ClientResponse], None] | None] = ContextVar("watch", default=None)


class Canvas(Protocol):
    """Something a lane keeps up to date."""

    @property
    def step(self) -> Literal["send", "edit"] | None:
        """What it wants next, if anything."""
        ...

    @property
    def is_begun(self) -> bool:
        """Whether it shows, or wants to show, anything."""
        ...

    @property
    def is_final(self) -> bool:
        """Whether its text will not change any more."""
        ...

    async def take_step(self) -> None:
        """Do what `step` says, with one request."""
        ...

    def applied(self) -> None:
        """Discord has applied the edit that is under way."""
        ...


class EditLane:
    """Keeps the canvases of one channel up to date, within its budget."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._canvases: list[Canvas] = []
        self._busy: dict[asyncio.Task[None], Canvas] = {}
        self._unanswered = 0
        self._news = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None

    def is_forgettable(self) -> bool:
        """Whether nobody draws here, and a new lane would know as much as this one."""
        return not self._canvases and not self._busy and self._budget.is_fresh(time.monotonic())

    def join(self, canvas: Canvas) -> None:
        """Keep `canvas` up to date from now on."""
        self._canvases.append(canvas)
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run(), name="edit lane")
        self._news.set()

    def leave(self, canvas: Canvas) -> None:
        """Let `canvas` be as it is."""
        self._canvases.remove(canvas)
        self._news.set()

    def wake(self) -> None:
        """Look again: a canvas wants something new."""
        self._news.set()

    async def _run(self) -> None:
        while self._canvases:
            self._news.clear()
            wait = self._advance()
            try:
                async with asyncio.timeout(wait):
                    await self._news.wait()
            except TimeoutError:
                continue

    def _advance(self) -> float | None:
        """Start what may start now. Returns the seconds until the next edit may, `None` where none is wanted."""
        for canvas in self._wanting("send"):
            self._start(canvas, self._send(canvas))
        while wanting := self._wanting("edit"):
            canvas = next((canvas for canvas in wanting if canvas.is_final), wanting[0])
            now = time.monotonic()
            writing = sum(each.is_begun for each in self._canvases)
            wait = self._budget.delay(now, final=canvas.is_final, writing=writing)
            if wait > 0:
                return wait
            self._budget.spend(now)
            self._start(canvas, self._edit(canvas))
        return None

    def _wanting(self, step: Literal["send", "edit"]) -> list[Canvas]:
        busy = list(self._busy.values())
        return [canvas for canvas in self._canvases if canvas.step == step and canvas not in busy]

    def _start(self, canvas: Canvas, step: Coroutine[Any, Any, None]) -> None:
        # To the back of the line: the others come before its next edit.
        self._canvases.remove(canvas)
        self._canvases.append(canvas)
        task = asyncio.create_task(step, name="edit step")
        self._busy[task] = canvas
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._busy[task]
        self._news.set()

    async def _send(self, canvas: Canvas) -> None:
        _watch.set(None)
        await canvas.take_step()

    async def _edit(self, canvas: Canvas) -> None:
        answered = False

        def watch(response: aiohttp.ClientResponse) -> None:
            nonlocal answered
            self._unanswered -= not answered
            answered = True
            self._budget.learn(response.headers, time.monotonic(), in_flight=self._unanswered)
            if response.ok:
                canvas.applied()

        self._unanswered += 1
        _watch.set(watch)
        try:
            await canvas.take_step()
        finally:
            self._unanswered -= not answered


class EditLanes:
    """The lanes of all channels, and the ear that hears Discord's rate-limit headers."""

    def __init__(self) -> None:
        self._lanes: dict[Hashable, EditLane] = {}

    def lane(self, key: Hashable) -> EditLane:
        """The lane of what Discord counts together: a channel, or one interaction's token."""
        self._lanes = {each: lane for each, lane in self._lanes.items() if not lane.is_forgettable()}
        return self._lanes.setdefault(key, EditLane(Budget()))

    def trace(self) -> aiohttp.TraceConfig:
        """What `discord.Client(http_trace=...)` needs for the lanes to hear the headers."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(_hear)
        return config


async def _hear(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
    if watch := _watch.get():
        watch(end.response)
