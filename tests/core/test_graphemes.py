import regex
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.graphemes import boundary_before, is_boundary

JOINING = (
    "e\u0301\u0308\u200d\u200c\ufe0f\u20e3👩💻👨👧🏽🇩🇪🇫🇷\r\n\u1100\u1161\u11a8각"
    "\u0915\u094d\u0937\u0600a1 한น้ำ🏴\U000e0067\U000e007f"
)
joining_text = st.text(alphabet=st.one_of(st.sampled_from(JOINING), st.characters()), max_size=40)


def clusters(text: str) -> set[int]:
    """Where UAX 29 allows a cut, according to an independent implementation."""
    return {match.end() for match in regex.finditer(r"\X", text)} | {0}


@given(joining_text)
@example("👩\u200d💻")
@example("🇩🇪🇫🇷")
@example("\u0915\u094d\u200d\u0937")
def test_no_place_called_safe_lies_inside_a_grapheme(text):
    safe = {at for at in range(len(text) + 1) if is_boundary(text, at)}
    assert safe <= clusters(text)


def test_ordinary_text_may_be_cut_anywhere():
    text = "Plain words, 汉字 and кириллица."
    assert all(is_boundary(text, at) for at in range(len(text)))


def test_the_last_safe_place_is_found_before_a_family():
    family = "👩\u200d👩\u200d👧"
    assert boundary_before("ab" + family, 5) == 2


def test_a_cluster_longer_than_the_page_is_cut_after_all():
    assert boundary_before("e" + "\u0301" * 50, 20) == 20
