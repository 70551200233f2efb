"""Opens engines over small checkpoints."""

from contextlib import asynccontextmanager

from bot.core.chat import Turn
from bot.engines.llamacpp import LlamaCppEngine

HELLO = [Turn("user", "Hello, how are you today?")]


@asynccontextmanager
async def opened(checkpoint, converted, **how):
    """An engine over the checkpoint, on one thread."""
    engine = await LlamaCppEngine.load(str(checkpoint), converted=converted, threads=1, **how)
    try:
        yield engine
    finally:
        await engine.close()
