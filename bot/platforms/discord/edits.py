"""
Decides which answer in a channel is edited next.

Discord counts all of a bot's edits in one channel together, so one lane per channel chooses:
finished answers come first, the others take turns, and an answer is always edited to its newest
text. Sending a message is counted elsewhere and never waits here.
"""

import asyncio
import json
import logging
from collections.abc import Coroutine
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any, Literal, Protocol

import aiohttp

from bot.platforms.discord import too_many_requests
from bot.platforms.discord.budget import Budget
from bot.platforms.discord.global_budget import Turn
from bot.platforms.discord.global_limit import GlobalLimit
from bot.platforms.discord.surfaces import Bucket

log = logging.getLogger(__name__)

Step = Literal["send", "edit", "delete"]


class Canvas(Protocol):
    """Something a lane keeps up to date."""

    @property
    def step(self) -> Step | None:
        """What it wants next, if anything."""
        ...

    @property
    def rests_until(self) -> float:
        """The loop's time before which it takes no step."""
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

    def abandon(self, reason: str) -> None:
        """Want nothing any more."""
        ...


class EditLane:
    """Keeps the canvases of one channel up to date, within its budget; `turn` is its place among all lanes."""

    def __init__(self, budget: Budget, turn: Turn | None = None) -> None:
        self._budget = budget
        self._turn = turn
        self._canvases: list[Canvas] = []
        self._busy: dict[asyncio.Task[None], Canvas] = {}
        self._stepped: dict[Canvas, float] = {}
        self._unanswered = 0
        self._news = asyncio.Event()
        self._runner: asyncio.Task[None] | None = None

    def is_forgettable(self) -> bool:
        """Whether nobody draws here, and a new lane would know as much as this one."""
        return not self._canvases and not self._busy and self._budget.is_fresh(_now())

    def join(self, canvas: Canvas) -> None:
        """Keep `canvas` up to date from now on."""
        self._canvases.append(canvas)
        if self._runner is None or self._runner.done():
            self._runner = asyncio.create_task(self._run(), name="edit lane")
        self._news.set()

    def leave(self, canvas: Canvas) -> None:
        """Let `canvas` be as it is."""
        self._canvases.remove(canvas)
        self._stepped.pop(canvas, None)
        self._news.set()

    def wake(self) -> None:
        """Look again: a canvas wants something new."""
        self._news.set()

    def close(self) -> None:
        """Abandon every canvas."""
        for canvas in list(self._canvases):
            canvas.abandon("the bot is leaving")

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
        """Start what may start now. Returns the seconds until more may, `None` where nothing is wanted."""
        # One moment for all that is judged here: what is ready only after another look would be waited for by nobody.
        now = _now()
        for canvas in self._wanting(now, "send", "delete"):
            self._start(canvas, self._unwatched(canvas))
        wait: float | None = None
        while wait is None and (wanting := self._wanting(now, "edit")):
            canvas = next((canvas for canvas in wanting if canvas.is_final), wanting[0])
            writing = sum(each.is_begun for each in self._canvases)
            since = self._stepped.get(canvas, float("-inf"))
            delay = self._budget.delay(now, final=canvas.is_final, writing=writing, since=since)
            if delay <= 0 and self._turn and not canvas.is_final:
                delay = self._turn.delay(now)
            if delay > 0:
                wait = delay
            else:
                self._budget.spend(now, final=canvas.is_final, in_flight=self._unanswered)
                self._start(canvas, self._edit(canvas))
        rests = [self._ready_at(canvas) - now for canvas in self._idle() if canvas.step]
        return min([rest for rest in rests if rest > 0] + ([] if wait is None else [wait]), default=None)

    def _idle(self) -> list[Canvas]:
        busy = list(self._busy.values())
        return [canvas for canvas in self._canvases if canvas not in busy]

    def _wanting(self, now: float, *steps: Step) -> list[Canvas]:
        return [canvas for canvas in self._idle() if canvas.step in steps and self._ready_at(canvas) <= now]

    def _ready_at(self, canvas: Canvas) -> float:
        """When its next step may begin: a text that grows stands for a while, so that its next edit is worth one."""
        if canvas.step != "edit" or canvas.is_final or canvas not in self._stepped:
            return canvas.rests_until
        return max(canvas.rests_until, self._stepped[canvas] + self._budget.pace)

    def _start(self, canvas: Canvas, step: Coroutine[Any, Any, None]) -> None:
        # To the back of the line: the others come before its next edit.
        self._canvases.remove(canvas)
        self._canvases.append(canvas)
        self._stepped[canvas] = _now()
        task = asyncio.create_task(step, name="edit step")
        self._busy[task] = canvas
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._busy[task]
        self._news.set()
        if not task.cancelled() and (error := task.exception()):
            log.error("an edit step failed", exc_info=error)

    async def _unwatched(self, canvas: Canvas) -> None:
        _watch.set(None)
        await canvas.take_step()

    async def _edit(self, canvas: Canvas) -> None:
        self._unanswered += 1
        watch = _Watch(self, canvas)
        _watch.set(watch)
        try:
            await canvas.take_step()
        finally:
            self.answered(watch)

    def answered(self, watch: "_Watch") -> None:
        """The edit is on its way no longer."""
        self._unanswered -= not watch.is_answered
        watch.is_answered = True

    def learn(self, response: aiohttp.ClientResponse) -> None:
        """Note what an answer to an edit says of the limits."""
        self._budget.learn(response.headers, _now(), in_flight=self._unanswered)


