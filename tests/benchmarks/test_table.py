"""The table says what was reached, what not, and what nobody measured."""

from typing import Any

import pytest

from benchmarks import plot, table
from benchmarks.figures import Result
from benchmarks.table import NOT_MEASURED, ROWS


def report(*results: Result, gpu: str | None = None) -> dict[str, Any]:
    machine = {"gpu": gpu, "processor": "a processor"}
    return {"geometry": "tiny", "machine": machine, "results": [result.as_json() for result in results]}


def cell(text: str, measure: str) -> str:
    (line,) = (line for line in text.splitlines() if measure in line)
    return line.split("|")[3].strip()


def test_every_row_stands_in_the_table_even_if_nothing_was_measured():
    text = table.markdown(report())
    assert len(text.splitlines()) == 2 + len(ROWS)
    assert text.count(NOT_MEASURED) == len(ROWS)


def test_what_was_reached_is_told_from_what_was_not():
    text = table.markdown(report(Result("engine_over_plain", [0.99, 1.01]), Result("loop_lag_ms", [30.0])))
    assert cell(text, "engine stream / plain") == "**1.00 (0.99 to 1.01)**"
    assert cell(text, "event loop lag") == "30.0 ms (30.0 to 30.0), not reached"


def test_what_has_no_bound_is_reported_as_it_is():
    assert cell(table.markdown(report(Result("bandwidth_share_plain", [0.25]))), "… plain `model.generate` |") == (
        "0.25 (0.25 to 0.25)"
    )


@pytest.mark.parametrize(("gpu", "on_gpu"), [(None, NOT_MEASURED), ("a GPU", "**0.70 (0.70 to 0.70)**")])
def test_rows_of_a_gpu_are_filled_only_by_a_run_on_one(gpu, on_gpu):
    text = table.markdown(report(Result("bandwidth_share", [0.7]), gpu=gpu))
    assert cell(text, "on a GPU: decode") == on_gpu


GROWTH = (
    Result("growth_conversations_1", [10.0], {"conversations": 1}),
    Result("growth_conversations_8", [40.0], {"conversations": 8}),
    Result(
        "growth_history_500",
        [9.0],
        {"history_tokens": 500, "seconds_reused": [0.2], "seconds_recomputed": [4.0]},
    ),
)


def test_growth_is_a_table_of_its_own():
    assert table.growth(report(*GROWTH)).splitlines()[2:] == [
        "| 1 at once | 10.0 | | |",
        "| 8 at once | 40.0 | | |",
        "| 500 tokens of history | 9.0 | 4.00 s | 0.20 s |",
    ]


def test_growth_can_be_drawn(tmp_path):
    pytest.importorskip("matplotlib")
    plot.draw(report(*GROWTH), tmp_path / "docs" / "growth.svg")
    assert "<svg" in (tmp_path / "docs" / "growth.svg").read_text()
