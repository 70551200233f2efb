"""When those who wait begin: never sooner for more work before them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.estimate import Standing, standings

WORK = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 9).map(float)), max_size=8)


def test_with_one_slot_each_waits_for_all_before():
    found = standings({"a": 2.0}, [("b", 3.0), ("c", 4.0)], slots=1)
    assert list(found) == [Standing(1, 2.0), Standing(2, 5.0)]


def test_with_several_slots_it_is_the_first_that_is_free():
    found = standings({"a": 2.0, "b": 7.0}, [("c", 1.0), ("d", 1.0), ("e", 9.0)], slots=2)
    assert list(found) == [Standing(1, 2.0), Standing(2, 3.0), Standing(3, 4.0)]


def test_whoever_is_answered_already_waits_for_that_answer_even_beside_a_free_slot():
    assert list(standings({"a": 5.0}, [("a", 5.0), ("a", 5.0)], slots=3)) == [Standing(1, 5.0), Standing(2, 10.0)]


@given(st.dictionaries(st.integers(1, 6), st.integers(0, 9).map(float), max_size=3), WORK, WORK, st.data())
def test_law_more_work_before_somebody_never_lets_him_begin_sooner(running, before, after, data):
    slots = max(1, len(running)) + data.draw(st.integers(0, 2))
    plain = list(standings(running, before + after, slots=slots))[len(before) :]
    at = data.draw(st.integers(0, len(before)))
    more = [*before[:at], (data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))), *before[at:]]
    for earlier, later in zip(plain, list(standings(running, more + after, slots=slots))[len(more) :], strict=True):
        assert later.ahead >= earlier.ahead
        assert later.seconds >= earlier.seconds


@pytest.mark.parametrize(
    ("shown", "now", "is_news"),
    [
        (None, Standing(1), True),
        (Standing(2), Standing(1), True),
        (Standing(1), Standing(1), False),
        (Standing(1), Standing(1, 5.0), True),
        (Standing(1, 40.0), Standing(1, 33.0), False),
        (Standing(1, 40.0), Standing(1, 32.0), True),
        (Standing(1, 40.0), Standing(1, 48.0), True),
    ],
)
def test_another_number_or_a_fifth_of_the_time_is_news(shown, now, is_news):
    assert now.is_news_after(shown) is is_news
