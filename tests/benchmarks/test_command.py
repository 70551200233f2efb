"""The command, on a model so small that it takes seconds."""

import json
from pathlib import Path
from typing import Any

from benchmarks.__main__ import main

SMALL = ["--geometry", "tiny", "--answer", "8", "--prompt", "48", "--repetitions", "1"]


def run(tmp_path: Path, *wanted: str) -> dict[str, Any]:
    output = tmp_path / "results.json"
    kept = ["--checkpoint", str(tmp_path / "model"), "--output", str(output)]
    assert main([*SMALL, *wanted, *kept]) == 0
    report = json.loads(output.read_text())
    assert report["failures"] == {}
    return {result["key"]: result for result in report["results"]}


def test_the_command_measures_what_it_is_asked_for_and_writes_it_down(tmp_path, capsys):
    found = run(tmp_path, "--rows", "smooth", "history", "--histories", "64", "--history", "128")
    assert set(found) == {
        "loop_lag_ms",
        "stop_steps",
        "growth_history_64",
        "growth_history_128",
        "reuse_over_recomputed",
    }
    assert all(result["low"] > 0 for key, result in found.items() if key != "loop_lag_ms")
    assert "event loop lag" in capsys.readouterr().out


def test_many_conversations_are_told_to_be_32_only_where_they_were(tmp_path):
    found = run(tmp_path, "--rows", "crowd", "--conversations", "2", "1")
    assert list(found) == ["crowd_over_plain", "growth_conversations_1", "growth_conversations_2"]
    assert found["growth_conversations_2"]["details"] == {"conversations": 2}


def test_the_whole_bot_is_given_a_prompt_of_the_length_that_was_asked_for(tmp_path):
    found = run(tmp_path, "--rows", "whole_bot")
    assert set(found["bot_over_plain"]["details"]["prompt_tokens"]) <= {47, 48}
    assert found["bot_over_plain"]["low"] > 0
