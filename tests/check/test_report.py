"""Findings as a person and as a program read them."""

import io
import json

import pytest
from rich.console import Console

from bot.check import report
from bot.check.finding import Finding, refusal

GOOD = Finding("disk", "60 GiB are free at [home].", figures={"free": 60})
BAD = Finding("token", "Discord refused it.", "Copy it again.")


@pytest.mark.parametrize("in_colour", [True, False])
def test_a_line_says_which_it_is_with_and_without_colours(in_colour):
    out = io.StringIO()
    console = Console(file=out, width=20, force_terminal=in_colour, color_system="standard" if in_colour else None)
    for finding in (GOOD, BAD):
        report.show(finding, console)
    if in_colour:
        assert "\x1b[32mok" in out.getvalue()
        assert "\x1b[1;31mFAIL" in out.getvalue()
        return
    assert out.getvalue().splitlines() == [
        "ok   disk: 60 GiB are free at [home].",
        "FAIL token: Discord refused it.",
        "     -> Copy it again.",
    ]


def test_json_holds_all_of_them_and_whether_all_is_well():
    told = json.loads(report.as_json([GOOD, BAD]))
    assert not told["ok"]
    assert told["findings"][0]["figures"] == {"free": 60}
    assert [each["remedy"] for each in told["findings"]] == [None, "Copy it again."]
    assert json.loads(report.as_json([GOOD]))["ok"]


def test_a_refusal_ends_with_what_to_do():
    found = refusal("model", "There is no folder “x”. Check `model`. Or choose another.")
    assert found == Finding("model", "There is no folder “x”.", "Check `model`. Or choose another.")
    assert not refusal("model", "It cannot be").is_well
