"""Has the model write a few words."""

import time
from contextlib import aclosing

from bot import app
from bot.app import demo_settings
from bot.check import answer as judged
from bot.check import model
from bot.check.finding import Finding
from bot.core.chat import Options, Turn, Usage
from bot.core.errors import BotError
from bot.core.ports import Engine
from bot.settings import Settings

_QUESTION = Turn("user", "Say hello.")
_OPTIONS = Options(max_new_tokens=10)


async def served(settings: Settings, *, answers: bool) -> list[Finding]:
    """Whether the server has the model, and what it answers. Raises `StartError`."""
    engine = await app.load_engine(settings)
    try:
        found = [model.served(settings.model, settings.openai_base_url, engine.context_length)]
        return [*found, await short_answer(engine, settings, loading=0.0)] if answers else found
    finally:
        await engine.close()


async def answer(settings: Settings) -> list[Finding]:
    """What the model answers, once it is loaded. Raises `StartError`."""
    begun = time.monotonic()
    engine = await app.load_engine(settings)
    try:
        return [await short_answer(engine, settings, loading=time.monotonic() - begun)]
    finally:
        await engine.close()


async def short_answer(engine: Engine, settings: Settings, *, loading: float) -> Finding:
    """Ask the engine, which took so many seconds to load, for ten tokens."""
    prompt = [Turn("system", demo_settings.suited(settings, commands="").system_prompt), _QUESTION]
    said, usage, begun, first = "", Usage(), time.monotonic(), None
    try:
        async with aclosing(engine.stream(prompt, _OPTIONS)) as pieces:
            async for piece in pieces:
                first = first or time.monotonic()
                said, usage = said + piece.text, piece.usage or usage
    except BotError as error:
        return judged.failed(engine.name, str(error))
    ended = time.monotonic()
    first = first or ended
    reading, writing = first - begun, ended - first
    tokens = usage.written or 0
    return judged.written(said, engine=engine.name, tokens=tokens, loading=loading, reading=reading, writing=writing)
