"""What a page for watchers says of the bot."""

import asyncio
import socket
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.app.monitoring import HOST, Monitoring
from bot.core.errors import StartError
from tests.conftest import ScriptedEngine


@asynccontextmanager
async def asked_of(monitoring):
    port = await monitoring.open(0)

    async def ask():
        async with session.get(f"http://{HOST}:{port}/healthz") as response:
            return response.status, await response.json()

    async with aiohttp.ClientSession() as session:
        yield ask
    await monitoring.close()


async def test_who_is_online_is_well_whether_or_not_the_model_is_loaded():
    is_online, engine = False, asyncio.get_running_loop().create_future()
    async with asked_of(Monitoring(is_online=lambda: is_online, engine=engine)) as ask:
        assert await ask() == (503, {"online": False, "model": "loading"})
        is_online = True
        assert await ask() == (200, {"online": True, "model": "loading"})
        engine.set_result(ScriptedEngine("hi"))
        assert await ask() == (200, {"online": True, "model": "ready"})


async def test_a_port_in_use_is_a_sentence():
    monitoring = Monitoring(is_online=bool, engine=asyncio.get_running_loop().create_future())
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=rf"Port {port} .* monitoring_port"):
            await monitoring.open(port)
    await monitoring.close()
