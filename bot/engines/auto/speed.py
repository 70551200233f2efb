"""Measures how fast an engine writes for one conversation alone."""

import asyncio
import time
from contextlib import aclosing, suppress

from bot.core.chat import Options, Turn
from bot.core.ports import Engine

# Seconds that measuring one engine may take from its first token on. What comes before cannot be cut short, and says
# nothing: on a GPU it is mostly what is only done once, as loading kernels.
LONGEST = 1.2
# The tokens of each short answer, how many of those are written, and the fewest tokens that tell anything.
SHORT, ANSWERS, FEWEST = 10, 4, 4

_PROMPT = [Turn("user", "Tell me a long story about a lighthouse, a storm and a cat.")]


async def decode_speed(engine: Engine, *, longest: float = LONGEST) -> float | None:
    """
    The tokens a second that `engine` writes, as its fastest of `ANSWERS` short answers tells: whatever else the machine
    does can only slow it down.

    `None` where fewer than `FEWEST` tokens came within `longest` seconds of the first. Raises `EngineError`.
    """
    options = Options(temperature=0, max_new_tokens=SHORT)
    answers: list[list[float]] = []
    with suppress(TimeoutError):
        async with asyncio.timeout(None) as limit:
            for _ in range(ANSWERS):
                answers.append([])
                async with aclosing(engine.stream(_PROMPT, options)) as pieces:
                    async for piece in pieces:
                        if limit.when() is None:
                            limit.reschedule(asyncio.get_running_loop().time() + longest)
                        if piece.text:
                            answers[-1].append(time.perf_counter())
    speeds = [(len(times) - 1) / (times[-1] - times[0]) for times in answers if len(times) >= FEWEST]
    return max(speeds, default=None)
