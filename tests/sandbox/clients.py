"""Two small clients that speak raw HTTP and raw websocket, so that every header and frame can be seen."""

import asyncio
import json
import zlib
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.sandbox import Sandbox, User


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: Any

    @property
    def code(self) -> int:
        return self.body["code"]


class Api:
    """REST in somebody's name."""

    def __init__(self, session: aiohttp.ClientSession, sandbox: Sandbox, who: User | None) -> None:
        self._session = session
        self._url = sandbox.api_url
        self.headers = {} if who is None else {"Authorization": ("Bot " if who.bot else "") + who.token}

    async def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        more.setdefault("headers", self.headers)
        if body is not None:
            more["json"] = body
        async with self._session.request(method, self._url + path, **more) as response:
            text = await response.text()
            is_json = response.headers.get("Content-Type") == "application/json"
            return Answer(response.status, json.loads(text) if is_json else text, response.headers)


class Wire:
    """A gateway connection in the raw."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, inflate: bool = False) -> None:
        self.socket = socket
        self.events: list[dict[str, Any]] = []
        self.sequence: int | None = None
        self._inflate = zlib.decompressobj() if inflate else None

    async def send(self, op: int, data: Any) -> None:
        await self.socket.send_json({"op": op, "d": data})

    async def receive(self) -> dict[str, Any]:
        async with asyncio.timeout(60):
            frame = await self.socket.receive()
        if self._inflate is not None and frame.type is aiohttp.WSMsgType.BINARY:
            payload = json.loads(self._inflate.decompress(frame.data))
        else:
            assert frame.type is aiohttp.WSMsgType.TEXT, frame
            payload = json.loads(frame.data)
        if payload["op"] == 0:
            self.events.append(payload)
            self.sequence = payload["s"]
        return payload

    async def event(self, name: str) -> dict[str, Any]:
        """The next event with that name; what comes before it is passed over."""
        while True:
            payload = await self.receive()
            if payload.get("t") == name:
                return payload["d"]

    async def op(self, op: int) -> dict[str, Any]:
        """The next payload with that code; what comes before it is passed over."""
        while True:
            payload = await self.receive()
            if payload["op"] == op:
                return payload

    async def closed(self) -> int | None:
        """The code with which the server ends the connection."""
        async with asyncio.timeout(60):
            while True:
                frame = await self.socket.receive()
                if frame.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING):
                    return self.socket.close_code

    async def identify(self, who: User, **more: Any) -> dict[str, Any]:
        """Log in and return READY."""
        await self.op(10)
        await self.send(2, {"token": who.token, "properties": {}, **({"intents": 53608447} if who.bot else {}), **more})
        return await self.event("READY")
