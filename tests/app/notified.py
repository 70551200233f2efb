"""A socket on which a service manager hears what it is told."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def notified(address: str) -> AsyncIterator["Heard"]:
    """Hear what is sent to `address`, a path, or a name of the kernel's own that begins with a zero."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(address)
        ear.setblocking(False)
        yield Heard(ear)


class Heard:
    def __init__(self, ear: socket.socket) -> None:
        self._ear = ear

    async def next(self) -> str:
        """The next state that is told."""
        return (await asyncio.get_running_loop().sock_recv(self._ear, 1024)).decode()

    async def until(self, state: str) -> list[str]:
        """All that is told up to `state`."""
        told = [await self.next()]
        while told[-1] != state:
            told.append(await self.next())
        return told
