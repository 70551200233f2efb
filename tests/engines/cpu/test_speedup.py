"""The layout for few rows: the same answers, and only where it can be had."""

import copy

import pytest
import torch
from torch import nn
from transformers import AutoModelForCausalLM

from bot.engines.cpu import speed_up
from bot.engines.cpu.fbgemm import has_kernels
from bot.engines.cpu.layer import PackedLayer
from bot.engines.cpu.linear import PackedLinear
from bot.engines.cpu.product import FEW

PLENTY = 2**40
needs_kernels = pytest.mark.skipif(not has_kernels(), reason="FBGEMM is for x86 processors with AVX2")


@pytest.fixture
def model(tiny):
    return AutoModelForCausalLM.from_pretrained(tiny, dtype=torch.bfloat16).eval()


def layer(dtype: torch.dtype, *, bias: bool = True) -> nn.Linear:
    torch.manual_seed(0)
    return nn.Linear(96, 40, bias=bias).to(dtype).requires_grad_(False)


@needs_kernels
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("rows", [1, 2, FEW])
def test_few_rows_are_nearer_to_the_exact_product_than_the_librarys(dtype, bias, rows):
    plain = layer(dtype, bias=bias)
    x = torch.randn(1, rows, 96).to(dtype)
    exact = nn.functional.linear(x.double(), plain.weight.double(), None if plain.bias is None else plain.bias.double())
    fast = PackedLinear(plain)(x)
    assert fast.dtype == dtype
    assert fast.shape == (1, rows, 40)
    rounding = torch.finfo(dtype).eps * exact.abs() + 1e-5
    assert ((fast.double() - exact).abs() <= rounding).all()


@needs_kernels
def test_many_rows_are_multiplied_as_ever():
    plain = layer(torch.bfloat16)
    x = torch.randn(1, FEW + 1, 96).to(torch.bfloat16)
    assert torch.equal(PackedLinear(plain)(x), plain(x))


@needs_kernels
def test_a_model_writes_what_it_wrote_before(model):
    ids = torch.randint(0, 300, (1, 20), generator=torch.manual_seed(1))
    question = {"input_ids": ids, "attention_mask": torch.ones_like(ids), "do_sample": False, "max_new_tokens": 32}
    exact = copy.deepcopy(model).float()
    expected = model.generate(**question)[0]
    assert speed_up(model, free=PLENTY)
    written = model.generate(**question)[0]
    same = int((written[: len(expected)] == expected[: len(written)]).cumprod(0).sum())
    if same < len(expected):
        # Where two tokens are equally likely within the rounding of the dtype, either may come.
        likely = exact(input_ids=expected[None, :same]).logits[0, -1]
        assert (likely.max() - likely[written[same]]).abs() <= 0.02 * likely.abs().max()


@needs_kernels
def test_the_output_layer_stays_tied_to_the_embeddings(model):
    tied = copy.deepcopy(model)
    tied.lm_head.weight = tied.get_input_embeddings().weight
    assert speed_up(tied, free=PLENTY)
    assert tied.lm_head.weight is tied.get_input_embeddings().weight
    assert isinstance(tied.lm_head, PackedLinear)


@needs_kernels
def test_weights_that_would_not_fit_a_second_time_stay_as_they_are(model):
    needed = sum(part.weight.nbytes for part in model.modules() if isinstance(part, nn.Linear))
    assert not speed_up(model, free=2 * needed - 1)
    assert not any(isinstance(part, PackedLinear | PackedLayer) for part in model.modules())
    assert speed_up(model, free=2 * needed)


def test_weights_of_32_bits_stay_as_they_are(model):
    assert not speed_up(model.float(), free=PLENTY)


def test_weights_beyond_float16_stay_as_they_are(model):
    model.lm_head.weight.data[3, 5] = 1e5
    assert not speed_up(model, free=PLENTY)


def test_weights_elsewhere_than_on_a_cpu_stay_as_they_are(model):
    assert not speed_up(model.to("meta"), free=PLENTY)


def test_a_processor_without_the_kernels_keeps_the_weights_as_they_are(model):
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = "qnnpack"
    try:
        assert not speed_up(model, free=PLENTY)
    finally:
        torch.backends.quantized.engine = before
