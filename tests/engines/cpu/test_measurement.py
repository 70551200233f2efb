"""How layouts are measured: in turns, on one thread, the shortest time counting, and only those that there are."""

import pytest
import torch

from bot.engines.cpu.fbgemm import FBGEMM
from bot.engines.cpu.layout import Layout
from bot.engines.cpu.measurement import measure, sample, timed
from bot.engines.cpu.onednn import onednn
from bot.engines.cpu.plain import plain

from .layouts import HERE

SAMPLE = torch.ones(8, 4)


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


def test_the_seconds_are_those_of_a_product_for_each_number_of_rows():
    one, other = layout("one", takes=2.0), layout("other", takes=0.5)
    found = measure(SAMPLE, [one, other], rows=(1, 3), timed=lambda product, rows: product.seconds * len(rows))
    assert found == {one: [2.0, 6.0], other: [0.5, 1.5]}


def test_the_shortest_time_counts_and_all_have_their_turn_in_each_round():
    turns = []
    one, other = layout("one", takes=1e-4), layout("other", takes=1.5e-4)

    def noisy(product, rows):
        turns.append(product.seconds)
        return product.seconds + (1e-3 if len(turns) < 5 else 0.0)

    found = measure(SAMPLE, [one, other], rows=(1,), timed=noisy)
    assert found == {one: [1e-4], other: [1.5e-4]}
    assert turns[:6] == [1e-4, 1.5e-4] * 3


def turns_of(**takes):
    """How often each of these had its turn."""
    turns = []

    def counted(product, rows):
        turns.append(product.seconds)
        return product.seconds

    measure(SAMPLE, [layout(name, takes=each) for name, each in takes.items()], rows=(1,), timed=counted)
    return {name: turns.count(each) for name, each in takes.items()}


def test_what_is_hopeless_once_its_library_is_ready_is_measured_no_more():
    turns = turns_of(slow=9e-4, fast=1e-4)
    assert turns["slow"] == 2 < turns["fast"] < 20


def test_no_other_round_begins_when_the_time_is_up():
    assert turns_of(one=4e-3, other=5e-3) == {"one": 3, "other": 3}
    assert turns_of(one=4.0, other=5.0) == {"one": 2, "other": 2}


def test_what_a_library_prepares_for_the_first_product_does_not_count():
    fast, other, turns = layout("fast"), layout("other"), []

    def preparing(product, rows):
        turns.append(product)
        return 0.5 if len(turns) <= 2 else 1e-4 if product is turns[0] else 1e-3

    assert measure(SAMPLE, [fast, other], rows=(1,), timed=preparing) == {fast: [1e-4], other: [1e-3]}


@pytest.mark.parametrize(
    "error", [AttributeError("no operator"), RuntimeError("no AVX2"), NotImplementedError("no CPU")]
)
def test_a_layout_that_is_not_there_is_left_out(error):
    there = layout("there")
    assert list(measure(SAMPLE, [layout("not there", error=error), there], rows=(1,), timed=lambda *_: 1.0)) == [there]


def test_fbgemm_is_left_out_where_pytorch_computes_with_another_library():
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = "qnnpack"
    try:
        found = measure(SAMPLE, [FBGEMM, plain(torch.float32)], rows=(1,))
    finally:
        torch.backends.quantized.engine = before
    assert list(found) == [plain(torch.float32)]


def test_one_thread_measures_and_then_there_are_as_many_as_before():
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    during = []
    try:
        measure(SAMPLE, [layout("one")], rows=(1,), timed=lambda *_: during.append(torch.get_num_threads()) or 1.0)
        assert set(during) == {1}
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_what_is_measured_of_a_product_is_no_more_than_can_be_measured_soon():
    parts = [torch.ones(2**12, 2**9), torch.ones(2**13, 2**9)]
    assert sample(parts[1:]).shape == (2**12, 2**9)
    assert sample([torch.ones(3, 5), torch.ones(2, 5)]).shape == (5, 5)


def test_real_products_take_time():
    found = measure(torch.randn(256, 256), [plain(torch.float32), onednn(torch.float32)], rows=(1, 32), timed=timed)
    assert all(0 < seconds < 60 for row in found.values() for seconds in row)
    assert set(found) <= set(HERE)
