"""Finds the formulas that are worth a picture."""

import re

from bot.core.display.formulas import is_formula, unicode_of

# More would be a page of its own.
MOST, LONGEST = 8, 400

# What is not closed within a page is not open: else every mark of an answer would be looked for up to its end.
_CODE = re.compile(
    r"^[ \t]*(?P<fence>`{4,}|~{3,})[^`~\n]*\n(?:(?:.*?\n)?[ \t]*(?P=fence)[`~]*[ \t]*$|.*\Z)"
    r"|```.*?(?:```|\Z)|(?<!`)(?P<ticks>`{1,9})(?!`).{1,1000}?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_FORMULA = re.compile(
    r"\$\$(?P<dollars>.{1,1000}?)\$\$|\\\[(?P<square>.{1,1000}?)\\\]|\\\((?P<round>.{1,1000}?)\\\)"
    r"|(?<![\w\\$])\$(?=\S)(?P<dollar>(?:\\[^\n]|[^\n\\$])+)(?<=\S)\$(?![\w$])",
    re.DOTALL,
)


def worth_a_picture(text: str) -> tuple[str, ...]:
    """The formulas of an answer that stand alone and those that Unicode cannot write, without their delimiters."""
    found = []
    for match in _FORMULA.finditer(_CODE.sub(" ", text)):
        alone = match["dollars"] or match["square"]
        formula = alone or match["round"] or match["dollar"]
        if match["dollar"] and not is_formula(formula):
            continue
        if len(formula) <= LONGEST and ((alone and re.search(r"[\\^_=]", alone)) or unicode_of(formula) is None):
            found.append(formula.strip())
    return tuple(dict.fromkeys(found))[:MOST]
