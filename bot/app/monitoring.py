"""Serves `/healthz` on a port of 127.0.0.1: whether the bot is well, for whatever watches over it."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from bot.core.errors import StartError
from bot.core.ports import Engine

HOST = "127.0.0.1"


class Monitoring:
    """
    A page that says in JSON whether Discord hears the bot, and whether its model is loaded.

    Its status is 200 where the bot is online, while the model loads, too, as what is asked then is answered later; else
    it is 503.
    """

    def __init__(self, *, is_online: Callable[[], bool], engine: asyncio.Future[Engine]) -> None:
        self._is_online = is_online
        self._engine = engine
        pages = web.Application()
        pages.router.add_get("/healthz", self._health)
        self._runner = web.AppRunner(pages, access_log=None)

    async def open(self, port: int) -> int:
        """Serve it, and return the port, a free one for 0. Raises `StartError` where it is in use."""
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, port)
        try:
            await site.start()
        except OSError as error:
            raise StartError(
                f"Port {port} of {HOST} cannot be opened: {error.strerror or error}. Choose another monitoring_port."
            ) from error
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        """Serve it no more."""
        await self._runner.cleanup()

    async def _health(self, _: web.Request) -> web.Response:
        is_online = self._is_online()
        said = {"online": is_online, "model": "ready" if self._engine.done() else "loading"}
        return web.json_response(said, status=200 if is_online else 503)
