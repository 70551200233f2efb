"""
Finds places where a text may be cut without breaking a character that people see as one.

A conservative reading of the extended grapheme clusters of Unicode Standard Annex 29 with
the standard library alone: it may call a place unsafe where the annex would allow a cut,
never the other way round for the scripts and emoji that Python's `unicodedata` knows.
"""

import unicodedata

JOINER = "\u200d"
KEYCAP = "\u20e3"


def boundary_before(text: str, at: int) -> int:
    """
    The last safe place to cut `text` that is not after `at`, or `at` itself if there is none.

    There is none where one cluster begins at the start of the text and reaches past `at`: a letter
    under thousands of accents has to be cut somewhere.
    """
    for place in range(at, 0, -1):
        if is_boundary(text, place):
            return place
    return at


def is_boundary(text: str, at: int) -> bool:
    """Whether `text` may be cut at `at`: both ends may."""
    return not (0 < at < len(text) and _joined(text, at))


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and after `at` belong, or may belong, together."""
    before, after = text[at - 1], text[at]
    if before == "\r" and after == "\n":
        return True
    if before in "\r\n":
        return False
    return (
        _extends(after)
        or before == JOINER
        or _prepends(before)
        or (_is_hangul_part(before) and _is_hangul_part(after))
        or (_is_flag_half(before) and _is_flag_half(after) and _flag_halves_until(text, at) % 2 == 1)
        or (_links_conjuncts(text, at) and unicodedata.category(after) == "Lo")
    )


def _extends(char: str) -> bool:
    """Accents, variation selectors, joiners, skin tones, tags and keycaps lean on what stands before them."""
    return (
        unicodedata.category(char) in ("Mn", "Mc", "Me")
        or char in (JOINER, "\u200c", KEYCAP, "\uff9e", "\uff9f", "\u0e33", "\u0eb3")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _prepends(char: str) -> bool:
    """Signs such as the Arabic number sign lean on what follows them."""
    return (unicodedata.category(char) == "Cf" and unicodedata.bidirectional(char) == "AN") or char in (
        "\u070f\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f\U00011941\U00011a3a"
        "\U00011a84\U00011a85\U00011a86\U00011a87\U00011a88\U00011a89\U00011d46\U00011f02"
    )


def _is_hangul_part(char: str) -> bool:
    return "\u1100" <= char <= "\u11ff" or "\ua960" <= char <= "\ua97f" or "\uac00" <= char <= "\ud7ff"


def _is_flag_half(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flag_halves_until(text: str, at: int) -> int:
    start = at
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return at - start


def _links_conjuncts(text: str, at: int) -> bool:
    """Whether a virama, with nothing but marks and joiners after it, ends at `at` (UAX 29, rule GB9c)."""
    while at > 0 and _extends(text[at - 1]):
        if unicodedata.combining(text[at - 1]) == 9:
            return True
        at -= 1
    return False
