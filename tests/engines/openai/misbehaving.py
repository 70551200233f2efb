"""A server of the chat-completions protocol that does to each request what a test tells it to."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from enum import Enum
from typing import Any

from aiohttp import web

Behaviour = Callable[["Misbehaving", web.Request], Awaitable[web.StreamResponse]]


class Do(Enum):
    """What a stream can do beside sending bytes."""

    HANG = "wait for ever"
    CUT = "drop the connection"


def event(content: object = None, *, finish: str | None = None, **delta: object) -> bytes:
    """One line of an answer, as servers send it."""
    return data({"choices": [{"index": 0, "delta": {"content": content, **delta}, "finish_reason": finish}]})


def data(value: object) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


ROLE = event("", role="assistant")
STOP = event(finish="stop")
DONE = b"data: [DONE]\n\n"


def answers(*texts: str) -> Behaviour:
    """A faultless answer."""
    return streams(ROLE, *map(event, texts), STOP, DONE)


def streams(*steps: bytes | Do | asyncio.Event, content_type: str = "text/event-stream") -> Behaviour:
    """Send the bytes of `steps`; wait where an event stands until it is set."""

    async def behave(server: "Misbehaving", request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": content_type})
        await response.prepare(request)
        for step in steps:
            if isinstance(step, bytes):
                await response.write(step)
            elif isinstance(step, asyncio.Event):
                await step.wait()
            elif step is Do.CUT:
                request.transport.close()
                return response
            else:
                await server.until_left()
        return response

    return behave


def keeps_alive(line: bytes) -> Behaviour:
    """Send `line` again and again and never an answer."""

    async def behave(server: "Misbehaving", request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with server.noticing():
            while True:
                await response.write(line)
                await asyncio.sleep(0.01)

    return behave


def silent() -> Behaviour:
    """Take the request and send nothing at all."""

    async def behave(server: "Misbehaving", request: web.Request) -> web.StreamResponse:
        await server.until_left()
        raise AssertionError("unreachable")

    return behave


def tells(body: object, *, status: int = 200, **headers: str) -> Behaviour:
    """Answer with JSON, or with a text as it stands."""

    async def behave(server: "Misbehaving", request: web.Request) -> web.StreamResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(body, str):
            return web.Response(status=status, text=body, content_type="text/html", headers=named)
        return web.json_response(body, status=status, headers=named)

    return behave


def refuses(status: int, message: str = "no", **headers: str) -> Behaviour:
    """Answer with an error, as OpenAI and vLLM do."""
    return tells({"error": {"message": message, "code": status}}, status=status, **headers)


def echoes_the_key(status: int) -> Behaviour:
    """Answer with an error that shows what was sent as a key."""

    async def behave(server: "Misbehaving", request: web.Request) -> web.StreamResponse:
        message = f"Wrong key: {request.headers['Authorization']}"
        return web.json_response({"error": {"message": message}}, status=status)

    return behave


class Misbehaving:
    """
    `script` holds what to do with the requests for an answer, one after the other, the
    last for all that follow. `other` does the same for other calls, by their path, and `looks` for the request with
    which an engine tries whether it sees.
    """

    def __init__(self) -> None:
        self.script: list[Behaviour] = [answers("Hello", " there", "!")]
        self.other: dict[str, Behaviour] = {"/v1/models": lists({"id": "small", "max_model_len": 4096})}
        self.looks: Behaviour = refuses(400, "image input is not supported")
        self.asked: list[dict[str, Any]] = []
        self.calls: list[str] = []
        self.begun = asyncio.Event()
        self.left = asyncio.Event()
        self.address = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/v1/chat/completions":
            asked = await request.json()
            if not asked.get("stream") and isinstance(asked["messages"][0]["content"], list):
                return await self.looks(self, request)
            self.asked.append(asked)
            self.begun.set()
            return await self.script[min(len(self.asked), len(self.script)) - 1](self, request)
        self.calls.append(request.path)
        return await self.other.get(request.path, refuses(404, "Not Found"))(self, request)

    async def until_left(self) -> None:
        """Wait until the client closes the connection."""
        with self.noticing():
            await asyncio.Event().wait()

    @contextmanager
    def noticing(self) -> Iterator[None]:
        """Set `left` when the handler inside is cancelled, or cannot write: the client has gone."""
        try:
            yield
        except (asyncio.CancelledError, ConnectionError):
            self.left.set()
            raise


def lists(*entries: object) -> Behaviour:
    """The server's list of models."""
    return tells({"object": "list", "data": entries})


@asynccontextmanager
async def misbehaving() -> AsyncIterator[Misbehaving]:
    server = Misbehaving()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", server.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.address = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()
