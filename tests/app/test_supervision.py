"""The bot as whatever watches over it sees it: a service manager, and a page that says whether it is well."""

import asyncio
import signal
import socket
import sys
from asyncio.subprocess import PIPE

import aiohttp
import pytest

from bot.app.monitoring import HOST
from bot.sandbox import Sandbox
from tests.app.notified import notified
from tests.test_main import QUIET, on

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")


async def test_who_watches_over_the_bot_hears_that_it_is_online_alive_and_leaving(tmp_path):
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    page = f"http://{HOST}:{port}/healthz"
    told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "200000", "BOT_MONITORING_PORT": str(port)}
    async with (
        Sandbox() as sandbox,
        notified(told["NOTIFY_SOCKET"]) as heard,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session,
    ):
        env = QUIET | on(sandbox, HOME=str(tmp_path), **told)
        process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", cwd=tmp_path, env=env, stderr=PIPE)
        try:
            assert set(await heard.until("READY=1")) <= {"WATCHDOG=1", "READY=1"}
            await heard.until("WATCHDOG=1")
            async with session.get(page) as response:
                assert response.status == 200
                assert (await response.json())["online"]
            process.send_signal(signal.SIGTERM)
            await heard.until("STOPPING=1")
            said = (await process.communicate())[1].decode()
        finally:
            if process.returncode is None:
                process.kill()
    assert process.returncode == 0, said
