"""How fast memory is read: no way that is there may be left out, and the fastest counts."""

import torch

from benchmarks.bandwidth import Reads

SIZE = 2**20


def test_the_fastest_way_counts_and_is_named():
    reads = Reads(torch.device("cpu"), size=SIZE)
    name, rate = reads.fastest(rounds=2)
    assert rate > 0
    assert name in {"products of float32", "sum of float32", "products of bfloat16", "products of FBGEMM's float16"}


def test_all_of_the_memory_is_read():
    made = {name: read() for name, read in Reads(torch.device("cpu"), size=SIZE).ways.items()}
    # Of ones: as many as there are, and for a product as many as there are inputs.
    assert made["sum of float32"].item() >= SIZE / 4 - 896
    assert {float(read.float().max()) for name, read in made.items() if name.startswith("products")} == {896.0}
