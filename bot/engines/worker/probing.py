"""Finds out whether an engine that fell silent in one answer still writes others."""

import asyncio
from contextlib import aclosing

from bot.core.chat import Options, Turn
from bot.core.errors import EngineError, EngineLost
from bot.core.ports import Engine

# Seconds in which one token is written by an engine that does no more than read a long prompt for somebody else.
PATIENCE = 60.0


async def probe(engine: Engine, *, within: float) -> None:
    """Have the engine write one token. Raises `EngineLost` where that takes longer than so many seconds, or fails."""
    asked, shortest = [Turn("user", "Hello")], Options(max_new_tokens=1, temperature=0.0)
    try:
        async with asyncio.timeout(within), aclosing(engine.stream(asked, shortest)) as pieces:
            async for _ in pieces:
                pass
    except TimeoutError as error:
        raise EngineLost(f"the engine {engine.name} wrote nothing for {within:g} s") from error
    except EngineError as error:
        raise EngineLost(f"the engine {engine.name} writes no more: {error}") from error