class _Watch:
    """
    Sees Discord's answer to one edit before discord.py does.

    The library sleeps inside a request that took a window's last token: up to five seconds in which the edit can be
    seen already.
    """

    def __init__(self, lane: EditLane, canvas: Canvas) -> None:
        self._lane = lane
        self._canvas = canvas
        self._ok = False
        self.is_answered = False

    def begins(self, response: aiohttp.ClientResponse) -> None:
        """The answer's status and headers are there."""
        self._ok = response.ok
        self._lane.answered(self)
        self._lane.learn(response)

    def ends(self, body: bytes) -> None:
        """The whole answer is there. It tells of an edited message only where it is one, whatever its status."""
        if self._ok and _is_message(body):
            self._canvas.applied()


# What watches the edit that the present task makes.
_watch: ContextVar[_Watch | None] = ContextVar("watch", default=None)


class EditLanes:
    """The lanes of all channels, what limits them together, and the ear that hears Discord's rate-limit headers."""

    def __init__(self) -> None:
        self._lanes: dict[Bucket, EditLane] = {}
        self._limit = GlobalLimit()
        self.too_many_requests = 0

    def lane(self, bucket: Bucket) -> EditLane:
        """The lane of what Discord counts together."""
        self._lanes = {each: lane for each, lane in self._lanes.items() if not lane.is_forgettable()}
        turn = self._limit.turn() if bucket.counts_globally else None
        return self._lanes.setdefault(bucket, EditLane(Budget(), turn))

    def has_room(self) -> bool:
        """Whether Discord would take a request that nobody would miss, without one more waiting for it."""
        return self._limit.has_room()

    def close(self) -> None:
        """Abandon everything that is still to be shown, anywhere."""
        for lane in self._lanes.values():
            lane.close()

    def trace(self) -> aiohttp.TraceConfig:
        """What `discord.Client(http_trace=...)` needs to keep to Discord's limits, and to hear what it answers."""
        config = aiohttp.TraceConfig()
        config.on_request_start.append(self._limit.hold)
        config.on_request_end.append(self._limit.release)
        config.on_request_exception.append(self._limit.release)
        config.on_request_end.append(_hear)
        config.on_request_end.append(self._count)
        config.on_request_end.append(too_many_requests.refuse)
        config.on_response_chunk_received.append(_read)
        return config

    async def _count(self, _: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
        self.too_many_requests += end.response.status == 429


async def _hear(_: aiohttp.ClientSession, __: SimpleNamespace, end: aiohttp.TraceRequestEndParams) -> None:
    if watch := _watch.get():
        watch.begins(end.response)


async def _read(_: aiohttp.ClientSession, __: SimpleNamespace, read: aiohttp.TraceResponseChunkReceivedParams) -> None:
    if watch := _watch.get():
        watch.ends(read.chunk)


def _is_message(body: bytes) -> bool:
    try:
        return "id" in json.loads(body)
    except (ValueError, TypeError):
        return False


def _now() -> float:
    return asyncio.get_running_loop().time()
