"""What goes wrong is heard by those it concerns, and the next answer works."""

import asyncio

import pytest

from bot.core.chat import Options, Turn
from bot.core.errors import EngineError

from ..steps import Steps
from .engines import LONG, PROMPTS, all_at_once, collect, say


async def test_an_error_in_one_request_touches_no_other(tiny_engine):
    engine, _ = tiny_engine
    alone = await say(engine)
    running = asyncio.create_task(say(engine))
    wrong = [
        collect(engine, []),
        collect(engine, [Turn("user", "word " * 600)]),
        collect(engine, PROMPTS[2], Options(temperature=-1.0)),
    ]
    for error in await asyncio.gather(*wrong, return_exceptions=True):
        assert isinstance(error, EngineError)
    assert await running == alone


async def test_where_the_loop_dies_all_hear_of_it_after_what_they_got_and_the_next_answer_works(tiny_engine):
    engine, model = tiny_engine
    alone = await all_at_once(engine)

    def fail():
        raise RuntimeError("a kernel failed")

    Steps(model, at=[20], do=fail)
    said = {0: "", 1: ""}

    async def listen(number):
        async for piece in engine.stream(PROMPTS[number], LONG):
            said[number] += piece.text

    for error in await asyncio.gather(listen(0), listen(1), return_exceptions=True):
        assert isinstance(error, EngineError)
        assert "a kernel failed" in str(error)
    assert all(len(said[number]) > 5 and alone[number].startswith(said[number]) for number in said)
    assert await all_at_once(engine) == alone


async def test_a_loop_that_dies_again_and_again_is_started_again_and_again(tiny_engine):
    engine, model = tiny_engine
    alone = await say(engine)

    def fail():
        raise RuntimeError("a kernel failed")

    for _ in range(3):
        steps = Steps(model, at=[1], do=fail)
        with pytest.raises(EngineError):
            await say(engine)
        steps.hook.remove()
    assert await say(engine) == alone
