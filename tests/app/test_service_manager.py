"""What systemd is told, over the socket that it would listen on."""

import asyncio
import os
import socket

import pytest

from bot.app.service_manager import ServiceManager
from tests.app.notified import notified

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this system has no such sockets")


async def test_a_state_is_sent_to_the_socket_of_the_environment(tmp_path):
    async with notified(str(tmp_path / "notify")) as heard:
        ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "notify")}).tell("READY=1")
        assert await heard.next() == "READY=1"


@pytest.mark.skipif(not os.path.exists("/proc/self/exe"), reason="only Linux has names that are no files")
async def test_the_socket_may_be_a_name_of_the_kernel_s_own():
    name = f"bot-test-{os.getpid()}"
    async with notified(f"\0{name}") as heard:
        ServiceManager({"NOTIFY_SOCKET": f"@{name}"}).tell("READY=1")
        assert await heard.next() == "READY=1"


async def test_it_hears_twice_in_its_patience_that_the_event_loop_turns(tmp_path):
    async with notified(str(tmp_path / "notify")) as heard:
        environ = {
            "NOTIFY_SOCKET": str(tmp_path / "notify"),
            "WATCHDOG_USEC": "100000",
            "WATCHDOG_PID": str(os.getpid()),
        }
        watched = asyncio.create_task(ServiceManager(environ).watched())
        begun = asyncio.get_running_loop().time()
        assert [await heard.next() for _ in range(3)] == ["WATCHDOG=1"] * 3
        assert asyncio.get_running_loop().time() - begun >= 0.09
        watched.cancel()


@pytest.mark.parametrize("environ", [{}, {"WATCHDOG_USEC": "100000", "WATCHDOG_PID": "1"}])
async def test_who_does_not_watch_this_process_is_not_written_to(tmp_path, environ):
    async with notified(str(tmp_path / "notify")) as heard:
        manager = ServiceManager({"NOTIFY_SOCKET": str(tmp_path / "notify")} | environ)
        await manager.watched()
        manager.tell("STOPPING=1")
        assert await heard.next() == "STOPPING=1"


@pytest.mark.parametrize("environ", [{}, {"NOTIFY_SOCKET": "/nowhere/notify"}, {"NOTIFY_SOCKET": "x" * 200}])
def test_where_nobody_listens_nothing_happens(environ):
    ServiceManager(environ).tell("READY=1")
