"""The laws of what is shown of a growing text, and of what it costs."""

import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.display.lines import RULE
from bot.core.display.reading import Reader
from bot.core.display.shown import Shown
from bot.core.pages import paginate

CURSOR = " ▌"
ROWS = [
    "| a | b |\n",
    "| Anna | 1.5 |\n",
    "| a longer cell | **bold** `code` $x^2$ |\n",
    "|--|:-:|\n",
    "x | y\n",
    "--- | ---\n",
]
MATHS = ["$x^2$", "$$", "\\(", "\\)", "\\[\n", "\\]", "$5", " $", "\\frac{1}{2}", "\\$", "$\\foo$", "x_1"]
MARKS = [
    "**",
    "*",
    "_",
    "`",
    "``",
    "```",
    "```py\n",
    "\n```\n",
    "||",
    "~~",
    "<b>",
    "</b>",
    "<br>",
    "<",
    "&amp;",
    "&",
    "[^1]",
]
LINES = [
    "#### deep\n",
    "# top\n",
    "---\n",
    "- item\n",
    "  + deeper\n",
    "> > quote\n",
    ">>> x\n",
    "[^1]: note\n",
    "Title\n",
    "=====\n",
    "-----\n",
    "> | a | b |\n",
    "> |---|---|\n",
    "- | a | b |\n",
    "\n",
    "\n\n",
]
FENCES = ["````md\n", "\n````\n", "~~~py\n", "\n~~~\n", "````", "~~", "\n  ~~~~\n", "`` ```\n", "> ~~~\n", "\n- ````\n"]
WORDS = [
    "word ",
    "snake_case ",
    "1*10^8 ",
    "汉字，",
    "👩\u200d💻",
    "https://a.example/b_c ",
    "[link](http://b)",
    "![i](http://p)",
    " ",
    "x" * 50,
]
parts = st.one_of(*(st.sampled_from(each) for each in (ROWS, ROWS, MATHS, MARKS, LINES, FENCES, WORDS)))
texts = st.lists(parts, min_size=1, max_size=60).map("".join)
limits = st.integers(100, 200)


def whole(text, limit):
    shown = Shown(limit)
    shown.add(text)
    shown.end()
    return shown.render()


def plain(text):
    """All that is found in a text, laid out on one endless page."""
    return "".join(whole(text, 10**9))


@given(texts, limits, st.integers(1, 30))
def test_a_growing_text_never_changes_a_page_before_the_last(text, limit, step):
    shown, before = Shown(limit), []
    for start in range(0, len(text), step):
        shown.add(text[start : start + step])
        pages = shown.render(CURSOR)
        assert pages[: len(before)] == before
        before = pages[:-1]
    shown.end()
    assert shown.render()[: len(before)] == before


@given(st.lists(parts, min_size=1, max_size=60), limits, st.integers(1, 30))
@example(["| a | b |\n", "|--|:-:|\n", "$$", "\\[\n"], 100, 1)
def test_however_a_text_is_cut_and_looked_at_it_is_shown_the_same(pieces, limit, step):
    text = "".join(pieces)
    by_pieces, by_steps = Shown(limit), Shown(limit)
    for piece in pieces:
        by_pieces.add(piece)
    for start in range(0, len(text), step):
        by_steps.add(text[start : start + step])
        by_steps.render(CURSOR)
    for shown in (by_pieces, by_steps):
        shown.end()
        assert shown.render() == whole(text, limit)


@given(texts, limits)
def test_no_page_is_blank_passes_the_limit_or_leaves_code_open(text, limit):
    shown = Shown(limit - len(CURSOR))
    for start in range(0, len(text), 17):
        shown.add(text[start : start + 17])
        for page in shown.render(CURSOR):
            assert page.strip()
            assert len(page) <= limit
            assert page.count("```") % 2 == 0


code = st.lists(st.sampled_from([*ROWS, *MATHS, *LINES, "**", "||", "<b>x</b>", "&amp;", "1*2", " "]), max_size=20).map(
    "".join
)


@given(texts.filter(lambda text: "`" not in text and "~~~" not in text), code)
def test_what_stands_in_a_code_block_is_never_touched(before, inside):
    block = f"```py\n{inside}x\n```"
    assert block in plain(f"{before}\n\n{block}\n\nafter")


