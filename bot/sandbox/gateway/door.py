"""The gateway's door: accepts websockets, knows who is connected, and can make connections go wrong."""

import asyncio
import contextlib

from aiohttp import web

from bot.sandbox.gateway.compression import packing
from bot.sandbox.gateway.connection import PATIENCE, CloseCode, Connection
from bot.sandbox.gateway.dialogue import Dialogue
from bot.sandbox.service import Service
from bot.sandbox.state.models import User


class Gateway:
    """All connections."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._dialogues: set[Dialogue] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Speak with one client until the connection ends."""
        socket = web.WebSocketResponse(timeout=PATIENCE, max_msg_size=1 << 20, compress=False)
        await socket.prepare(request)
        connection = Connection(
            socket, request.transport, packing(request.query.get("compress")), delay=self._service.limits.event_delay
        )
        dialogue = Dialogue(connection, self._service)
        self._dialogues.add(dialogue)
        writer = asyncio.create_task(connection.write())
        try:
            await dialogue.run(socket, version=request.query.get("v", ""))
        finally:
            self._dialogues.discard(dialogue)
            dialogue.ended(socket.close_code)
            if connection.closed_with is None:
                writer.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await writer
        return socket

    def drop(self, user: User, code: CloseCode | None = None) -> int:
        """End the user's connections with a code, or tear them without one. Returns how many there were."""
        mine = self._of(user)
        for dialogue in mine:
            if code is None:
                dialogue.connection.tear()
            else:
                dialogue.connection.close(code)
        return len(mine)

    def numb(self, user: User) -> int:
        """Let the user's connections stay open, with nothing said there any more. Returns how many there were."""
        mine = self._of(user)
        for dialogue in mine:
            dialogue.connection.is_dead = True
        return len(mine)

    def reconnect(self, user: User) -> None:
        """Ask the user's clients to connect anew and resume (op 7)."""
        for dialogue in self._of(user):
            dialogue.ask_to_reconnect()

    def invalidate(self, user: User, *, resumable: bool) -> None:
        """Tell the user's clients that their session is not valid (op 9); one that cannot be resumed is forgotten."""
        for dialogue in self._of(user):
            dialogue.invalidate(resumable=resumable)

    def close(self) -> None:
        """End every connection."""
        for dialogue in self._dialogues:
            dialogue.connection.close(CloseCode.GOING_AWAY)

    def _of(self, user: User) -> list[Dialogue]:
        return [each for each in self._dialogues if each.session is not None and each.session.user is user]
