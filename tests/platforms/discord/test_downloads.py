"""Files are fetched from where Discord keeps them, within bounds, and from nowhere else."""

import asyncio
import socket
from collections.abc import AsyncIterator
from types import SimpleNamespace

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver
from aiohttp.test_utils import TestServer

from bot.core.chat import File
from bot.platforms.discord.downloads import Downloads
from bot.platforms.discord.public_addresses import PublicResolver

ASKED = web.AppKey("asked", asyncio.Event)


async def read(name, data):
    return File(name, data.decode(), length=len(data))


async def answer(request):
    match request.match_info["what"]:
        case "elsewhere":
            raise web.HTTPFound("/file")
        case "refused":
            raise web.HTTPForbidden
        case "torn":
            request.transport.close()
            return web.Response()
        case "silent":
            await request.app[ASKED].wait()
            return web.Response()
        case "endless":
            response = web.StreamResponse()
            await response.prepare(request)
            while True:
                await response.write(b"x" * 1000)
        case what:
            return web.Response(text=f"{what} {request.rel_url.raw_query_string}")


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app[ASKED] = asyncio.Event()
    app.router.add_get("/{what}", answer)
    async with TestServer(app) as server:
        yield server
        app[ASKED].set()


def attachment(server, what="file", *, size=10, title=None, query="", url=None):
    url = f"{server.make_url('/')}{what}{query}" if url is None else url
    return SimpleNamespace(id=7, filename=f"{what}.txt", title=title, size=size, url=url)


def downloads(server, **how):
    return Downloads(read, **{"origins": [str(server.make_url("/"))], "most_bytes": 5000} | how)


async def test_files_come_in_their_order_by_the_very_address_that_was_signed(server):
    files = [attachment(server, "one", query="?ex=6%2f&hm=a+b&"), attachment(server, "two", title="the second")]
    assert await downloads(server).read(files) == [
        File("one.txt", "one ex=6%2f&hm=a+b&", length=19),
        File("the second", "two ", length=4),
    ]


@pytest.mark.parametrize("what", ["elsewhere", "refused", "torn"])
async def test_one_that_cannot_be_had_says_so_beside_the_others(server, what):
    found = await downloads(server).read([attachment(server, what), attachment(server)])
    assert found == [File(f"{what}.txt", unread="unreachable"), File("file.txt", "file ", length=5)]


async def test_a_server_that_is_silent_is_left(server):
    found = await downloads(server, seconds=0.05).read([attachment(server, "silent")])
    assert found == [File("silent.txt", unread="unreachable")]


@pytest.mark.parametrize("size", [10, 5001])
async def test_one_that_is_too_large_is_not_read_whatever_size_it_claims(server, size):
    found = await downloads(server).read([attachment(server, "endless", size=size)])
    assert found == [File("endless.txt", unread="large")]


@pytest.mark.parametrize("origin", ["https://cdn.discordapp.com", "http://127.0.0.1:1", "https://127.0.0.1"])
async def test_no_other_place_is_asked(server, origin):
    found = await downloads(server, origins=[origin]).read([attachment(server)])
    assert found == [File("file.txt", unread="unreachable")]


async def test_more_than_enough_are_named(server):
    found = await downloads(server, most=1).read([attachment(server), attachment(server, "two")])
    assert found == [File("file.txt", "file ", length=5), File("two.txt", unread="many")]


class Poisoned(AbstractResolver):
    """Says of every name that it is this machine."""

    async def resolve(self, host, port=0, family=socket.AF_INET):
        result = {"hostname": host, "host": "127.0.0.1", "port": port, "family": socket.AF_INET, "proto": 0}
        return [result | {"flags": socket.AI_NUMERICHOST}]

    async def close(self):
        pass


@pytest.mark.parametrize(("host", "unread"), [("cdn.discordapp.com", "unreachable"), ("files.example", None)])
async def test_a_name_of_discord_s_that_is_said_to_be_a_machine_nearby_is_not_believed(server, host, unread):
    # A host that the operator names may be one.
    origin = f"http://{host}:{server.port}"
    fetching = Downloads(read, origins=[origin], resolver=Poisoned())
    [file] = await fetching.read([attachment(server, url=f"{origin}/file")])
    assert file.unread == unread


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "0.0.0.0"]
)
async def test_no_address_nearby_is_public(address):
    class Found(Poisoned):
        async def resolve(self, host, port=0, family=socket.AF_INET):
            return [{"host": address}, {"host": "2606:4700::6810:1"}] if host == "both" else [{"host": address}]

    resolver = PublicResolver(Found(), public={"both", "one"})
    assert await resolver.resolve("both") == [{"host": "2606:4700::6810:1"}]
    assert await resolver.resolve("another") == [{"host": address}]
    with pytest.raises(OSError, match="nearby"):
        await resolver.resolve("one")


@pytest.mark.parametrize(
    "url",
    [
        "{origin}@127.0.0.1/file",
        "http://me:secret@{host}/file",
        "{origin}.evil.example/file",
        "http://{host}\\@evil.example/file",
        "//{host}/file",
        "file:///etc/passwd",
        "http://[::1",
        "",
    ],
)
async def test_an_address_that_only_looks_like_one_of_discord_s_is_not_asked(server, url):
    origin = str(server.make_url("")).rstrip("/")
    [file] = await downloads(server).read([attachment(server, url=url.format(origin=origin, host=origin[7:]))])
    assert file.unread == "unreachable"
