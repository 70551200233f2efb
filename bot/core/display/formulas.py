"""Writes formulas in Unicode, where that reads well."""

import re

from pylatexenc import latexwalker  # type: ignore[import-untyped]  # declares no types

from bot.core.display.macros import Unreadable, spaced, syntax, writer

# What Unicode has in one size alone.
_SIZES = re.compile(r"\\(?:left|right|middle)(?![A-Za-z])\s*\.?|\\[bB]igg?[lrm]?(?![A-Za-z])")
_WORDS = re.compile(r"\\(?:text|textbf|textit|textrm|mathrm|mathbf|mathit|operatorname\*?)\s*\{[^{}]*\}|\\[A-Za-z]+")
_MATHS = re.compile(r"[\\^_=+<>*/\d]|^\s*[^\W\d]\s*$|^\s*[^\W\d]\s*[-,|:(]")
_SYNTAX, _WRITER = syntax(), writer()


def unicode_of(formula: str) -> str | None:
    """
    A formula without its delimiters in Unicode, perhaps over several lines; `None` where it would not read well.

    Nothing in it is escaped.
    """
    try:
        nodes, _, _ = latexwalker.LatexWalker(
            _SIZES.sub("", formula).strip(), latex_context=_SYNTAX, tolerant_parsing=False
        ).get_latex_nodes()
        text = _WRITER.nodelist_to_text(nodes)
    except (Unreadable, latexwalker.LatexWalkerError, ValueError, IndexError, RecursionError):
        return None
    lines = [spaced(line) for line in text.split("\n")]
    return "\n".join(filter(None, lines)) or None


def is_formula(text: str) -> bool:
    """Whether what stands between two dollar signs is a formula, rather than money and words."""
    if text != text.strip() or not _MATHS.search(text):
        return False
    words = re.findall(r"[^\W\d_]{2,}", _WORDS.sub(" ", text))
    # "$5 and 10$", "$HOME/bin:$PATH".
    return not (words and (text[0].isdigit() or len(words) > 3 or text.isupper()))
