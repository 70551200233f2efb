"""Which numbers are the fastest."""

import torch

from bot.demo.precision import fastest


def test_numbers_of_half_the_size_are_found_to_be_faster() -> None:
    assert fastest([torch.float64, torch.float32]) is torch.float32
    assert fastest([torch.float32, torch.float64]) is torch.float32
