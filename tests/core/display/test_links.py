"""Where a link leads can be seen, however it is written."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.display.links import opened
from bot.core.display.shown import Shown


def shown(text, *, step=None, **how):
    pages = Shown(10**6, **{"opens_links": True} | how)
    for start in range(0, len(text), step or max(1, len(text))):
        pages.add(text[start : start + (step or len(text))])
        pages.render(" ▌")
    pages.end()
    return "".join(pages.render())


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("see [the docs](https://a.example/x) there", "see the docs (<https://a.example/x>) there"),
        ("[a.example/x](https://a.example/x/)", "<https://a.example/x/>"),
        ("[https://bank.example](https://evil.example)", "<https://bank.example> (<https://evil.example>)"),
        (
            "[a](<https://evil.example>) [b]( https://evil.example 'title')",
            "a (<https://evil.example>) b (<https://evil.example>)",
        ),
        ("[of x](https://w.example/A_(b)), so", "of x (<https://w.example/A_(b)>), so"),
        (
            "at https://a.example/x?q=1, or (https://b.example).",
            "at <https://a.example/x?q=1>, or (<https://b.example>).",
        ),
        ("<https://a.example>", "<https://a.example>"),
        ("**https://a.example**", "**<https://a.example>**"),
        ("join discord.gg/abc now", "join `discord.gg/abc` now"),
        (
            "https://discord.com/invite/abc. <https://DISCORD.GG/x>",
            "`https://discord.com/invite/abc`. `https://DISCORD.GG/x`",
        ),
        ("[come in](https://discord.gg/abc)", "come in (`https://discord.gg/abc`)"),
        # Whatever else Discord may take for words with an address behind them falls apart.
        ("[a [b] c](https://evil.example)", "[a [b] c]\\(<https://evil.example>)"),
        ("[a\nb](https://evil.example)", "[a\nb]\\(<https://evil.example>)"),
        ("[a\\](https://evil.example)", "a\\ (<https://evil.example>)"),
        ("[a](discord://-/channels/1)", "[a]\\(discord://-/channels/1)"),
        (
            "[click][(https://evil.example) ](https://a.example)",
            "[click]\\(<https://evil.example>) (<https://a.example>)",
        ),
        ("[x[y](https://a.example)](https://evil.example)", "[xy (<https://a.example>)]\\(<https://evil.example>)"),
        ("\\`[a](https://evil.example)`", "\\`a (<https://evil.example>)`"),
        ("[" + "x" * 398 + "](https://evil.example/)", "[" + "x" * 398 + "]\\(<https://evil.example/>)"),
    ],
)
@pytest.mark.parametrize("draws", [True, False])
def test_an_address_hides_behind_no_words_and_an_invitation_is_no_button(text, seen, draws):
    for step in (None, 1, 7):
        assert shown(text, step=step, draws=draws).replace("\\\\", "\\") == seen


def test_an_image_and_a_tag_of_html_show_theirs():
    text = '![a cat](https://evil.example/?q=secret) <a href="https://evil.example">the bank</a>'
    assert shown(text) == "🖼️ a cat (<https://evil.example/?q=secret>) the bank (<https://evil.example>)"


def test_so_do_the_cells_of_a_table_that_is_too_wide_and_its_head():
    link = "[bank](https://evil.example)"
    rows = f"| {'a' * 60} | {link} |\n|---|---|\n| 1 | {link} |\n"
    for text in (rows, rows[: rows.index("| 1")]):
        assert "](" not in shown(text)
        assert "<https://evil.example>" in shown(text)


@pytest.mark.parametrize(
    "text", ["`[a](https://a.example)`", "```md\n[a](https://a.example)\ndiscord.gg/a\n```", "`` `https://a` ``"]
)
def test_code_stays(text):
    assert shown(text) == text


@pytest.mark.parametrize("text", ["[a](https://a.example) https://b.example discord.gg/abc"])
def test_where_that_is_not_wanted_links_stay_as_they_were_written(text):
    assert shown(text, opens_links=False) == text
    assert shown(text, opens_links=False, draws=False) == text


PARTS = [
    "[",
    "]",
    "(",
    ")",
    "](",
    "https://a.example",
    "https://b.example/c_(d)",
    "discord.gg/a",
    "<",
    ">",
    "!",
    "\\",
    "`",
    "``",
]
texts = st.lists(st.sampled_from([*PARTS, "a", " ", "\n", "**", "x " * 50, "y" * 400]), max_size=30).map("".join)


@given(texts, st.integers(1, 9), st.booleans())
@example("]" + "x" * 398 + "](https://a.example", 1, True)
@example("https://a.example" + "y" * 400 + "```[", 1, False)
def test_however_it_comes_no_words_stand_before_an_address_and_it_is_shown_the_same(text, step, draws):
    whole = shown(text, draws=draws)
    assert shown(text, step=step, draws=draws) == whole
    outside_code = re.sub(r"\\[\\`]|(`+)([\s\S]*?[^`])\1(?!`)", "", whole)
    assert not re.search(r"\]\(\s*<?https?:", outside_code)


@given(texts.filter(lambda text: not {"`", "\\"} & {*text}))
def test_what_is_opened_is_not_opened_anew(text):
    once = opened(text)
    assert opened(once) == once
