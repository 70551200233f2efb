"""Answers that reuse what was computed before are the answers without it, and cost what is new."""

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from transformers import AutoModelForCausalLM

from bot.core.chat import Turn
from bot.core.errors import EngineExhausted
from bot.engines.checkpoint.loading import load
from bot.engines.generate import GenerateEngine
from bot.engines.generate.prefix_cache import PrefixCache

from ..conftest import make_checkpoint
from ..listening import said
from ..reuse import SCRIPTS, assert_reuse_changes_no_text
from ..steps import Steps

PLENTY = 2**30


@pytest.fixture(scope="module")
def checkpoint(tiny):
    # In 32 bits, so that sums over other shapes do not make another token the likeliest.
    checkpoint = load(str(tiny), dtype="float32")
    checkpoint.model.generation_config.eos_token_id = None
    return checkpoint


@given(SCRIPTS, st.sampled_from([PLENTY, 100_000, 0]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_text_is_token_for_token_the_one_without_reuse(checkpoint, script, budget):
    reusing = await GenerateEngine.of(checkpoint, kv_cache_bytes=budget)
    plain = await GenerateEngine.of(checkpoint, kv_cache_bytes=0)
    try:
        await assert_reuse_changes_no_text(reusing, plain, script)
    finally:
        await reusing.close()
        await plain.close()


async def test_only_what_is_new_is_read(tiny):
    checkpoint = load(str(tiny))
    steps = Steps(checkpoint.model)
    engine = await GenerateEngine.of(checkpoint, kv_cache_bytes=PLENTY)
    first = [Turn("user", "Hello, how are you today?")]
    answer = await said(engine, first)
    steps.tokens.clear()
    second = [*first, Turn("assistant", answer), Turn("user", "and you?")]
    await said(engine, second)
    new = await engine.count(second) - await engine.count(first)
    assert steps.tokens[0] <= new
    assert set(steps.tokens[1:]) == {1}
    await engine.close()


async def test_another_conversation_and_a_forgotten_one_are_read_whole(tiny):
    checkpoint = load(str(tiny))
    steps = Steps(checkpoint.model)
    engine = await GenerateEngine.of(checkpoint, kv_cache_bytes=PLENTY)
    prompt = [Turn("user", "Hello, how are you today?")]
    whole = await engine.count(prompt)
    for channel in (1, 2):
        steps.tokens.clear()
        await said(engine, prompt, channel=channel)
        assert steps.tokens[0] == whole
    await engine.forget(1)
    steps.tokens.clear()
    await said(engine, prompt, channel=1)
    assert steps.tokens[0] == whole
    steps.tokens.clear()
    await said(engine, prompt, channel=2)
    assert steps.tokens[0] == 1
    await engine.close()


def cache_of(model, prefixes, channel, length):
    cache = prefixes.take(channel, list(range(3, length + 3)))
    with torch.no_grad():
        model(torch.arange(3, length + 3)[None], past_key_values=cache)
    return cache


def test_the_longest_silent_are_dropped_first_and_the_bound_holds(tiny):
    model = AutoModelForCausalLM.from_pretrained(tiny)
    config = model.config
    head_dim = config.hidden_size // config.num_attention_heads
    of_a_token = 2 * config.num_hidden_layers * config.num_key_value_heads * head_dim * model.dtype.itemsize
    # Memory is taken for 64 tokens at a time.
    prefixes = PrefixCache(model, max_bytes=150 * of_a_token)
    for channel in (1, 2, 3):
        prefixes.keep(channel, list(range(3, 13)), cache_of(model, prefixes, channel, 10))
        assert prefixes.size <= 150 * of_a_token
    assert prefixes.size == 128 * of_a_token
    known = [prefixes.take(channel, list(range(3, 13))).get_seq_length() for channel in (1, 2, 3)]
    assert known == [0, 9, 9]
    assert prefixes.size == 0  # What is taken out is not kept.


def test_a_conversation_larger_than_the_bound_is_not_kept(tiny):
    model = AutoModelForCausalLM.from_pretrained(tiny)
    prefixes = PrefixCache(model, max_bytes=100)
    prefixes.keep(1, list(range(3, 13)), cache_of(model, prefixes, 1, 10))
    assert prefixes.size == 0


async def test_a_model_that_attends_to_a_window_only_answers_without_reuse(tmp_path):
    windowed = {"use_sliding_window": True, "sliding_window": 8, "max_window_layers": 0}
    checkpoint = load(str(make_checkpoint(tmp_path / "windowed", **windowed)))
    engine = await GenerateEngine.of(checkpoint, kv_cache_bytes=PLENTY)
    prompt = [Turn("user", "Hello, how are you today?")]
    assert await said(engine, prompt) == await said(engine, prompt)
    assert checkpoint.model.generation_config.cache_implementation is None
    await engine.close()


async def test_memory_that_runs_out_is_got_back_from_what_is_kept_and_the_answer_tried_again(tiny):
    checkpoint = load(str(tiny))
    engine = await GenerateEngine.of(checkpoint, kv_cache_bytes=PLENTY)
    prompt = [Turn("user", "Hello, how are you today?")]
    expected = await said(engine, prompt, channel=1)
    failures = [1]

    def run_out(*_):
        if failures and failures.pop():
            raise torch.OutOfMemoryError("no memory left")

    checkpoint.model.register_forward_pre_hook(run_out)
    steps = Steps(checkpoint.model)
    assert await said(engine, prompt, channel=1) == expected
    assert steps.tokens[0] == await engine.count(prompt)  # Nothing of the first answer was left to reuse.
    failures += [1, 1]
    with pytest.raises(EngineExhausted):
        await said(engine, prompt, channel=1)
    assert await said(engine, prompt, channel=1) == expected
    await engine.close()
