"""The bot as whatever watches over it sees it: a service manager, a page, its metrics, `bot status`, and its log."""

import asyncio
import json
import signal
import socket
import sys
from asyncio.subprocess import PIPE

import aiohttp
import pytest

from bot.metrics.reading import read
from bot.metrics.server import HOST
from bot.sandbox import Sandbox
from tests.app.notified import notified
from tests.test_main import QUIET, assert_a_sentence, bot, bot_beside, on


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")
async def test_who_watches_over_the_bot_hears_that_it_is_online_alive_answering_and_leaving(tmp_path):
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    page = f"http://{HOST}:{port}/healthz"
    told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "200000", "BOT_MONITORING_PORT": str(port)}
    async with (
        Sandbox() as sandbox,
        notified(told["NOTIFY_SOCKET"]) as heard,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as session,
    ):
        env = on(sandbox, HOME=str(tmp_path), **told)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", cwd=tmp_path, env=QUIET | env, stderr=PIPE
        )
        try:
            assert set(await heard.until("READY=1")) <= {"WATCHDOG=1", "READY=1"}
            await heard.until("WATCHDOG=1")
            async with session.get(page) as response:
                assert response.status == 200
                assert (await response.json())["online"]
            # What nobody reads of it is lost.
            leaving = asyncio.create_task(heard.until("STOPPING=1"))
            question = sandbox.ada.say(sandbox.general, f"{sandbox.mention} hi")
            while not (reading := await read(port)).samples["bot_answers_total{outcome=done}"]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            status = await bot_beside("status", cwd=tmp_path, env=env)
            process.send_signal(signal.SIGTERM)
            await leaving
            said = (await process.communicate())[1].decode()
        finally:
            if process.returncode is None:
                process.kill()
    assert process.returncode == 0, said
    assert (status.returncode, status.stderr) == (0, "")
    assert "1 done" in status.stdout
    assert reading.samples["bot_tokens_total{kind=written}"] == 8
    assert reading.samples["bot_edits_total"] >= 1
    assert reading.samples["bot_slots"] > 1
    assert reading.samples["bot_gateway_latency_seconds"] > 0
    lines = [json.loads(line) for line in said.splitlines()]
    [answered] = [line for line in lines if "outcome" in line]
    assert (answered["level"], answered["logger"], answered["outcome"]) == ("info", "bot.core.runner", "done")
    assert (answered["channel"], answered["user"]) == (sandbox.general.id, question.author.id)
    assert answered["written"] == 8


def test_without_a_port_the_status_is_told_nowhere(tmp_path):
    assert_a_sentence(bot("status", cwd=tmp_path), "BOT_MONITORING_PORT")
