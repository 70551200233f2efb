"""The command, on a model so small that it takes seconds."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from discord.gateway import DiscordWebSocket
from discord.http import Route

from benchmarks import report
from benchmarks.__main__ import main
from benchmarks.rows.start import start

SMALL = ["--geometry", "tiny", "--answer", "8", "--prompt", "48", "--repetitions", "1"]


@pytest.fixture(autouse=True)
def _addresses():
    """The rows that measure the whole bot leave discord.py with the address of their own Discord."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    yield
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("models") / "tiny"


@pytest.fixture
def run(tmp_path: Path, model: Path) -> Callable[..., dict[str, Any]]:
    def run(*wanted: str) -> dict[str, Any]:
        output = tmp_path / "results.json"
        assert main([*SMALL, *wanted, "--checkpoint", str(model), "--output", str(output)]) == 0
        return {result["key"]: result for result in report.results(json.loads(output.read_text()))}

    return run


def test_the_command_measures_what_it_is_asked_for_and_writes_it_down(run, capsys):
    found = run("--rows", "smooth", "history", "--histories", "64", "--history", "128")
    assert set(found) == {
        "loop_lag_ms",
        "stop_steps",
        "growth_history_64",
        "growth_history_128",
        "reuse_over_recomputed",
    }
    assert all(result["low"] > 0 for key, result in found.items() if key != "loop_lag_ms")
    assert "event loop lag" in capsys.readouterr().out


def test_many_conversations_are_told_to_be_32_only_where_they_were(run):
    found = run("--rows", "crowd", "--conversations", "2", "1")
    assert list(found) == ["crowd_over_plain", "growth_conversations_1", "growth_conversations_2"]
    assert found["growth_conversations_2"]["details"] == {"conversations": 2}


def test_the_whole_bot_is_given_a_prompt_of_the_length_that_was_asked_for(run):
    found = run("--rows", "whole_bot")
    assert set(found["bot_over_plain"]["details"]["prompt_tokens"]) <= {47, 48}
    assert found["bot_over_plain"]["low"] > 0


def test_groups_that_are_measured_one_by_one_stand_in_one_report(run):
    run("--rows", "memory")
    found = run("--rows", "equal", "--model", "demo")
    assert set(found) == {"memory_over_weights", "equal_tokens", "equal_over_plain"}
    assert found["memory_over_weights"]["low"] > 0
    assert 0.5 < found["equal_tokens"]["median"] <= 1


def test_the_record_is_measured_in_a_channel_with_as_many_exchanges_as_were_asked_for(run):
    found = run("--rows", "record", "--exchanges", "40")
    assert set(found) == {"record_share", "recent_over_short", "exchange_over_short"}
    calls = found["record_share"]["details"]["seconds_in_calls"][0]
    assert {"ask", "recent", "write", "grow", "end", "settle"} <= calls.keys()
    assert found["recent_over_short"]["details"]["exchanges"] == 40


async def test_the_demo_is_started_and_asked():
    told, answered = await start()
    assert 0 < told < answered


def test_llama_cpp_reads_and_answers_the_same(run):
    pytest.importorskip("xllamacpp")
    found = run("--rows", "reading", "slots", "--reading", "48", "96")
    assert set(found) == {"first_token_48_over_llamacpp", "first_token_96_over_llamacpp", "crowd_over_llamacpp"}
    assert all(result["low"] > 0 for result in found.values())
