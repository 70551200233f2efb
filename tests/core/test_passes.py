"""In which passes a prompt was read, as more of it is read and what is kept of it is cut back."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from bot.core.passes import Pass, added, cut, tokens

widths = st.lists(st.sampled_from([1, 1, 2, 17]), max_size=30)


def of(reads):
    passes = ()
    for read in reads:
        passes = added(passes, read)
    return passes


@given(widths)
def test_passes_of_one_width_in_a_row_are_noted_as_one(reads):
    passes = of(reads)
    assert [each.read for each in passes for _ in range(each.times)] == reads
    assert all(one.read != other.read for one, other in pairwise(passes))
    assert tokens(passes) == sum(reads)


@given(widths, st.integers(0, 100))
def test_one_that_is_cut_was_as_wide_as_before(reads, length):
    kept = cut(of(reads), length)
    assert tokens(kept) == min(length, sum(reads))
    again = [each.read for each in kept for _ in range(each.times)]
    assert again == reads[: len(again)]
    assert all(each.kept == each.read for each in kept[:-1])
    assert cut(kept, length) == kept


def test_what_is_read_after_a_cut_is_a_pass_of_its_own():
    assert added(cut(of([5]), 3), 3) == (Pass(5, 3), Pass(3, 3))
