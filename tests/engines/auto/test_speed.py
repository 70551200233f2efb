import asyncio

import pytest

from bot.core.chat import Piece
from bot.engines.auto.speed import ANSWERS, FEWEST, decode_speed
from tests.conftest import ScriptedEngine


class Paced(ScriptedEngine):
    """Says so many words, with a pause between them."""

    def __init__(self, words, pause):
        super().__init__()
        self.words, self.pause = words, pause

    async def stream(self, prompt, options, /, *, channel=0):
        self.prompts.append(prompt)
        for number in range(min(self.words, options.max_new_tokens)):
            if number:
                await asyncio.sleep(self.pause)
            yield Piece("word ")
        yield Piece("", "stop")


async def test_the_speed_is_that_of_the_tokens_after_the_first():
    speed = await decode_speed(Paced(100, 0.01), longest=60)
    assert 20 < speed <= 100  # A busy machine pauses longer, never shorter.


async def test_an_answer_that_the_machine_was_too_busy_for_does_not_count():
    class Interrupted(Paced):
        async def stream(self, prompt, options, /, *, channel=0):
            self.pause = 0.2 if len(self.prompts) == 1 else 0.001
            async for piece in super().stream(prompt, options):
                yield piece

    engine = Interrupted(100, 0.0)
    assert await decode_speed(engine, longest=60) > 5
    assert len(engine.prompts) == ANSWERS


@pytest.mark.parametrize("words", [0, 1, FEWEST - 1])
async def test_a_model_with_nothing_to_say_tells_nothing(words):
    assert await decode_speed(Paced(words, 0.0), longest=60) is None


async def test_too_few_tokens_within_the_time_tell_nothing():
    assert await decode_speed(Paced(100, 3600.0), longest=0.01) is None
    assert FEWEST > 1


class LateAndSudden(ScriptedEngine):
    """Lets others run before its first word, and says all of them then."""

    async def stream(self, prompt, options, /, *, channel=0):
        for _ in range(3):
            await asyncio.sleep(0)
        for _ in range(options.max_new_tokens):
            yield Piece("word ")
        yield Piece("", "stop")


async def test_what_comes_before_the_first_token_takes_nothing_of_the_time():
    assert await decode_speed(LateAndSudden(), longest=0)
