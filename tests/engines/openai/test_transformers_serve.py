"""What a real `transformers serve` shows beside what it shares with all engines (see test_contract)."""

import asyncio
from contextlib import aclosing

import pytest

from bot.core.chat import Options
from bot.core.errors import EngineError, StartError
from bot.core.notices import setting_refused
from bot.engines.openai import OpenAIEngine

from ..conftest import DEMO, make_checkpoint
from .conftest import HELLO, TIMEOUTS, collect, say


@pytest.fixture
async def engine(served):
    engine = await OpenAIEngine.open(served, str(DEMO), context_length=4096, timeouts=TIMEOUTS)
    yield engine
    await engine.close()


async def test_it_has_to_be_told_the_context(served):
    with pytest.raises(StartError, match="`openai_context_tokens`"):
        await OpenAIEngine.open(served, str(DEMO))


async def test_a_model_it_does_not_have_is_named(served):
    with pytest.raises(StartError, match='"nobody/nothing" cannot be used'):
        await OpenAIEngine.open(served, "nobody/nothing", context_length=4096)


@pytest.mark.parametrize("setting", ["top_k", "repetition_penalty"])
async def test_a_setting_it_does_not_know_is_named(engine, setting):
    with pytest.raises(EngineError, match=f"`{setting}`") as raised:
        await collect(engine, Options(**{setting: 2}))
    assert raised.value.notice == setting_refused(setting)


@pytest.fixture(scope="module")
def endless(tmp_path_factory):
    """A model that never ends an answer by itself."""
    folder = make_checkpoint(tmp_path_factory.mktemp("endless"))
    (folder / "generation_config.json").write_text("{}")
    return str(folder)


async def test_it_stops_when_an_answer_is_closed(served, endless):
    engine = await OpenAIEngine.open(served, endless, context_length=10**6, timeouts=TIMEOUTS)
    async with aclosing(engine.stream(HELLO, Options(max_new_tokens=10**5))) as pieces:
        await anext(pieces)
    # It writes one answer after the other, and the first would have taken minutes.
    assert await asyncio.wait_for(say(engine, Options(max_new_tokens=10)), 120)
    await engine.close()
