"""The port of llama.cpp's server engine: on this machine only, for whoever has the key, and gone when the engine is."""

import asyncio
import http.client

import psutil
import pytest

from .engines import opened

PATHS = ["/tokenize", "/completion", "/v1/chat/completions", "/slots/0?action=save"]


def listening():
    """The addresses on which this process listens."""
    return {each.laddr for each in psutil.Process().net_connections("inet") if each.status == psutil.CONN_LISTEN}


def status(address, path, headers):
    connection = http.client.HTTPConnection(address.ip, address.port)
    try:
        connection.request("POST", path, '{"content": "a", "prompt": "a", "filename": "a"}', headers)
        return connection.getresponse().status
    finally:
        connection.close()


async def test_only_who_has_the_key_and_is_on_this_machine_is_answered_and_only_while_the_engine_lives(demo_gguf):
    before = listening()
    async with opened(demo_gguf):
        [address] = listening() - before
        assert address.ip == "127.0.0.1"
        for headers in ({}, {"Authorization": "Bearer "}, {"Authorization": "Bearer no-key"}, {"X-Api-Key": "no-key"}):
            for path in PATHS:
                assert await asyncio.to_thread(status, address, path, headers) == http.HTTPStatus.UNAUTHORIZED
    assert listening() == before
    with pytest.raises(ConnectionRefusedError):
        status(address, PATHS[0], {})


async def test_each_engine_makes_up_a_key_of_its_own(demo_gguf):
    async with opened(demo_gguf) as one, opened(demo_gguf) as other:
        keys = [engine._opened.server._port._key for engine in (one, other)]
    assert keys[0] != keys[1]
    assert min(map(len, keys)) >= 32
