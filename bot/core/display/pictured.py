"""Finds the formulas that are worth a picture."""

import re

from bot.core.display.formulas import is_formula, unicode_of

# More would be a page of its own.
MOST, LONGEST = 8, 400

_CODE = re.compile(
    r"^[ \t]*(?P<fence>`{4,}|~{3,})[^`~\n]*\n(?:(?:.*?\n)?[ \t]*(?P=fence)[`~]*[ \t]*$|.*\Z)"
    r"|```.*?(?:```|\Z)|(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)",
    re.DOTALL | re.MULTILINE,
)
_FORMULA = re.compile(
    r"\$\$(?P<dollars>.+?)\$\$|\\\[(?P<square>.+?)\\\]|\\\((?P<round>.+?)\\\)"
    r"|(?<![\w\\$])\$(?P<dollar>(?:\\[^\n]|[^\n\\$])+)\$(?![\w$])",
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
