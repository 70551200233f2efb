"""The tables say what was reached, what not, and what nobody measured."""

import json
from typing import Any

import pytest

from benchmarks import plot, table
from benchmarks.figures import Result
from benchmarks.table import NOT_MEASURED, ROWS


def report(*results: Result, gpu: str | None = None, history: int = 2000) -> dict[str, Any]:
    return {
        "geometry": "tiny",
        "prompt_tokens": 64,
        "answer_tokens": 32,
        "history_tokens": history,
        "at_once": 8,
        "repetitions": 3,
        "machine": {
            "gpu": gpu,
            "processor": "a processor",
            "threads": 2,
            "python": "3.12.1",
            "packages": {"torch": "2.11"},
        },
        "results": [result.as_json() for result in results],
    }


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
    assert cell(table.markdown(report(Result("default_over_plain", [0.25]))), "as the bot loads it") == (
        "0.25 (0.25 to 0.25)"
    )


def test_a_row_says_how_long_the_history_was_that_was_measured():
    text = table.markdown(report(Result("reuse_over_recomputed", [0.05]), history=300))
    assert cell(text, "turn 2 after a 300-token history: reuse") == "**0.050 (0.050 to 0.050)**"


@pytest.mark.parametrize(("gpu", "on_gpu"), [(None, NOT_MEASURED), ("a GPU", "**0.70 (0.70 to 0.70)**")])
def test_rows_of_a_gpu_are_filled_only_by_a_run_on_one(gpu, on_gpu):
    text = table.markdown(report(Result("bandwidth_share", [0.7]), gpu=gpu))
    assert cell(text, "on a GPU: decode") == on_gpu


def test_a_run_on_a_gpu_adds_its_own_rows_to_those_of_a_processor():
    on_cpu = report(Result("bandwidth_share", [0.4]), Result("engine_over_plain", [1.0]))
    on_gpu = report(Result("bandwidth_share", [0.7]), Result("engine_over_plain", [0.5]), gpu="a GPU")
    text = table.markdown(on_cpu, on_gpu)
    assert cell(text, "limit in decode, on the CPU") == "0.40 (0.40 to 0.40)"
    assert cell(text, "on a GPU: decode") == "**0.70 (0.70 to 0.70)**"
    assert cell(text, "engine stream / plain") == "**1.00 (1.00 to 1.00)**"


GROWTH = (
    Result("growth_conversations_1", [10.0], {"conversations": 1}),
    Result("growth_conversations_8", [30.0, 40.0, 50.0], {"conversations": 8}),
    Result("crowd_over_plain", [4.0], {"tokens_per_s": {"in_turn": [10.0]}}),
    Result(
        "growth_history_500",
        [9.0],
        {"history_tokens": 500, "seconds_reused": [0.2], "seconds_recomputed": [4.0]},
    ),
)
GROWN = [
    "| conversations at once | tokens/s, all together |",
    "|---|---|",
    "| 1 | 10.0 |",
    "| 8 | 40.0 |",
    "",
    "| tokens of history | first token, all read anew | … kept from the turn before | tokens/s then |",
    "|---|---|---|---|",
    "| 500 | 4.00 s | 0.20 s | 9.0 |",
]


def test_growth_is_told_in_tables_of_its_own():
    assert table.growth(report(*GROWTH)).splitlines() == GROWN


@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_growth_can_be_drawn(tmp_path, suffix):
    pytest.importorskip("matplotlib")
    target = tmp_path / "docs" / f"growth.{suffix}"
    plot.draw([report(*GROWTH)], target)
    assert {"svg": b"<svg", "png": b"PNG"}[suffix] in target.read_bytes()


def test_several_files_make_one_table(tmp_path, capsys):
    files = [tmp_path / name for name in ("cpu.json", "later.json", "gpu.json")]
    runs = [
        report(Result("loop_lag_ms", [3.0]), *GROWTH),
        report(Result("loop_lag_ms", [5.0])),
        report(Result("crowd_over_one", [20.0]), Result("growth_conversations_1", [99.0]), gpu="a GPU"),
    ]
    for file, run in zip(files, runs, strict=True):
        file.write_text(json.dumps(run))
    table.main([str(file) for file in files])
    said = capsys.readouterr().out
    assert cell(said, "event loop lag") == "**5.00 ms (5.00 to 5.00)**"
    assert cell(said, "32 conversations at once") == "**20.0 (20.0 to 20.0)**"
    assert "\n".join(GROWN) in said
    assert said.count("a processor, 2 thread(s); tiny") == 1
    assert "a GPU; tiny" in said
