"""The product of rows with packed weights: as exact as the library's, whatever their number."""

import pytest
import torch
from torch import nn

from bot.engines.cpu import onednn
from bot.engines.cpu.fbgemm import has_kernels
from bot.engines.cpu.onednn import OneDnnWeights
from bot.engines.cpu.product import FEW, FEW_BESIDE_ONEDNN, Product

pytestmark = pytest.mark.skipif(not has_kernels(), reason="FBGEMM is for x86 processors with AVX2")


def layers(dtype: torch.dtype, *, bias: bool) -> list[nn.Linear]:
    torch.manual_seed(0)
    return [nn.Linear(96, outputs, bias=bias).to(dtype).requires_grad_(False) for outputs in (40, 8, 24)]


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16])
@pytest.mark.parametrize("rows", [1, FEW_BESIDE_ONEDNN, FEW_BESIDE_ONEDNN + 1, FEW, FEW + 1, 70])
def test_the_product_is_that_of_all_layers_side_by_side(dtype, bias, rows):
    parts = layers(dtype, bias=bias)
    x = torch.randn(1, rows, 96).to(dtype)
    exact = torch.cat([part.double()(x.double()) for part in layers(dtype, bias=bias)], -1)
    made = Product(parts)(x.float())
    assert made.shape == (1, rows, 72)
    assert ((made.double() - exact).abs() <= torch.finfo(dtype).eps * exact.abs() + 1e-5).all()


def test_few_rows_give_float32_and_many_the_dtype_of_the_weights():
    product = Product(layers(torch.bfloat16, bias=False))
    assert product(torch.ones(1, 1, 96)).dtype == torch.float32
    assert product(torch.ones(1, FEW + 1, 96)).dtype == torch.bfloat16


@pytest.mark.skipif(not onednn.has_kernels(torch.bfloat16), reason="this processor has no products of bfloat16")
def test_onednn_gives_what_the_library_gives():
    layer, x = layers(torch.bfloat16, bias=True)[0], torch.randn(3, 5, 96)
    made = OneDnnWeights(layer.weight, layer.bias)(x)
    expected = layer(x.bfloat16())
    assert made.dtype == torch.bfloat16
    assert torch.allclose(made.float(), expected.float(), rtol=torch.finfo(torch.bfloat16).eps, atol=1e-5)
