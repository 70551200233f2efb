"""Opens engines over GGUF files."""

from contextlib import aclosing, asynccontextmanager

import pytest

from bot.core.chat import Options, Turn
from bot.core.errors import StartError
from bot.engines.gguf import GgufEngine

HELLO = [Turn("user", "Hello, how are you today?")]


@asynccontextmanager
async def opened(file, **how):
    """An engine over the file, on one thread."""
    engine = await GgufEngine.load(str(file), **{"threads": 1} | how)
    try:
        yield engine
    finally:
        await engine.close()


async def refusal(name, **how):
    """The sentence with which a model is refused."""
    with pytest.raises(StartError) as caught:
        await GgufEngine.load(str(name), **how)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


async def heard(engine, prompt, *, channel=0, **options):
    """The text of an answer, what it cost, and how it ended."""
    options = Options(**{"temperature": 0, "max_new_tokens": 12} | options)
    async with aclosing(engine.stream(prompt, options, channel=channel)) as stream:
        pieces = [piece async for piece in stream]
    return "".join(piece.text for piece in pieces if piece.kind == "text"), pieces[-1].usage, pieces[-1].finish
