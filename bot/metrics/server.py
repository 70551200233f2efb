"""Tells the metrics, and whether all is well, to whoever asks on this machine."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.core.errors import StartError
from bot.metrics.metrics import Metrics, Now

HOST = "127.0.0.1"


@asynccontextmanager
async def serving(metrics: Metrics, look: Callable[[], Now], *, port: int) -> AsyncIterator[int]:
    """
    Inside the block, serve `/metrics` and `/healthz` on 127.0.0.1 at `port`, which is yielded; 0 takes any free one.

    `/healthz` answers 200 where the bot is online, while the model loads, too, as what is asked then is answered later;
    else 503. Raises `StartError` where the port is in use.
    """

    metrics.watch(look)

    async def tell(_: web.Request) -> web.Response:
        return web.Response(
            body=metrics.exposition(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"}
        )

    async def health(_: web.Request) -> web.Response:
        now = look()
        said = {"online": now.online, "model": "ready" if now.model else "loading"}
        return web.json_response(said, status=200 if now.online else 503)

    app = web.Application()
    app.add_routes([web.get("/metrics", tell), web.get("/healthz", health)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, port)
        try:
            await site.start()
        except OSError as error:
            raise StartError(
                f"Port {port} of {HOST} cannot be opened: {error.strerror or error}. Choose another monitoring_port."
            ) from error
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
