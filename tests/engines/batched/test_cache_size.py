"""The cache takes the memory it is given, changes no answer where that is little, and keeps what comes again."""

import gc

import pytest
import torch

from bot.core.chat import Options, Turn
from bot.core.errors import EngineExhausted, StartError
from bot.engines.batched import BatchedEngine

from ..conftest import make_checkpoint
from ..steps import Steps
from .engines import PROMPTS, QUESTIONS, all_at_once, collect, endless, opened, say

# What one token takes in the cache of `roomy`: keys and values of 2 layers, of 2 heads of 8 numbers of 4 bytes.
TOKEN = 2 * 2 * 2 * 8 * 4


@pytest.fixture(scope="session")
def roomy(tmp_path_factory):
    """A checkpoint whose context is longer than the caches it is given here."""
    return make_checkpoint(tmp_path_factory.mktemp("roomy"), max_position_embeddings=4096)


async def test_a_cache_too_small_for_all_at_once_changes_no_answer(roomy):
    prompts = [[Turn("user", f"{text} " * 20)] for text in QUESTIONS]
    options = Options(temperature=0, max_new_tokens=120)
    async with opened(endless(roomy)) as (engine, _):
        alone = [await say(engine, prompt, options) for prompt in prompts]
        assert len(set(alone)) == 8
    async with opened(endless(roomy), kv_cache_bytes=640 * TOKEN) as (engine, _):
        assert engine.context_length < sum([await engine.count(prompt) + 120 for prompt in prompts])
        assert await all_at_once(engine, prompts, options) == alone


async def test_what_the_cache_can_never_hold_is_refused_with_both_numbers(roomy):
    async with opened(endless(roomy), kv_cache_bytes=640 * TOKEN) as (engine, _):
        prompt = [Turn("user", "word " * 500)]
        tokens = await engine.count(prompt)
        assert engine.context_length < tokens < 4096
        with pytest.raises(EngineExhausted, match=f"{tokens} tokens.*{engine.context_length}"):
            await say(engine, prompt)
        endlessly = Options(temperature=0, max_new_tokens=4000, stops_loops=False)
        filling = await collect(engine, PROMPTS[0], endlessly)
        assert filling[-1].finish == "length"


async def test_a_cache_for_no_conversation_is_refused_at_the_start(roomy):
    with pytest.raises(StartError, match=r"kv_cache_gib.*generate"):
        await BatchedEngine.of(endless(roomy), kv_cache_bytes=100_000)


async def test_the_cache_takes_no_more_memory_than_it_is_given(roomy):
    checkpoint = endless(roomy)

    def taken():
        gc.collect()
        tensors = [each for each in gc.get_objects() if type(each) is torch.Tensor]
        return sum({each.untyped_storage().data_ptr(): each.untyped_storage().nbytes() for each in tensors}.values())

    before = taken()
    async with opened(checkpoint, kv_cache_bytes=4 * 2**20) as (engine, _):
        await all_at_once(engine)
        assert 2**21 < taken() - before < 4.5 * 2**20


async def test_the_next_turn_of_a_conversation_computes_only_what_is_new(tiny_engine):
    engine, model = tiny_engine
    talk = [Turn("user", "1 2 3 " * 20)]
    answer = await say(engine, talk)
    talk += [Turn("assistant", answer), Turn("user", "And now?")]
    steps = Steps(model)
    await say(engine, talk, Options(temperature=0, max_new_tokens=1))
    assert await engine.count(talk) > 150
    assert sum(steps.tokens) < await engine.count(talk) - await engine.count(talk[:1]) + 32
