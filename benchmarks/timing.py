"""When an answer was asked for, when it began and when it ended."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.chat import Options, Turn
from bot.core.ports import Engine


@dataclass(frozen=True, slots=True)
class Timing:
    """One answer of `tokens` tokens. Times are seconds of `time.perf_counter`."""

    asked: float
    first: float
    last: float
    end: float
    tokens: int

    @property
    def speed(self) -> float:
        """Tokens per second of waiting, the prompt included."""
        return self.tokens / (self.end - self.asked)

    @property
    def decoding_speed(self) -> float:
        """Tokens per second between the first and the last."""
        return (self.tokens - 1) / (self.last - self.first)

    @property
    def step(self) -> float:
        """The seconds from one token to the next."""
        return 1 / self.decoding_speed

    @property
    def first_after(self) -> float:
        """The seconds until the first token."""
        return self.first - self.asked


async def answer(engine: Engine, prompt: Sequence[Turn], options: Options, *, channel: int) -> Timing:
    """Have `engine` answer, reading the text as it comes. Raises `RuntimeError` unless it is a piece for each token."""
    asked = time.perf_counter()
    times, finish = [], None
    async for piece in engine.stream(prompt, options, channel=channel):
        if piece.text:
            times.append(time.perf_counter())
        finish = piece.finish
    if finish != "length" or len(times) != options.max_new_tokens:
        raise RuntimeError(f"the answer had {len(times)} pieces for {options.max_new_tokens} tokens: {finish}")
    return Timing(asked, times[0], times[-1], time.perf_counter(), options.max_new_tokens)