@given(
    texts.filter(lambda text: "`" not in text and "~~~" not in text),
    st.lists(st.sampled_from([*ROWS, *MATHS, *LINES, "```", "\n```py\n", "~~~", "\n~~~\n", "`", " "]), max_size=20),
    st.sampled_from(["````", "`````"]),
)
def test_nor_what_stands_in_one_with_a_longer_fence_but_for_fences_that_would_end_it(before, inside, fence):
    code = "".join(inside) + "x\n"
    shown = plain(f"{before}\n\n{fence}py\n{code}{fence}\n\nafter")
    assert shown.endswith("\n```\n\nafter")
    block = shown.removesuffix("\n```\n\nafter").rpartition("```py\n")[2]
    assert block.replace("\u200b", "") == code.removesuffix("\n")


@given(st.lists(st.sampled_from([*ROWS, *MATHS, *LINES, "`", "``", "```", "~~ ", " "]), max_size=20))
def test_nor_in_one_with_a_fence_of_tildes(inside):
    code = "".join(inside) + "x\n"
    shown = plain(f"~~~py\n{code}~~~\nafter")
    assert shown.count("```") == 2
    assert shown.replace("\u200b", "") == f"```py\n{code}```\nafter"


PLACES = [("> ", "> "), ("- ", "  "), ("1. ", "   "), ("- > ", "  > ")]


@given(st.sampled_from(PLACES), st.sampled_from(["```", "````", "~~~"]), code)
def test_nor_in_one_in_a_quote_or_a_list(place, marks, inside):
    first, following = place
    lines = [*inside.splitlines(), "x"]
    written = [f"{first}{marks}py", *(following + line for line in lines), following + marks]
    drawn = [f"{first}```py", *(following + line for line in lines), following + "```"]
    assert plain("\n".join([*written, "", "after $x^2$"])) == "\n".join([*drawn, "", "after x²"])


@given(code.map(lambda text: text.replace("\n", " ").strip()).filter(bool))
def test_what_stands_in_a_code_span_is_never_touched(inside):
    assert f"`{inside}`" in plain(f"see `{inside}` there")


def test_a_code_span_may_go_on_in_the_next_line():
    assert plain("see `1*10 $x$\n#### a||b` there") == "see `1*10 $x$\n#### a||b` there"


@given(st.text(alphabet=st.sampled_from("ab c.,\n汉é😀1")))
def test_text_without_marks_stays_as_it_is(text):
    assert whole(text, 150) == paginate(text, 150)


@given(texts)
def test_without_drawing_a_text_stays_as_it_is(text):
    shown = Shown(150, draws=False)
    shown.add(text)
    assert shown.render() == paginate(text, 150)


DRAWN_ONCE = [
    "Let $x^2$ be $\\frac{1}{2}$, or `$\\unknown{x}$`.",
    "#### Deep\n\n---\n\n> > quoted\n\n- [x] done\n  + more\n",
    "1*10^8 and a || b, x<sup>2</sup><br>next &amp; ![i](http://p) [a](/b) `c||d`\n",
    "| a | b |\n|---|---|\n| 1 | $x^2$ |\n\nafter",
    "Title\n===\n\n~~~py\nx = '```'\n~~~\n\n> | a |\n> |---|\n> | 1 |\n",
]


@pytest.mark.parametrize("text", DRAWN_ONCE)
def test_what_is_drawn_is_not_drawn_anew(text):
    assert plain(plain(text)) == plain(text) != text


