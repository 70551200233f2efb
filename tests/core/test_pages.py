import re

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.core.pages import Pages, paginate

CURSOR = " ▌"
TEXTS = [
    "word " * 100,
    "x" * 500,
    "intro\n```py\n" + "print('a line of code')\n" * 30 + "```\noutro " * 5,
    "a\n\nb\n\n" * 40,
    "- item\n  ```js\n  let x = 1\n\n  ```\n" * 20,
    "👩\u200d💻🇩🇪é" * 60,
]
WORDS = ["word", " ", "\n", "\n\n", "x" * 30, "    ", "\r\n", " \u0301", "~~~", "**bold**"]
FENCES = ["```", "```py\n", "\n```\n", "`"]
TOKENS = ["<@123456789>", "<:wave:42>", "https://a.example/b"]
GRAPHEMES = ["👩\u200d💻", "🇩🇪", "e\u0301", "👍🏽", "❤\ufe0f", "汉", "a"]
parts = st.sampled_from([*WORDS, *FENCES, *TOKENS, *GRAPHEMES])
LINES = ["    return x\n", "print('汉字')\n", "\n", "x" * 25 + "\n"]
# Passages of which a few are longer than any page here, so that there is something to cut.
passages = st.one_of(
    st.lists(parts, min_size=20, max_size=40).map("".join),
    st.lists(st.sampled_from(LINES), min_size=5, max_size=20).map(lambda lines: f"```py\n{''.join(lines)}```\n"),
    st.lists(st.sampled_from([*TOKENS, "汉" * 7, *GRAPHEMES]), min_size=20, max_size=40).map("".join),
)
texts = st.lists(passages, min_size=2, max_size=5).map("".join)
limits = st.integers(60, 120)


@given(texts, limits)
def test_no_page_is_blank_or_passes_the_limit(text, limit):
    pages = Pages(limit - len(CURSOR))
    pages.add(text)
    for page in [*pages.render(), *pages.render(CURSOR)]:
        assert page.strip()
        assert len(page) <= limit


@given(texts, limits)
def test_a_growing_text_never_changes_a_page_before_the_last(text, limit):
    whole = paginate(text, limit)
    for end in range(0, len(text), 5):
        before = paginate(text[:end], limit)[:-1]
        assert before == whole[: len(before)]


@given(st.lists(st.one_of(parts, passages), min_size=20, max_size=60), limits)
def test_pieces_give_the_same_pages_as_the_whole(pieces, limit):
    pages = Pages(limit)
    for piece in pieces:
        pages.add(piece)
    assert pages.render() == paginate("".join(pieces), limit)


@given(texts, limits)
def test_every_page_closes_the_code_it_opens(text, limit):
    assert all(page.count("```") % 2 == 0 for page in paginate(text, limit))


@given(
    st.lists(st.sampled_from(["word", " ", "\n", "汉字", "<@123456789>", "👩\u200d💻", "🇩🇪", "e\u0301"]), max_size=200),
    limits,
)
def test_outside_of_code_nothing_but_white_space_is_lost(words, limit):
    text = "".join(words)
    assert re.sub(r"\s", "", "".join(paginate(text, limit))) == re.sub(r"\s", "", text)


@given(
    st.lists(st.sampled_from(["👩\u200d💻", "🇩🇪", "e\u0301", "👍🏽", "❤\ufe0f", "a"]), min_size=60, max_size=300),
    limits,
)
def test_no_cut_falls_inside_a_grapheme(graphemes, limit):
    pages = paginate("".join(graphemes), limit)
    assert {cluster for page in pages for cluster in regex.findall(r"\X", page)} <= set(GRAPHEMES)


FAMILY = "👩\u200d👩\u200d👧"


@pytest.mark.parametrize("whole", [FAMILY, "🇩🇪", "e\u0301\u0308", "각", "\u0915\u094d\u0937", "1\ufe0f\u20e3", "👍🏽"])
def test_what_people_see_as_one_character_goes_to_the_next_page_as_a_whole(whole):
    for filler in range(30, 60):
        pages = paginate("汉" * filler + whole * 3 + "后" * 60, 60)
        assert sum(page.count(whole) for page in pages) == 3


