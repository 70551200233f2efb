"""What was measured stays on file until it is measured again, or under other conditions."""

from pathlib import Path
from typing import Any

import pytest

from benchmarks import report

CONDITIONS = {
    "geometry": "tiny",
    "prompt_tokens": 64,
    "answer_tokens": 32,
    "history_tokens": 2000,
    "at_once": 8,
    "repetitions": 3,
    "machine": {"kind": "avx2"},
}


def written(file: Path, **groups: Any) -> Path:
    report.write({**CONDITIONS, "groups": groups}, file)
    return file


def test_a_run_goes_on_with_what_was_measured_before(tmp_path):
    file = written(tmp_path / "results" / "avx2.json", speed={"results": [{"key": "one"}]})
    found = report.begin(file, CONDITIONS)
    found["groups"]["crowd"] = {"results": [{"key": "two"}]}
    assert [result["key"] for result in report.results(found)] == ["one", "two"]
    assert report.find("two", found) == {"key": "two"}
    assert report.find("three", found) is None


@pytest.mark.parametrize("other", [{"answer_tokens": 64}, {"machine": {"kind": "amx"}}, {"repetitions": 1}])
def test_what_came_about_otherwise_is_not_mixed_with_it(tmp_path, other):
    file = written(tmp_path / "avx2.json", speed={"results": [{"key": "one"}]})
    assert report.begin(file, CONDITIONS | other) == {**CONDITIONS, **other, "groups": {}}


def test_writing_leaves_nothing_else_behind(tmp_path):
    file = written(tmp_path / "avx2.json")
    assert list(tmp_path.iterdir()) == [file]
    assert report.read(file) == {**CONDITIONS, "groups": {}}
