"""One websocket, written to in order by one task, so that whoever sends never waits."""

import asyncio
import json
from enum import IntEnum

from aiohttp import web

from bot.sandbox.gateway.compression import Packing
from bot.sandbox.state.models import Json

PATIENCE = 1.0
"""Seconds for which a connection that is to end waits for a client that does not read."""


class CloseCode(IntEnum):
    """Why the gateway ends a connection."""

    NORMAL = 1000
    GOING_AWAY = 1001
    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQUENCE = 4007
    RATE_LIMITED = 4008
    SESSION_TIMED_OUT = 4009
    INVALID_SHARD = 4010
    SHARDING_REQUIRED = 4011
    INVALID_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


class Connection:
    """The outlet of a session. `delay` seconds lie between `send` and the frame; one that `is_dead` sends nothing."""

    def __init__(
        self, socket: web.WebSocketResponse, transport: asyncio.WriteTransport | None, packing: Packing, *, delay: float
    ) -> None:
        self._socket = socket
        self._transport = transport
        self._packing = packing
        self._delay = delay
        self._waiting: asyncio.Queue[tuple[float, str | CloseCode]] = asyncio.Queue()
        self.closed_with: CloseCode | None = None
        self.is_dead = False

    def send(self, payload: Json | str, /) -> None:
        """Put a payload on its way."""
        text = payload if isinstance(payload, str) else json.dumps(payload, separators=(",", ":"))
        self._put(text)

    def close(self, code: CloseCode, /) -> None:
        """End the connection once what was sent before is out, or is clearly not going to be."""
        if self.closed_with is None:
            self.closed_with = code
            self._put(code)
            asyncio.get_running_loop().call_later(self._delay + PATIENCE, self.tear)

    def tear(self) -> None:
        """End the connection at once and without a word."""
        if self._transport is not None:
            self._transport.abort()

    async def write(self) -> None:
        """Send what is put, until the connection ends. Runs as one task."""
        loop = asyncio.get_running_loop()
        while True:
            due, item = await self._waiting.get()
            if due > loop.time():
                await asyncio.sleep(due - loop.time())
            try:
                if isinstance(item, CloseCode):
                    await self._socket.close(code=item, message=item.name.replace("_", " ").capitalize().encode())
                    return
                await self._send(self._packing.pack(item))
            except ConnectionError:
                return

    async def _send(self, frame: str | bytes) -> None:
        if isinstance(frame, str):
            await self._socket.send_str(frame)
        else:
            await self._socket.send_bytes(frame)

    def _put(self, item: str | CloseCode) -> None:
        if self.is_dead:
            return
        self._waiting.put_nowait((asyncio.get_running_loop().time() + self._delay, item))
