"""A thread that hangs in the model is left behind: another one answers, with the same model."""

import asyncio
from contextlib import aclosing

import pytest
import torch

from bot.core import notices
from bot.core.errors import EngineLost
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine

from ..steps import Pause, Steps
from .test_engine import LONG, PROMPT, collect, say


@pytest.fixture
async def tiny_engine(tiny):
    checkpoint = load(str(tiny))
    checkpoint.model.generation_config.eos_token_id = None
    engine = await GenerateEngine.of(checkpoint, patience=0.05)
    yield engine, checkpoint.model
    await engine.close()


async def hang(engine, model, pause):
    """An answer that was given up while the model hangs in its third step."""
    steps = Steps(model, at=[3], do=pause)
    async with aclosing(engine.stream(PROMPT, LONG, channel=1)) as pieces:
        while not pause.reached.is_set():
            reading = asyncio.create_task(anext(pieces))
            await asyncio.wait(
                [reading, asyncio.create_task(asyncio.to_thread(pause.reached.wait))], return_when="FIRST_COMPLETED"
            )
            reading.cancel()
            await asyncio.wait([reading])
    return steps


async def test_a_thread_that_hangs_is_left_behind_and_another_one_answers(tiny_engine):
    engine, model = tiny_engine
    alone = await say(engine)
    pause = Pause()
    steps = await hang(engine, model, pause)
    await engine.renew()
    steps.hook.remove()
    assert await say(engine) == alone
    await engine.forget(1)
    pause.over.set()
    assert await say(engine) == alone


async def test_an_engine_that_only_was_slow_goes_on_with_what_it_has(tiny_engine):
    engine, _ = tiny_engine
    alone, writer = await say(engine), engine._writer
    await engine.renew()
    assert engine._writer is writer
    assert await say(engine) == alone


async def test_where_one_thread_after_the_other_hangs_the_engine_is_lost(tiny_engine):
    engine, model = tiny_engine
    pauses = [Pause() for _ in range(3)]
    for pause in pauses[:2]:
        (await hang(engine, model, pause)).hook.remove()
        await engine.renew()
    await hang(engine, model, pauses[2])
    with pytest.raises(EngineLost, match="3 threads hang"):
        await engine.renew()
    for pause in pauses:
        pause.over.set()


async def test_a_device_that_failed_for_good_is_an_engine_that_is_lost(tiny_engine):
    engine, model = tiny_engine

    def fail():
        raise torch.AcceleratorError("CUDA error: device-side assert triggered")

    Steps(model, at=[5], do=fail)
    with pytest.raises(EngineLost, match="device-side assert") as caught:
        await collect(engine)
    assert caught.value.notice == notices.RESTARTING
