"""Raised and lowered characters, and what else Unicode has of them, from its own tables."""

import unicodedata

# The ordinals of Latin-1, which stand for "a" and "o" in no formula.
_ORDINALS = "ªº"


def _decomposed(kind: str) -> dict[str, str]:
    """The characters that Unicode tells to be `kind` of others, by those others."""
    found: dict[str, str] = {}
    for char in map(chr, range(0xA0, 0x2E00)):
        tag, *points = unicodedata.decomposition(char).split() or [""]
        if tag == f"<{kind}>" and char not in _ORDINALS:
            found.setdefault("".join(chr(int(point, 16)) for point in points), char)
    return found


_RAISED = _decomposed("super") | {"-": "⁻", "'": "′", "*": "*", "′": "′", "∘": "°", "†": "†"}
_LOWERED = _decomposed("sub") | {"-": "₋"}
SCRIPTS = "".join(char for char in (*_RAISED.values(), *_LOWERED.values()) if char not in "*-[]^")
"""All of them, for a class of characters of a regular expression."""
_FRACTIONS = {whole.replace("⁄", "/"): char for whole, char in _decomposed("fraction").items()}


def raised(text: str) -> str | None:
    """`text` as an exponent; `None` where Unicode lacks a character of it."""
    return _script(text, _RAISED)


def lowered(text: str) -> str | None:
    """`text` as an index; `None` where Unicode lacks a character of it."""
    return _script(text, _LOWERED)


def fraction(above: str, below: str) -> str | None:
    """A fraction that is one character, such as ½; `None` where there is none."""
    return _FRACTIONS.get(f"{above}/{below}")


def _script(text: str, known: dict[str, str]) -> str | None:
    chars = [known.get(char) for char in text if not char.isspace()]
    return None if None in chars else "".join(filter(None, chars))
