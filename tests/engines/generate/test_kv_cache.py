"""The cache that grows in place holds what the library's holds."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import DynamicCache, Qwen2Config

from bot.engines.generate.kv_cache import PreallocatedCache

CONFIG = Qwen2Config(num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2, hidden_size=32)


def states(tokens, *, batch=1):
    return torch.randn(2, batch, 2, tokens, 8)


@given(st.lists(st.tuples(st.sampled_from(["add", "crop", "repeat", "select"]), st.integers(1, 150)), max_size=12))
def test_whatever_is_done_it_holds_what_the_librarys_holds(script):
    growing, plain = PreallocatedCache(CONFIG), DynamicCache(config=CONFIG)
    batch = 1
    for what, number in script:
        known = plain.get_seq_length()
        if what == "add":
            keys, values = states(number, batch=batch)
            made = [cache.update(keys, values, layer) for cache in (growing, plain) for layer in (0, 1)]
            assert all(torch.equal(made[n][part], made[n + 2][part]) for n in (0, 1) for part in (0, 1))
        elif known > 1 and what == "crop":
            [cache.crop(-(1 + number % (known - 1))) for cache in (growing, plain)]
        elif known and what == "repeat":
            [cache.batch_repeat_interleave(2) for cache in (growing, plain)]
            batch *= 2
        elif known and what == "select":
            [cache.batch_select_indices(torch.tensor([0])) for cache in (growing, plain)]
            batch = 1
        assert growing.get_seq_length() == plain.get_seq_length()
        for ours, theirs in zip(growing.layers, plain.layers, strict=True):
            if theirs.is_initialized:
                assert torch.equal(ours.keys, theirs.keys)
                assert torch.equal(ours.values, theirs.values)


@pytest.mark.parametrize("known", [10, 63, 1000])
def test_a_new_token_is_written_behind_the_known_ones(known):
    cache = PreallocatedCache(CONFIG)
    cache.update(*states(known), 0)
    places = set()
    for _ in range(64):
        keys, _ = cache.update(*states(1), 0)
        places.add(keys.data_ptr())
    assert len(places) <= 2
    assert cache.layers[0].size == 2 * 2 * 8 * 4 * (known + 64 + -(known + 64) % 64)
