"""Measures how fast an engine writes for one conversation alone."""

import asyncio
import time
from contextlib import aclosing, suppress
from statistics import median

from bot.core.chat import Options, Turn
from bot.core.ports import Engine

# Seconds that measuring one engine may take from its first token on. What comes before cannot be cut short, and says
# nothing: on a GPU it is mostly what is only done once, as loading kernels.
LONGEST = 1.2
# Tokens that are enough to tell, and the fewest that tell anything.
ENOUGH, FEWEST = 32, 4

_PROMPT = [Turn("user", "Tell me a long story about a lighthouse, a storm and a cat.")]


async def decode_speed(engine: Engine, *, longest: float = LONGEST) -> float | None:
    """
    The tokens a second that `engine` writes, as the median of the pauses between them tells.

    `None` where fewer than `FEWEST` came within `longest` seconds of the first. Raises `EngineError`.
    """
    options = Options(temperature=0, max_new_tokens=ENOUGH)
    pauses: list[float] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(None) as limit:
            # A model may have little to say, so it is asked again until it has said enough.
            while len(pauses) < ENOUGH:
                before, said = None, len(pauses)
                async with aclosing(engine.stream(_PROMPT, options)) as pieces:
                    async for piece in pieces:
                        now = time.perf_counter()
                        if limit.when() is None:
                            limit.reschedule(asyncio.get_running_loop().time() + longest)
                        if piece.text and before is not None:
                            pauses.append(now - before)
                        before = now if piece.text else before
                if len(pauses) == said:
                    break
    return 1 / median(pauses) if len(pauses) >= FEWEST else None
