"""Opens engines over small checkpoints, and listens to them."""

from contextlib import aclosing, asynccontextmanager

from bot.core.chat import Options, Turn
from bot.engines.llamacpp import LlamaCppEngine

GREEDY = Options(temperature=0, max_new_tokens=12)
HELLO = [Turn("user", "Hello, how are you today?")]


@asynccontextmanager
async def opened(checkpoint, converted, **how):
    """An engine over the checkpoint, on one thread."""
    engine = await LlamaCppEngine.load(str(checkpoint), converted=converted, threads=1, **how)
    try:
        yield engine
    finally:
        await engine.close()


async def said(engine, prompt, *, channel=0, options=GREEDY, pieces=None):
    """The answer's text, all of it or, as after a stop, of its first `pieces`."""
    texts = []
    async with aclosing(engine.stream(prompt, options, channel=channel)) as stream:
        async for piece in stream:
            texts.append(piece.text)
            if len(texts) == pieces:
                break
    return "".join(texts)
