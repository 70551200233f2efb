"""Decoder layers over packed weights: what the library's compute, for every architecture that has such layers."""

import gc
import weakref

import pytest
import torch
from transformers import (
    AutoModelForCausalLM,
    DynamicCache,
    Gemma3TextConfig,
    LlamaConfig,
    MistralConfig,
    Qwen2Config,
    Qwen3Config,
)

from bot.engines.cpu import optimize
from bot.engines.cpu.decoder_layer import PackedDecoderLayer

from .layouts import HERE, fastest

PLENTY = 2**40
SHAPE = {
    "vocab_size": 300,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 3,
    "num_attention_heads": 8,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
}
ALIKE = {
    "llama": LlamaConfig(**SHAPE),
    "llama with biases": LlamaConfig(**SHAPE, attention_bias=True, mlp_bias=False),
    "mistral": MistralConfig(**SHAPE, sliding_window=None),
    "qwen2": Qwen2Config(**SHAPE),
    "qwen2 without shared heads": Qwen2Config(**SHAPE | {"num_key_value_heads": 8}),
    "qwen3": Qwen3Config(**SHAPE, head_dim=16),
}
WINDOWED = {
    "mistral": MistralConfig(**SHAPE, sliding_window=8),
    "qwen2": Qwen2Config(**SHAPE, use_sliding_window=True, sliding_window=8, max_window_layers=0),
    "qwen2 in half of its layers": Qwen2Config(**SHAPE, use_sliding_window=True, sliding_window=8, max_window_layers=2),
    "gemma": Gemma3TextConfig(**SHAPE, head_dim=16),
}


def model_of(config, *, dtype=torch.float16, attention="sdpa"):
    torch.manual_seed(0)
    model = AutoModelForCausalLM.from_config(config, dtype=dtype, attn_implementation=attention).eval()
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.15)
    return model


@torch.inference_mode()
def steps_of(model, *, rows=1, steps=6, prompt=20):
    """The scores after a prompt, and after each of some steps of `rows` tokens."""
    ids = torch.randint(0, 300, (1, prompt + rows * steps), generator=torch.manual_seed(1))
    cache = DynamicCache(config=model.config)
    scores = [model(input_ids=ids[:, :prompt], past_key_values=cache).logits]
    for at in range(prompt, ids.shape[1], rows):
        scores.append(model(input_ids=ids[:, at : at + rows], past_key_values=cache).logits)
    return torch.cat(scores, 1).float()


def assert_alike(made, expected, exact):
    """As near to the exact scores as the library's own rounding brings it, or nearer."""
    assert made.shape == expected.shape
    assert (made - exact).norm() <= 1.2 * (expected - exact).norm()


@pytest.mark.parametrize("attention", ["sdpa", "eager"])
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("name", ALIKE)
def test_few_rows_give_what_the_librarys_layers_give(name, rows, attention):
    plain = model_of(ALIKE[name], attention=attention)
    expected, exact = steps_of(plain, rows=rows), steps_of(model_of(ALIKE[name]).float(), rows=rows)
    assert optimize(plain, free=PLENTY)
    assert all(isinstance(layer, PackedDecoderLayer) for layer in plain.model.layers)
    assert_alike(steps_of(plain, rows=rows), expected, exact)


@pytest.mark.parametrize("layout", HERE, ids=lambda layout: layout.name)
@pytest.mark.parametrize("name", ALIKE)
def test_bfloat16_gives_what_the_librarys_layers_give(name, layout):
    plain = model_of(ALIKE[name], dtype=torch.bfloat16)
    expected, exact = steps_of(plain), steps_of(model_of(ALIKE[name], dtype=torch.bfloat16).float())
    assert optimize(plain, free=PLENTY, layouts=lambda dtype: [layout], timed=fastest(layout))
    assert_alike(steps_of(plain), expected, exact)


@pytest.mark.parametrize("name", ALIKE)
def test_float32_gives_what_the_librarys_layers_give(name):
    model = model_of(ALIKE[name], dtype=torch.float32)
    expected = steps_of(model)
    assert optimize(model, free=PLENTY)
    assert all(isinstance(layer, PackedDecoderLayer) for layer in model.model.layers)
    assert torch.allclose(steps_of(model), expected, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("attention", ["sdpa", "eager"])
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
@pytest.mark.parametrize("name", ALIKE)
def test_many_rows_give_what_the_librarys_layers_give(name, dtype, attention):
    plain = model_of(ALIKE[name], dtype=dtype, attention=attention)
    exact = steps_of(model_of(ALIKE[name], dtype=dtype).float(), rows=9)
    expected = steps_of(plain, rows=9)
    assert optimize(plain, free=PLENTY)
    assert_alike(steps_of(plain, rows=9), expected, exact)


@pytest.mark.parametrize("rows", [1, 9])
def test_what_comes_after_the_layers_gets_the_numbers_of_the_weights(rows):
    model = model_of(ALIKE["qwen2"])
    assert optimize(model, free=PLENTY)
    assert model.model(torch.arange(rows)[None]).last_hidden_state.dtype == torch.float16


@pytest.mark.parametrize("name", ALIKE)
def test_what_is_packed_is_not_kept_as_it_was(name):
    model = model_of(ALIKE[name], dtype=torch.bfloat16)
    products = [weakref.ref(part) for part in model.model.layers.modules() if isinstance(part, torch.nn.Linear)]
    assert optimize(model, free=PLENTY)
    gc.collect()
    assert not any(product() for product in products)


@pytest.mark.parametrize("name", WINDOWED)
def test_layers_of_other_kinds_stay_and_only_their_products_are_replaced(name):
    model = model_of(WINDOWED[name])
    kinds = [type(layer) for layer in model.model.layers]
    expected, exact = steps_of(model), steps_of(model_of(WINDOWED[name]).float())
    assert optimize(model, free=PLENTY)
    assert [type(layer) for layer in model.model.layers] == kinds
    assert_alike(steps_of(model), expected, exact)


class Scaled(torch.nn.Linear):
    """A product of another kind, as those of quantized weights or adapters are."""

    def forward(self, input):
        return 2 * super().forward(input)


def test_layers_stay_as_they_are_where_one_has_a_product_of_another_kind():
    model = model_of(ALIKE["qwen2"])
    model.model.layers[1].mlp.up_proj.__class__ = Scaled
    expected = steps_of(model)
    assert optimize(model, free=PLENTY)
    assert not any(isinstance(layer, PackedDecoderLayer) for layer in model.model.layers)
    made = steps_of(model)
    assert (made - expected).norm() <= 0.02 * expected.norm()
