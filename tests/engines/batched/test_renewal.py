"""A batch that hangs, or whose device failed, can be had again by another process alone; one that is slow goes on."""

import asyncio
from contextlib import aclosing

import pytest
import torch

from bot.core.errors import EngineError, EngineLost
from bot.engines.batched import BatchedEngine
from bot.engines.checkpoint.loading import load

from ..steps import Pause, Steps
from .engines import LONG, PROMPTS, collect, say


@pytest.fixture
async def impatient(tiny):
    checkpoint = load(str(tiny))
    checkpoint.model.generation_config.eos_token_id = None
    engine = await BatchedEngine.of(checkpoint, at_once=2, kv_cache_bytes=2**20, patience=0.2)
    yield engine, checkpoint.model
    await engine.close()


async def test_a_batch_that_hangs_is_lost_and_closing_it_waits_for_nothing(impatient):
    engine, model = impatient
    pause = Pause()
    Steps(model, at=[3], do=pause)
    async with aclosing(engine.stream(PROMPTS[0], LONG)) as pieces:
        reading = asyncio.create_task(anext(pieces))
        await asyncio.to_thread(pause.reached.wait)
        reading.cancel()
        await asyncio.wait([reading])
    with pytest.raises(EngineLost, match="wrote nothing"):
        await engine.renew()
    await engine.close()
    pause.over.set()
    await asyncio.to_thread(engine._writer.loop.stop)


async def test_a_batch_that_only_was_slow_goes_on(impatient):
    engine, _ = impatient
    engine._patience = 60.0
    alone = await say(engine)
    await engine.renew()
    assert await say(engine) == alone


async def test_a_device_that_failed_for_good_is_an_engine_that_is_lost(impatient):
    engine, model = impatient

    def fail():
        raise torch.AcceleratorError("CUDA error: device-side assert triggered")

    Steps(model, at=[5], do=fail)
    for _ in range(2):
        with pytest.raises(EngineLost, match="device-side assert"):
            await collect(engine)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_thread_that_ends_without_a_word_ends_its_answer_with_an_error_and_is_begun_anew(impatient):
    engine, model = impatient
    alone = await say(engine)

    def leave():
        raise SystemExit

    Steps(model, at=[3], do=leave)
    with pytest.raises(EngineError, match="its thread ended"):
        await collect(engine)
    assert await say(engine) == alone
