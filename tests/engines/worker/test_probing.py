import asyncio

import pytest

from bot.core.errors import EngineError, EngineLost
from bot.engines.worker.probing import probe
from tests.conftest import ScriptedEngine


async def test_an_engine_that_writes_is_left_as_it_is():
    engine = ScriptedEngine("a")
    await probe(engine, within=60)
    assert engine.options[0].max_new_tokens == 1


@pytest.mark.parametrize("script", [asyncio.Event(), EngineError("broken")], ids=["silent", "broken"])
async def test_one_that_writes_nothing_is_lost(script):
    with pytest.raises(EngineLost):
        await probe(ScriptedEngine(script), within=0.01)
