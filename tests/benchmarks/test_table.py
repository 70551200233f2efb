"""The tables say what was reached, what not, and what nobody measured."""

import json
from pathlib import Path
from typing import Any

import pytest

from benchmarks import plot, table
from benchmarks.figures import Result
from benchmarks.measures import ROWS
from benchmarks.table import NOT_MEASURED

ROOT = Path(__file__).parents[2]


def report(
    *results: Result, gpu: str | None = None, history: int = 2000, kind: str = "avx2", weakened: dict | None = None
) -> dict[str, Any]:
    return {
        "geometry": "tiny",
        "prompt_tokens": 64,
        "answer_tokens": 32,
        "history_tokens": history,
        "at_once": 8,
        "repetitions": 3,
        "machine": {
            "gpu": gpu,
            "kind": kind,
            "processor": "a processor",
            "weakened": weakened or {},
            "threads": 2,
            "python": "3.12.1",
            "packages": {"torch": "2.11"},
        },
        "groups": {"all": {"results": [result.as_json() for result in results]}},
    }


def cell(text: str, measure: str, column: int = 0) -> str:
    (line,) = (line for line in text.splitlines() if measure in line)
    return line.split("|")[3 + column].strip()


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


def test_each_kind_of_processor_has_a_column():
    first, second = report(Result("loop_lag_ms", [3.0]), kind="amx"), report(Result("loop_lag_ms", [5.0]))
    text = table.markdown(first, second)
    assert text.splitlines()[0] == "| measure | to reach | AMX | AVX2 |"
    assert cell(text, "event loop lag") == "**3.00 ms (3.00 to 3.00)**"
    assert cell(text, "event loop lag", 1) == "**5.00 ms (5.00 to 5.00)**"
    assert cell(text, "on a GPU: decode", 1) == NOT_MEASURED


def test_what_is_to_be_reached_on_one_kind_is_reported_of_the_others():
    slow = Result("first_token_500_over_llamacpp", [0.5])
    text = table.markdown(report(slow, kind="amx"), report(slow))
    assert cell(text, "reading 500 tokens anew") == "0.50 (0.50 to 0.50)"
    assert cell(text, "reading 500 tokens anew", 1) == "0.50 (0.50 to 0.50), not reached"
    assert ">= 0.8 with AVX2" in text


def test_a_processor_that_was_kept_from_using_all_it_has_is_told_from_a_weak_one():
    said = table.conditions(report(weakened={"ONEDNN_MAX_CPU_ISA": "AVX2"}))
    assert "a processor, 2 thread(s), taken for one with less by ONEDNN_MAX_CPU_ISA=AVX2; tiny" in said
    assert "taken for" not in table.conditions(report())


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
    plot.draw(report(*GROWTH), target)
    assert {"svg": b"<svg", "png": b"PNG"}[suffix] in target.read_bytes()


def test_the_table_is_written_between_the_marks_of_a_document(tmp_path, capsys):
    file, document = tmp_path / "avx2.json", tmp_path / "README.md"
    file.write_text(json.dumps(report(Result("loop_lag_ms", [5.0]), *GROWTH)))
    document.write_text(f"before\n{table.BEGIN}\nof last year\n{table.END}\nafter\n")
    table.main([str(file), "--into", str(document)])
    said = capsys.readouterr().out
    assert "\n".join(GROWN) in said
    text = document.read_text()
    assert text.startswith(f"before\n{table.BEGIN}\n| measure |")
    assert text.endswith(f"{table.END}\nafter\n")
    assert cell(text, "event loop lag") == "**5.00 ms (5.00 to 5.00)**"
    assert "of last year" not in text


def test_a_document_without_marks_is_left_alone():
    with pytest.raises(ValueError, match="there is no"):
        table.put_into(f"{table.END} {table.BEGIN}", "a table")


def test_readme_shows_what_is_on_file(tmp_path):
    document = tmp_path / "README.md"
    document.write_text((ROOT / "README.md").read_text("utf-8"), "utf-8")
    table.main(["--into", str(document)])
    assert document.read_text("utf-8") == (ROOT / "README.md").read_text("utf-8")