def test_a_character_longer_than_a_page_is_cut_after_all():
    assert "".join(paginate("e" + "\u0301" * 100, 60)) == "e" + "\u0301" * 100


@given(texts, limits)
def test_what_the_laws_are_tried_with_is_cut(text, limit):
    assert len(text.strip()) <= limit or len(paginate(text, limit)) > 1


@pytest.mark.parametrize("filler", range(30, 60))
@pytest.mark.parametrize("link", ["https://a.example/b", "http://a.example/b"])
def test_a_link_stays_whole_in_text_without_spaces(filler, link):
    pages = paginate("汉" * filler + link + "后面还有" * 20, 60)
    assert any(link in page for page in pages)


@pytest.mark.parametrize("limit", range(60, 75))
def test_no_page_of_code_passes_the_limit_by_its_fences(limit):
    for page in paginate("```python\n" + "x" * 1000 + "\n```", limit):
        assert len(page) <= limit
        assert page.startswith("```python\n")
        assert page.endswith("\n```")


@given(st.integers(0, 120), limits)
def test_a_mention_stays_whole(offset, limit):
    text = "x" * offset + "<@123456789012345678>" * 20
    for page in paginate(text, limit):
        assert re.fullmatch(r"x*(<@\d{18}>)*", page)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("limit", [60, 80, 200])
def test_pages_of_ordinary_answers_are_well_filled(text, limit):
    pages = paginate(text, limit)
    assert all(len(page) > limit // 4 for page in pages[:-1])


@pytest.mark.parametrize("text", ["", " \n ", "\n" * 5000])
def test_a_blank_text_has_no_pages(text):
    assert paginate(text, 100) == []


def test_a_code_block_is_closed_and_opened_again_with_its_language():
    pages = paginate("```py\n" + "line\n" * 30 + "```", 80)
    assert len(pages) > 1
    assert all(page.startswith("```py\n") and page.endswith("\n```") for page in pages)


def test_code_keeps_its_indentation_across_pages():
    code = [f"    if x == {n}:\n        return {n}" for n in range(20)]
    pages = paginate("```py\n" + "\n".join(code) + "\n```", 120)
    inside = [line for page in pages for line in page.splitlines() if "```" not in line]
    assert inside == "\n".join(code).splitlines()


def test_a_block_that_ends_at_the_cut_leaves_no_empty_block_behind():
    for filler in range(40, 80):
        pages = paginate("```py\n" + "x" * filler + "\n```\nand then some more text that follows it", 80)
        assert not any(re.search(r"```py\s*```", page) for page in pages)


def test_a_block_that_starts_at_the_cut_starts_on_the_next_page():
    for filler in range(30, 70):
        pages = paginate("x" * filler + "\n```py\n" + "code\n" * 10 + "```", 80)
        assert not any(re.search(r"```py\s*```", page) for page in pages)


def test_an_unclosed_block_is_shown_closed_with_the_cursor_inside():
    pages = Pages(100)
    pages.add("```py\nprint(1)")
    assert pages.in_code
    assert pages.render(CURSOR) == ["```py\nprint(1) ▌\n```"]


def test_paragraphs_are_preferred_to_lines_and_lines_to_words():
    assert paginate("a" * 50 + "\n\n" + "b\n" * 30, 100)[0] == "a" * 50
    assert paginate("a" * 60 + "\n" + "b " * 60, 100)[0] == "a" * 60


@pytest.mark.parametrize("opening", ["", "```\n", "```python\n", "word ```\n"])
@pytest.mark.parametrize("letter", ["x", "x ", "x\n"])
def test_no_length_of_a_text_or_a_block_passes_the_limit(opening, letter):
    for count in range(1, 150):
        pages = paginate(opening + letter * count, 60)
        assert max(map(len, pages)) <= 60, count
