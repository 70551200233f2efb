"""A model whose weights were laid out: the same answers, in memory that is accounted for, by what was measured."""

import copy
import dataclasses
import gc
import weakref

import pytest
import torch
from torch import nn
from transformers import AutoModelForCausalLM

from bot.engines.cpu import optimize
from bot.engines.cpu.choice import candidates
from bot.engines.cpu.decoder_layer import PackedDecoderLayer
from bot.engines.cpu.fbgemm import FBGEMM
from bot.engines.cpu.linear import PackedLinear
from bot.engines.cpu.plain import plain

from .layouts import HERE, fastest

PLENTY = 2**40


@pytest.fixture
def model(tiny):
    return AutoModelForCausalLM.from_pretrained(tiny, dtype=torch.bfloat16).eval()


def wide(model, **how):
    """Lay out the model in float32, which every processor has, whatever is the fastest."""
    layout = plain(torch.float32)
    return optimize(model, layouts=lambda dtype: [layout], timed=fastest(layout), **how)


def test_a_model_writes_what_it_wrote_before(model):
    ids = torch.randint(0, 300, (1, 20), generator=torch.manual_seed(1))
    question = {"input_ids": ids, "attention_mask": torch.ones_like(ids), "do_sample": False, "max_new_tokens": 32}
    exact = copy.deepcopy(model).float()
    expected = model.generate(**question)[0]
    assert optimize(model, free=PLENTY)
    written = model.generate(**question)[0]
    same = int((written[: len(expected)] == expected[: len(written)]).cumprod(0).sum())
    if same < len(expected):
        # Where two tokens are equally likely within the rounding of the dtype, either may come.
        likely = exact(input_ids=expected[None, :same]).logits[0, -1]
        assert (likely.max() - likely[written[same]]).abs() <= 0.02 * likely.abs().max()


def test_in_float32_a_model_writes_the_very_tokens_it_wrote_before(model):
    model.float()
    ids = torch.randint(0, 300, (1, 20), generator=torch.manual_seed(1))
    question = {"input_ids": ids, "attention_mask": torch.ones_like(ids), "do_sample": False, "max_new_tokens": 32}
    expected = model.generate(**question)
    assert optimize(model, free=PLENTY)
    assert all(isinstance(layer, PackedDecoderLayer) for layer in model.model.layers)
    assert torch.equal(model.generate(**question), expected)


def missing(weights, bias):
    raise AttributeError("no such operator here")


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
def test_a_processor_that_no_library_is_for_answers_with_plain_weights(model, dtype):
    model.to(dtype)
    ids = torch.arange(20)[None]
    question = {"input_ids": ids, "attention_mask": torch.ones_like(ids), "do_sample": False, "max_new_tokens": 8}
    expected = model.generate(**question)
    libraries = [dataclasses.replace(layout, pack=missing) for layout in candidates(torch.bfloat16)]
    assert optimize(model, free=PLENTY, layouts=lambda dtype: libraries)
    assert all(isinstance(layer, PackedDecoderLayer) for layer in model.model.layers)
    written = model.generate(**question)
    assert torch.equal(written, expected) if dtype == torch.float32 else written.shape[1] > ids.shape[1]


@pytest.mark.parametrize("layout", HERE, ids=lambda layout: layout.name)
def test_what_is_fastest_is_chosen_and_the_log_says_so(model, layout, caplog):
    caplog.set_level("INFO")
    assert optimize(model, free=PLENTY, layouts=lambda dtype: [layout], timed=fastest(layout))
    assert f"layers in {layout.name} (" in caplog.text


def test_the_originals_go(model):
    originals = [weakref.ref(layer.weight) for layer in model.modules() if isinstance(layer, nn.Linear)]
    assert wide(model, free=PLENTY)
    gc.collect()
    assert not any(original() is not None for original in originals)
    assert model.lm_head.weight.device.type == "meta"


def test_the_output_layer_stays_tied_to_the_embeddings(model):
    tied = copy.deepcopy(model)
    tied.lm_head.weight = tied.get_input_embeddings().weight
    assert wide(tied, free=PLENTY)
    assert tied.lm_head.weight is tied.get_input_embeddings().weight
    assert isinstance(tied.lm_head, PackedLinear)
    assert tied.lm_head.weight.device.type == "cpu"


def test_twice_the_memory_is_taken_only_where_it_is_half_of_what_is_free(model, caplog):
    caplog.set_level("INFO")
    needed = 4 * sum(layer.weight.numel() for layer in model.modules() if isinstance(layer, nn.Linear))
    wide(copy.deepcopy(model), free=needed)
    assert "layers in plain bfloat16" in caplog.text
    wide(model, free=3 * needed)
    assert "layers in plain float32" in caplog.text


def test_weights_that_would_not_fit_stay_as_they_are(model):
    linear = [layer for layer in model.modules() if isinstance(layer, nn.Linear)]
    assert not optimize(model, free=0)
    assert [layer for layer in model.modules() if isinstance(layer, nn.Linear)] == linear


@pytest.mark.skipif(FBGEMM not in HERE, reason="this processor has no layout in float16")
def test_weights_beyond_float16_are_never_packed_as_float16(model, caplog):
    caplog.set_level("INFO")
    model.model.layers[1].mlp.up_proj.weight.data[3, 5] = 1e5
    optimize(model, free=PLENTY, layouts=lambda dtype: [FBGEMM], timed=fastest(FBGEMM))
    assert "layers in plain bfloat16" in caplog.text


def test_weights_elsewhere_than_on_a_cpu_stay_as_they_are(model):
    assert not optimize(model.to("meta"), free=PLENTY)


def test_a_processor_without_fbgemm_has_its_weights_laid_out_without_it(model, caplog):
    caplog.set_level("INFO")
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = "qnnpack"
    try:
        assert optimize(model, free=PLENTY)
    finally:
        torch.backends.quantized.engine = before
    assert "FBGEMM" not in caplog.text
