"""Each layout gives the product of rows with the weights, as exact as its numbers are, whatever the rows' number."""

import pytest
import torch
from torch import nn

from bot.engines.cpu.choice import Choice
from bot.engines.cpu.packing import pack
from bot.engines.cpu.plain import original, plain

from .layouts import HERE, alone


def layers(dtype: torch.dtype, *, bias: bool) -> list[nn.Linear]:
    torch.manual_seed(0)
    return [nn.Linear(96, outputs, bias=bias).to(dtype).requires_grad_(False) for outputs in (40, 8, 24)]


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("rows", [1, 2, 9, 70])
@pytest.mark.parametrize("layout", HERE, ids=lambda layout: layout.name)
def test_the_product_is_that_of_all_layers_side_by_side(layout, dtype, bias, rows):
    parts = layers(dtype, bias=bias)
    x = torch.randn(1, rows, 96).to(dtype)
    exact = torch.cat([part.double()(x.double()) for part in layers(dtype, bias=bias)], -1)
    made = pack(parts, alone(layout))(x.float())
    assert made.shape == (1, rows, 72)
    # In fewer bits, weights, rows and result are rounded, each once.
    coarsest = max(torch.finfo(each).eps for each in (dtype, made.dtype, torch.float16))
    rounded = "float16" in layout.name
    allowed = 3 * coarsest * (x.double().abs().sum() if rounded else exact.abs() + 1e-3)
    assert ((made.double() - exact).abs() <= allowed).all()


@pytest.mark.parametrize("layout", HERE, ids=lambda layout: layout.name)
def test_float32_is_as_exact_as_float32(layout):
    if "float32" not in layout.name:
        pytest.skip("has fewer bits")
    [part, *_] = layers(torch.float32, bias=True)
    x = torch.randn(5, 96)
    made = pack([part], alone(layout))(x)
    assert torch.allclose(made, nn.functional.linear(x, part.weight, part.bias), rtol=1e-5, atol=1e-6)


def test_rows_are_few_up_to_the_limit_and_many_beyond():
    product = pack(layers(torch.bfloat16, bias=False), Choice(plain(torch.float32), plain(torch.bfloat16), 3))
    kinds = [product(torch.ones(1, rows, 96)).dtype for rows in (1, 3, 4, 64)]
    assert kinds == [torch.float32, torch.float32, torch.bfloat16, torch.bfloat16]


def test_a_packed_product_needs_nothing_of_the_layers():
    for layout in HERE:
        [part, *_] = layers(torch.bfloat16, bias=True)
        product = pack([part], alone(layout))
        before = product(torch.ones(1, 96))
        part.weight.zero_()
        part.bias.zero_()
        assert torch.equal(product(torch.ones(1, 96)), before), layout.name


def test_the_original_is_the_layer_itself():
    part = layers(torch.bfloat16, bias=True)[0]
    assert pack([part], alone(original(torch.bfloat16, itemsize=0)), as_it_is=part) is part
