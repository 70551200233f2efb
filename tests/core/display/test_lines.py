import pytest

from bot.core.display.lines import RULE, begun

DRAWN = {
    "#### Deep\n": "**Deep**\n",
    "###### Deeper **still** ##": "**Deeper still**",
    "---\n": f"{RULE}\n",
    "* * *": RULE,
    "<hr/>": RULE,
    "> > inner": "> inner",
    ">close": "> close",
    "> #### in": "> **in**",
    ">>> print(1)": "\\>>> print(1)",
    "+ item": "- item",
    "2) item": "2. item",
    "- [ ] open": "- ⬜ open",
    "\t- [x] done": "    - ✅ done",
    "[^1]: See there.": "-# ¹ See there.",
    "<h2>Title</h2>\n": "## Title\n",
    "<li>item</li>\n": "- item\n",
    "<details>\n": "",
}


@pytest.mark.parametrize(("line", "seen"), DRAWN.items(), ids=DRAWN)
def test_what_discord_does_not_draw_is_put_into_what_it_does(line, seen):
    assert begun(line, str) == seen


@pytest.mark.parametrize(
    "line",
    [
        "# Title\n",
        "### Third",
        "- item",
        "1. item",
        "  - inner",
        "> quote",
        "-# small",
        "#tag",
        "**bold**",
        "--",
        "5) ",
    ],
)
def test_what_discord_draws_stays(line):
    assert begun(line, str) == line


def test_what_stands_inside_is_drawn_as_well():
    assert [begun(line, str.upper) for line in ("#### a", "- [ ] a", "> a", "[^1]: a", "a")] == [
        "**A**",
        "- ⬜ A",
        "> A",
        "-# ¹ A",
        "A",
    ]
