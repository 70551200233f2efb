"""Which layouts are chosen, of figures as different processors give them."""

import pytest
import torch

from bot.engines.cpu.choice import candidates, choose
from bot.engines.cpu.fbgemm import FBGEMM
from bot.engines.cpu.onednn import onednn
from bot.engines.cpu.plain import original, plain

ROWS = (1, 8, 64, 512)
OWN, NATIVE, WIDE, WIDE_NATIVE = (
    plain(torch.bfloat16),
    onednn(torch.bfloat16),
    plain(torch.float32),
    onednn(torch.float32),
)


def seconds(speeds):
    """What products take that are so many GF/s fast."""
    return {layout: [rows / speed for rows, speed in zip(ROWS, row, strict=True)] for layout, row in speeds.items()}


# Measured on two cores each.
AVX2 = seconds({OWN: (17, 10, 18, 16), WIDE: (10, 17, 73, 115), FBGEMM: (42, 80, 123, 141)})
AMX = seconds(
    {
        OWN: (51, 255, 1240, 2749),
        FBGEMM: (52, 285, 352, 343),
        NATIVE: (46, 372, 1992, 3146),
        WIDE: (29, 79, 287, 359),
        WIDE_NATIVE: (27, 170, 367, 365),
    }
)


def chosen(figures, *, most=4):
    choice = choose(figures, rows=ROWS, most=most)
    return choice and (choice.few, choice.many, choice.limit)


def test_with_avx2_alone_one_copy_in_float16_serves_any_number_of_rows():
    assert chosen(AVX2) == (FBGEMM, FBGEMM, 0)


def test_a_processor_that_multiplies_bfloat16_needs_one_copy_where_it_reads_as_fast():
    assert chosen(AMX) == (NATIVE, NATIVE, 0)


def test_a_second_copy_is_made_where_it_pays():
    figures = AMX | seconds({OWN: (20, 150, 900, 1800), NATIVE: (20, 190, 1992, 3146)})
    assert chosen(figures) == (FBGEMM, NATIVE, 8)


def test_a_second_copy_is_not_made_without_room():
    figures = AMX | seconds({OWN: (20, 150, 900, 1800), NATIVE: (20, 190, 1992, 3146)})
    assert chosen(figures, most=2) == (NATIVE, NATIVE, 0)


def test_without_fbgemm_and_bfloat16_numbers_are_widened_where_there_is_room():
    figures = {layout: AVX2[layout] for layout in (OWN, WIDE)}
    assert chosen(figures)[1] == WIDE
    assert chosen(figures, most=2) == (OWN, OWN, 0)


def test_nothing_is_chosen_without_room():
    assert chosen(AVX2, most=0) is None


def test_what_is_in_memory_anyway_is_used_unless_another_is_faster():
    free = original(torch.bfloat16, itemsize=0)
    assert chosen({free: AMX[NATIVE], NATIVE: AMX[NATIVE]}) == (free, free, 0)
    assert chosen({free: AVX2[OWN], FBGEMM: AVX2[FBGEMM]})[1] == FBGEMM


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_no_layout_has_fewer_bits_than_the_weights(dtype):
    assert all(layout.itemsize >= dtype.itemsize for layout in candidates(dtype))
    assert FBGEMM in candidates(torch.bfloat16)
    assert FBGEMM not in candidates(torch.float32)
