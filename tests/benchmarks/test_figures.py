"""Medians, ratios and turns."""

import pytest

from benchmarks.figures import Result, alternate, percentile, ratios


def test_a_result_is_its_median_and_keeps_its_spread():
    result = Result("speed", [3.0, 1.0, 2.5])
    assert result.value == 2.5
    described = result.as_json()
    assert (described["low"], described["median"], described["high"]) == (1.0, 2.5, 3.0)
    assert described["samples"] == [3.0, 1.0, 2.5]


def test_ratios_are_of_the_same_repetition():
    assert ratios([1.0, 4.0], [2.0, 8.0]) == [0.5, 0.5]
    with pytest.raises(ValueError, match="zip"):
        ratios([1.0], [1.0, 2.0])


@pytest.mark.parametrize(("share", "expected"), [(0.99, 99), (0.5, 50), (1.0, 100), (0.001, 1)])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(share, expected):
    assert percentile(range(100, 0, -1), share) == expected


async def test_contenders_take_turns_at_being_first_and_warm_up_uncounted():
    calls: list[tuple[str, int]] = []

    def contender(name: str):
        async def once(repetition: int) -> float:
            calls.append((name, repetition))
            return float(repetition)

        return once

    found = await alternate({name: contender(name) for name in "ab"}, repetitions=2)
    assert found == {"a": [0.0, 1.0], "b": [0.0, 1.0]}
    assert calls == [("a", -1), ("b", -1), ("b", 0), ("a", 0), ("a", 1), ("b", 1)]
