"""A server that misbehaves, and engines that ask it."""

from contextlib import AsyncExitStack

import pytest

from bot.core.chat import Options, Turn
from bot.engines.openai import OpenAIEngine, Timeouts

from .misbehaving import misbehaving

HELLO = [Turn("system", "You are helpful."), Turn("user", "Hello!")]
KEY = "sk-very-secret"

# Long for what ought to happen and nothing for what need not be waited for.
TIMEOUTS = Timeouts(connect=20, first_token=20, between_tokens=20, backoff=0)


@pytest.fixture
async def server():
    async with misbehaving() as server:
        yield server


@pytest.fixture
async def meet(server):
    """Opens engines over the server."""
    async with AsyncExitStack() as stack:

        async def meet(model="small", **given):
            engine = await OpenAIEngine.open(
                given.pop("address", server.address), model, **{"api_key": KEY, "timeouts": TIMEOUTS} | given
            )
            stack.push_async_callback(engine.close)
            return engine

        yield meet


async def collect(engine, options=Options(), prompt=HELLO):  # noqa: B008
    return [piece async for piece in engine.stream(prompt, options)]


async def say(engine, options=Options(), prompt=HELLO):  # noqa: B008
    return "".join([piece.text for piece in await collect(engine, options, prompt)])
