"""Sandboxes, raw clients, and unmodified discord.py clients that are pointed at them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.sandbox import Limits, Sandbox, User
from tests.hurrying import pytest_asyncio_loop_factories  # noqa: F401 - a hook of pytest-asyncio

from .clients import Api, Wire

StartSandbox = Callable[..., Awaitable[Sandbox]]
LogIn = Callable[..., Awaitable[discord.Client]]
MakeApi = Callable[..., Api]
Connect = Callable[..., Awaitable[Wire]]
Answering = Callable[[discord.Interaction, str], Awaitable[None]]
BotThat = Callable[[Sandbox, Answering], Awaitable[app_commands.CommandTree]]


@pytest.fixture
async def start_sandbox() -> AsyncIterator[StartSandbox]:
    """Start a sandbox with limits of one's own."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(limits: Limits | None = None, **options: Any) -> Sandbox:
            return await stack.enter_async_context(Sandbox(limits=limits, **options))

        yield start


@pytest.fixture
async def sandbox(start_sandbox: StartSandbox) -> Sandbox:
    """A sandbox with Discord's own limits."""
    return await start_sandbox()


@pytest.fixture
async def session(start_sandbox: StartSandbox) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def api(session: aiohttp.ClientSession) -> MakeApi:
    """REST in somebody's name: `api(sandbox, sandbox.bot)`."""

    def make(sandbox: Sandbox, who: User | None) -> Api:
        return Api(session, sandbox, who)

    return make


@pytest.fixture
async def connect(session: aiohttp.ClientSession) -> Connect:
    """A raw gateway connection."""

    async def open_wire(sandbox: Sandbox, *, query: str = "v=10&encoding=json", inflate: bool = False) -> Wire:
        socket = await session.ws_connect(f"{sandbox.gateway_url}?{query}")
        return Wire(socket, inflate=inflate)

    return open_wire


@pytest.fixture
def discord_addresses() -> Iterator[Callable[[Sandbox], None]]:
    """Where discord.py looks for Discord. Whatever a test sets is set back."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY

    def point_at(sandbox: Sandbox) -> None:
        Route.BASE = sandbox.api_url
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(sandbox.gateway_url)

    yield point_at
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@pytest.fixture
async def log_in(start_sandbox: StartSandbox, discord_addresses: Callable[[Sandbox], None]) -> AsyncIterator[LogIn]:
    """Log an unmodified discord.py client in and return it when it is ready; raise what its login raises."""
    async with contextlib.AsyncExitStack() as stack:

        async def start(sandbox: Sandbox, client: discord.Client | None = None, **options: Any) -> discord.Client:
            discord_addresses(sandbox)
            client = client or make_client(**options)
            await stack.enter_async_context(client)
            running = asyncio.create_task(client.start(sandbox.bot_token))
            ready = asyncio.create_task(client.wait_until_ready())
            async with asyncio.timeout(60):
                await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                ready.cancel()
                await running
            stack.push_async_callback(_end, client, running)
            return client

        yield start


@pytest.fixture
def bot_that(log_in: LogIn) -> BotThat:
    """Log in a bot whose `/ask prompt:` does what a function says."""

    async def start(sandbox: Sandbox, answering: Answering) -> app_commands.CommandTree:
        client = make_client()
        tree = app_commands.CommandTree(client)

        @tree.command(description="Ask something")
        async def ask(interaction: discord.Interaction, prompt: str) -> None:
            await answering(interaction, prompt)

        await log_in(sandbox, client)
        await tree.sync()
        return tree

    return start


async def _end(client: discord.Client, running: asyncio.Task[None]) -> None:
    await client.close()
    await running


def make_client(intents: discord.Intents | None = None, **options: Any) -> discord.Client:
    """A client as a bot would build it; it need not wait two seconds for further guilds."""
    if intents is None:
        intents = discord.Intents.default()
        intents.message_content = True
    options.setdefault("guild_ready_timeout", 0.02)
    return discord.Client(intents=intents, **options)


async def heard(client: discord.Client, event: str, check: Callable[..., bool] | None = None) -> Any:
    """The next event of that name that the client dispatches."""
    return await client.wait_for(event, check=check, timeout=60)
