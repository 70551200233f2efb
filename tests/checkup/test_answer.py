"""A few words of a model, or why there are none."""

from bot.checkup.answer import served, short_answer
from bot.core.chat import Piece, Usage
from bot.core.errors import EngineError
from bot.settings import Settings
from tests.conftest import ScriptedEngine
from tests.engines.openai.misbehaving import misbehaving


async def test_the_system_prompt_of_the_settings_is_asked_with_and_ten_tokens_are_enough():
    engine = ScriptedEngine("Hello", Piece("", "length", usage=Usage(written=10)))
    found = await short_answer(engine, Settings(system_prompt="Be kind."), loading=1.5)
    assert found.is_well
    assert (found.figures["tokens"], found.figures["loading"]) == (10, 1.5)
    assert engine.prompts[0][0].text == "Be kind."
    assert engine.options[0].max_new_tokens == 10


async def test_an_engine_that_fails_is_a_finding():
    found = await short_answer(ScriptedEngine(EngineError("out of memory")), Settings(), loading=0.0)
    assert not found.is_well
    assert "out of memory" in found.said


async def test_a_server_is_met_and_asked_only_where_an_answer_is_wanted():
    async with misbehaving() as server:
        settings = Settings(engine="openai", model="small", openai_base_url=server.address, openai_context_tokens=4096)
        assert [each.check for each in await served(settings, answers=False)] == ["model"]
        model, answer = await served(settings, answers=True)
        assert "4,096 tokens" in model.said
        assert answer.is_well