class TestWork:
    """Counted in steps of the interpreter, which no busy machine changes."""

    @pytest.mark.parametrize(
        "line",
        [
            "A sentence of some words, with **bold** ones and `code`. ",
            "| cell | $x^2$ | and another one |\n",
            "It costs $5, and then $ ",
            "`` open ` and $$ open\n",
            "这是一个没有空格的句子，",
            "```py\nx = 1\n",
            "x" * 57,
            "~~~py\nx = '```'\n",
            "Title\n=====\n",
            "> > | cell | $x^2$ |\n",
            "<b>open [open ![open &open \\( \\[ ",
            "\n",
        ],
    )
    def test_twice_the_text_is_twice_the_work_however_it_comes(self, line):
        head = "| a | b | c |\n|---|---|---|\n" if line.startswith("|") else ""
        # From three pages on; before that, it is the page that grows.
        steps = [self.steps(head + line * (length // len(line))) for length in (6_000, 12_000)]
        assert steps[1] < 2.4 * steps[0]

    def steps(self, text):
        """How many lines of Python run for `text`, shown after every 200 characters, as after some fifty tokens."""
        count = 0

        def trace(_frame, _event, _argument):
            nonlocal count
            count += 1
            return trace

        shown = Shown(1998)
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            for start in range(0, len(text), 200):
                shown.add(text[start : start + 200])
                shown.render(CURSOR)
            shown.end()
        finally:
            sys.settrace(before)
        return count

    def test_what_is_held_back_is_bounded(self):
        for opening in (
            "~~~",
            "~~~py ",
            "````",
            "````md\n",
            "Title\n",
            "> | a",
            "> | a |\n> |-|\n",
            "`",
            "$",
            "$$",
            "\\[",
            "\\(",
            "<b>",
            "[",
            "![",
            "| a",
            "a | b",
            "#### ",
            "```",
            "<",
        ):
            reader = Reader()
            reader.add(opening + "x y " * 2000)
            shown = "".join(each for each in reader.found() if isinstance(each, str))
            assert len(shown) > 5900, opening


def test_the_preview_shows_what_is_not_certain_yet():
    shown = Shown(1998)
    shown.add("#### A head")
    assert shown.render(CURSOR) == ["**A head** ▌"]
    shown.add("ing\nand $x^")
    assert shown.render(CURSOR) == ["**A heading**\nand ▌"]
    shown.add("2$.")
    assert shown.render(CURSOR) == ["**A heading**\nand x². ▌"]


def table(rows, *, cell="a cell"):
    return "| No | What |\n|---:|---|\n" + "".join(f"| {number} | {cell} {number} |\n" for number in range(rows))


HEADINGS = {
    "Title\n===\ntext": "# Title\ntext",
    "Title $x^2$\n-----\n\ntext": "## Title x²\n\ntext",
    "Title\n=====": "# Title",
    "some text\nand more\n-----\n": f"some text\nand more\n{RULE}",
    "some text\n---\nmore": f"some text\n{RULE}\nmore",
    "x\n==\ny": "x\n==\ny",
    "- item\n====\n": "- item\n====",
    "`open\n====\ncode`": "`open\n====\ncode`",
}


@pytest.mark.parametrize(("text", "seen"), HEADINGS.items(), ids=HEADINGS)
def test_a_line_that_is_underlined_is_a_heading(text, seen):
    assert plain(text) == seen


FENCED = {
    "````md\n```py\nx\n```\n````\nafter": "```md\n`\u200b``py\nx\n`\u200b``\n```\nafter",
    "~~~\n$x^2$\n~~~~\nafter": "```\n$x^2$\n```\nafter",
    "- item\n  ~~~py title=x\n  y\n  ~~~\n": "- item\n  ```py\n  y\n  ```",
    "````\nopen": "```\nopen\n```",
    "~~~~\n~~~\nx\n": "```\n~~~\nx\n```",
    "~~~gone~~~ and ~~gone~~": "~~~gone~~~ and ~~gone~~",
    "~~~ is no fence\n": "~~~ is no fence",
    "~~~ py\nx\n~~~": "```py\nx\n```",
    "> ~~~\n> $x^2$\n> ~~~\n> $x^2$": "> ```\n> $x^2$\n> ```\n> x²",
    "> ~~~py\n> $x^2$\nafter $x^2$": "> ```py\n> $x^2$\n> ```\nafter x²",
    "> ~~~py\n> $x^2$\n\n~~~\n$x^2$": "> ```py\n> $x^2$\n> ```\n\n```\n$x^2$\n```",
    "- ~~~py\n  $x^2$\n  ~~~\n- $x^2$": "- ```py\n  $x^2$\n  ```\n- x²",
    "1. ````md\n   ```\n   $x^2$\n   ````\n2. b": "1. ```md\n   `\u200b``\n   $x^2$\n   ```\n2. b",
    "- > ~~~\n  > #### x\n  > ~~~": "- > ```\n  > #### x\n  > ```",
}


@pytest.mark.parametrize(("text", "seen"), FENCED.items(), ids=FENCED)
def test_fences_that_discord_does_not_know_are_put_into_those_it_does(text, seen):
    assert plain(text) == seen


def test_the_preview_shows_no_mark_whose_meaning_is_to_come():
    shown, seen = Shown(1998), []
    for char in "Title\n====\n~~~py\nx\n~~~\n> | a |\n> |---|\n> | 1 |\n":
        shown.add(char)
        seen += shown.render()
    assert not any(mark in page for page in seen for mark in ("=", "~", "|"))


class TestTables:
    def test_one_in_a_quote_or_a_list_is_drawn_below_what_stands_before_it(self):
        drawn = "```\na │ b\n──┼──\n1 │ 2\n```"
        assert plain("> see:\n> | a | b |\n> |---|---|\n> | 1 | 2 |\n> so.") == f"> see:\n{drawn}\n> so."
        assert plain("> | a | b |\n> |---|---|\n> | 1 | 2 |\n| 3 | 4 |") == f"{drawn}\n| 3 | 4 |"
        assert plain("- see:\n  | a | b |\n  |---|---|\n  | 1 | 2 |\n- so") == f"- see:\n{drawn}\n- so"
        assert plain("1. | a | b |\n   |---|---|\n   | 1 | 2 |\n") == drawn

    def test_a_table_is_aligned_as_it_grows_row_by_row(self):
        shown, seen = Shown(1998), []
        for char in "Look:\n\n| a | b |\n|---|--:|\n| long cell | 1 |\n| x | 200 |\n\nDone.":
            shown.add(char)
            if (page := shown.render()[-1:]) != seen[-1:]:
                seen += page
        tables = [page for page in seen if "┼" in page]
        assert tables[0].endswith("```\na │ b\n──┼──\n```")
        assert tables[1].endswith("a         │ b\n──────────┼──\nlong cell │ 1\n```")
        assert tables[2].endswith("a         │   b\n──────────┼────\nlong cell │   1\nx         │ 200\n```")
        assert not any("|" in page for page in seen)
        assert seen[-1].endswith("```\n\nDone.")

    def test_a_long_table_goes_on_below_its_head_as_wide_as_before(self):
        pages = whole("Look:\n" + table(60), 300)
        assert len(pages) > 3
        heads = [page.split("```\n")[1].splitlines()[0] for page in pages]
        assert set(heads) == {"No │ What"}
        rows = [row for page in pages for row in re.findall(r"^ *(\d+) │ a cell \d+$", page, re.MULTILINE)]
        assert rows == [str(number) for number in range(60)]

    def test_a_table_that_does_not_fit_below_the_text_goes_to_the_next_page(self):
        pages = whole("word " * 30 + "\n" + table(2), 170)
        assert pages[0] == ("word " * 30).strip()
        assert pages[1].startswith("```\nNo │ What\n")

    def test_a_table_that_is_too_wide_becomes_cards(self):
        wide = "a rather long text that no column of a phone would hold, with **bold** words"
        assert plain(f"| Name | What |\n|---|---|\n| x | {wide} |\n| y | |\n").split("\n\n") == [
            f"**Name:** x\n**What:** {wide}",
            "**Name:** y",
        ]

    def test_rows_before_the_one_that_is_too_wide_become_cards_as_well(self):
        text = "| a | b |\n|---|---|\n| 1 | 2 |\n" + f"| 3 | {'long ' * 20}|\n"
        shown = Shown(1998)
        shown.add(text[:30])
        assert "```" in shown.render()[0]
        shown.add(text[30:])
        assert "```" not in shown.render()[0]
        assert shown.render()[0].startswith("**a:** 1\n**b:** 2\n\n**a:** 3\n**b:** long")

    def test_a_row_longer_than_a_page_is_cut_like_any_text(self):
        pages = whole(f"| a |\n|---|\n| {'word ' * 100}|\n", 120)
        assert sum(page.count("word") for page in pages) == 100

    def test_a_head_without_rows_is_shown(self):
        assert plain("| a | b |\n|---|---|\n") == "```\na │ b\n──┼──\n```"

    def test_a_head_that_is_too_wide_for_a_block_is_shown_as_well(self):
        assert "b" * 60 in plain(f"| a | {'b' * 60} |\n|---|---|\n")

    @pytest.mark.parametrize("line", ["> 3 | 4\n", "# 3 | 4\n", "- 3 | 4\n", "\\[\nx | y\n\\]\n"])
    def test_what_begins_something_else_ends_it(self, line):
        text = f"| a |\n|---|\n| 1 |\n{line}"
        shown = Shown(1998)
        for char in text:
            shown.add(char)
            shown.render()
        shown.end()
        assert shown.render() == whole(text, 1998)
        assert shown.render()[0].startswith("```\na\n─\n1\n```\n")

    def test_what_only_looks_like_a_table_is_text(self):
        assert plain("a | b\nc | d\n") == "a | b\nc | d"
        assert plain("| a | b |\n|---|\n| c | d |") == "| a | b |\n|---|\n| c | d |"
        assert plain("yes | no") == "yes | no"

    def test_the_text_right_below_a_table_is_no_part_of_it(self):
        assert plain("| a |\n|---|\n| 1 |\nAnd so on.\n") == "```\na\n─\n1\n```\nAnd so on."
        assert plain("| a |\n|---|\n| 1 |\n```py\nx | y\n```").endswith("```\n```py\nx | y\n```")
