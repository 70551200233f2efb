"""The line that tests cut: whatever stage a connection has come to, a cut tears it."""

import asyncio
import contextlib
import gc
import socket

import pytest

from .relay import Relay

pytestmark = pytest.mark.hurrying


@pytest.mark.parametrize("turns", range(10))
async def test_a_cut_tears_a_connection_at_every_stage_of_its_making(turns: int) -> None:
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as target, socket.socket() as browser:
        browser.setblocking(False)
        async with Relay(target.getsockname()[1]) as relay:
            await loop.sock_connect(browser, ("127.0.0.1", relay.port))
            for _ in range(turns):
                await asyncio.sleep(0)
            await relay.cut()
            with contextlib.suppress(ConnectionError):
                assert await asyncio.wait_for(loop.sock_recv(browser, 1), timeout=60) == b""
    # Whatever was left open would warn here, and warnings are errors.
    gc.collect()
