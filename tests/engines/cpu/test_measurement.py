"""How layouts are measured: in turns, on one thread, the shortest time counting, and only those that there are."""

import pytest
import torch

from bot.engines.cpu.fbgemm import FBGEMM
from bot.engines.cpu.layout import Layout
from bot.engines.cpu.measurement import Sample, measure, sample, timed
from bot.engines.cpu.onednn import onednn
from bot.engines.cpu.plain import plain

from .layouts import HERE

SAMPLE = Sample(torch.ones(8, 4), 10)


def layout(name, *, takes=1.0, error=None):
    """A layout that says how long its product takes."""

    class Product:
        seconds = takes

        def __call__(self, rows):
            return rows

    def pack(weights, bias):
        if error is not None:
            raise error
        return Product()

    return Layout(name, 2, pack)


def test_the_seconds_are_those_of_all_products_for_each_number_of_rows():
    one, other = layout("one", takes=2.0), layout("other", takes=0.5)
    found = measure(
        [SAMPLE, SAMPLE], [one, other], rows=(1, 3), timed=lambda product, rows: product.seconds * len(rows)
    )
    assert found == {one: [40.0, 120.0], other: [10.0, 30.0]}


def test_the_shortest_time_counts_and_all_have_their_turn_in_each_round():
    turns = []
    one, other = layout("one", takes=1.0), layout("other", takes=1.5)

    def noisy(product, rows):
        turns.append(product.seconds)
        return product.seconds + (5.0 if len(turns) < 5 else 0.0)

    found = measure([SAMPLE], [one, other], rows=(1,), timed=noisy)
    assert found == {one: [10.0], other: [15.0]}
    assert turns[:6] == [1.0, 1.5] * 3


def test_what_is_hopeless_is_not_measured_for_long():
    turns = []
    slow, fast = layout("slow", takes=9.0), layout("fast", takes=1.0)

    def counted(product, rows):
        turns.append(product.seconds)
        return product.seconds

    measure([SAMPLE], [slow, fast], rows=(1,), timed=counted)
    assert turns.count(9.0) == 3 < turns.count(1.0) < 20


@pytest.mark.parametrize(
    "error", [AttributeError("no operator"), RuntimeError("no AVX2"), NotImplementedError("no CPU")]
)
def test_a_layout_that_is_not_there_is_left_out(error):
    there = layout("there")
    assert list(measure([SAMPLE], [layout("not there", error=error), there], rows=(1,), timed=lambda *_: 1.0)) == [
        there
    ]


def test_fbgemm_is_left_out_where_pytorch_computes_with_another_library():
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = "qnnpack"
    try:
        found = measure([SAMPLE], [FBGEMM, plain(torch.float32)], rows=(1,))
    finally:
        torch.backends.quantized.engine = before
    assert list(found) == [plain(torch.float32)]


def test_one_thread_measures_and_then_there_are_as_many_as_before():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    during = []
    try:
        measure([SAMPLE], [layout("one")], rows=(1,), timed=lambda *_: during.append(torch.get_num_threads()) or 1.0)
        assert set(during) == {1}
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_what_is_measured_of_a_product_is_no_more_than_can_be_measured_soon():
    parts = [torch.ones(2**12, 2**9), torch.ones(2**13, 2**9)]
    taken = sample(parts, number=3)
    assert taken.weights.shape == (2**12, 2**9)
    assert taken.times == 9
    assert sample([torch.ones(3, 5), torch.ones(2, 5)], number=1).weights.shape == (5, 5)


def test_real_products_take_time():
    found = measure(
        [Sample(torch.randn(256, 256), 1)], [plain(torch.float32), onednn(torch.float32)], rows=(1, 32), timed=timed
    )
    assert all(0 < seconds < 60 for row in found.values() for seconds in row)
    assert set(found) <= set(HERE)
