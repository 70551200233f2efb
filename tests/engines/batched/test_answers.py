"""Answers made together are those of `generate`, each by its own settings."""

import asyncio
import json

import pytest

from bot.core.chat import Options, Turn
from bot.engines.generate import GenerateEngine

from ..families import make_family
from ..steps import Steps
from .engines import LONG, PROMPTS, QUESTIONS, all_at_once, endless, opened, say


async def generated(folder, options, prompts=PROMPTS):
    """What the engine over `generate` says, one after the other."""
    engine = await GenerateEngine.of(endless(folder))
    try:
        return [await say(engine, prompt, each) for prompt, each in zip(prompts, options, strict=True)]
    finally:
        await engine.close()


async def test_conversations_at_once_get_what_generate_says_one_by_one_in_shared_steps(tiny, tiny_engine):
    engine, model = tiny_engine
    steps = Steps(model)
    together = await all_at_once(engine)
    assert together == await generated(tiny, [LONG] * 8)
    assert len(set(together)) == 8
    assert max(steps.requests) == 8
    assert len(steps.tokens) < 3 * 60


@pytest.mark.parametrize("family", ["mistral", "gemma3"])
async def test_a_model_that_sees_only_the_newest_tokens_in_some_layers_says_what_generate_says(family, tmp_path):
    folder = make_family(tmp_path, family)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"sliding_window": 64}))
    (folder / "generation_config.json").unlink()
    prompts = [[Turn("user", text * 60)] for text in QUESTIONS[:3]]
    expected = await generated(folder, [LONG] * 3, prompts)
    async with opened(endless(folder)) as (engine, _):
        assert await all_at_once(engine, prompts) == expected


async def test_each_has_its_own_settings_and_gets_what_generate_says_by_them(tiny, tiny_engine):
    engine, _ = tiny_engine
    options = [
        Options(temperature=0, repetition_penalty=penalty, max_new_tokens=length)
        for penalty, length in [(1.0, 60), (1.05, 50), (1.3, 60), (2.0, 7), (5.0, 60), (1.05, 1), (1.1, 60), (0.8, 60)]
    ]
    expected = await generated(tiny, options)
    asked = zip(PROMPTS, options, strict=True)
    assert await asyncio.gather(*(say(engine, prompt, each) for prompt, each in asked)) == expected
    assert expected != await generated(tiny, [LONG] * 8)


async def test_greedy_and_sampled_answers_share_a_batch(tiny_engine):
    engine, _ = tiny_engine
    greedy = await all_at_once(engine)
    certain = [LONG, Options(top_k=1, max_new_tokens=60), Options(top_p=1e-9, max_new_tokens=60)]
    wild = Options(temperature=30.0, top_k=0, max_new_tokens=60)
    options = [*certain, wild, *certain, wild]
    asked = zip(PROMPTS, options, strict=True)
    mixed = await asyncio.gather(*(say(engine, prompt, each) for prompt, each in asked))
    same = [one == other for one, other in zip(mixed, greedy, strict=True)]
    assert same == [True, True, True, False] * 2
