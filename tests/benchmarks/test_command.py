"""The command, on a model so small that it takes seconds."""

import json

from benchmarks.__main__ import main

SMALL = ["--geometry", "tiny", "--answer", "8", "--prompt", "48", "--repetitions", "1"]


def test_the_command_measures_what_it_is_asked_for_and_writes_it_down(tmp_path, capsys):
    output = tmp_path / "results.json"
    rows = [
        "--rows",
        "smooth",
        "history",
        "--histories",
        "64",
        "--history",
        "128",
        "--checkpoint",
        str(tmp_path / "model"),
    ]
    assert main([*SMALL, *rows, "--output", str(output)]) == 0
    report = json.loads(output.read_text())
    found = {result["key"]: result for result in report["results"]}
    assert set(found) == {
        "loop_lag_ms",
        "stop_steps",
        "growth_history_64",
        "growth_history_128",
        "reuse_over_recomputed",
    }
    assert all(result["low"] > 0 for key, result in found.items() if key != "loop_lag_ms")
    assert report["failures"] == {}
    assert "event loop lag" in capsys.readouterr().out
