"""Puts what a line begins with into what Discord draws: headings, rules, quotes, lists, tasks and footnotes."""

import re
from collections.abc import Callable

from bot.core.display.scripts import raised

RULE = "─" * 16

_RULE = re.compile(r" {0,3}(?:([-*_])(?:[ \t]*\1){2,}|<hr\s*/?>)\s*$", re.IGNORECASE)
# Discord draws three levels.
_DEEP = re.compile(r" {0,3}#{4,6}[ \t]+(.*?)[ \t]*#*(\n?)$")
_TITLE = re.compile(r"\s*<h([1-6])[^<>]*>(.*?)</h\1\s*>(\s*)$", re.IGNORECASE)
_QUOTE = re.compile(r" {0,3}>[ \t]?(?=(.?))")
# The rest of the message would be a quote: Python's prompt is meant.
_PROMPT = re.compile(r">>>(?=\s)")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])([ \t]+)(?:\[([ xX])\][ \t]+)?(?=\S)")
_LIST_TAG = re.compile(r"([ \t]*)<li[^<>]*>(.*?)(?:</li\s*>)?(\s*)$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]:[ \t]*")
# A tag alone on its line says nothing here.
_BARE_TAG = re.compile(
    r"[ \t]*</?(?:details|summary|p|div|center|span|ul|ol|dl|section|article|blockquote|figure|body|html)(?:\s[^<>]*)?>"
    r"[ \t]*(\n?)$",
    re.IGNORECASE,
)
_HEADING = re.compile(r" {0,3}#{4,6}[ \t]")
# What may be underlined is a short line of words.
_WORDS = re.compile(r" {0,3}(?![#>|=~`<]|[-*+][ \t]|\d{1,9}[.)][ \t])\S.{0,79}\n")
_UNDERLINE = re.compile(r" {0,3}(={3,}|-{4,})[ \t]*\n?")
_PART_OF_UNDERLINE = re.compile(r" {0,3}(?:=*|-*)[ \t]{0,80}")


def needs_its_end(line: str) -> bool:
    """Whether what `line` begins with can be told only when all of it is there."""
    return bool(_HEADING.match(line) or line.lstrip().startswith("<"))


def may_be_underlined(line: str) -> bool:
    """Whether `line`, its line break included, is a heading where an underline follows."""
    return _WORDS.fullmatch(line) is not None and _RULE.match(line) is None


def may_underline(line: str) -> bool:
    """Whether the beginning of a line may become an underline."""
    return _PART_OF_UNDERLINE.fullmatch(line) is not None


def underlined(title: str, line: str, *, is_first: bool) -> str | None:
    """
    The heading that `title` is by `line` below it; `None` where that is no underline.

    Three dashes are meant as a rule by most who write them, and so are any below a line that is not the first one of
    its paragraph.
    """
    found = _UNDERLINE.fullmatch(line)
    if found is None or (found[1][0] == "-" and not is_first):
        return None
    return f"{'#' if found[1][0] == '=' else '##'} {title.strip()}\n"


def begun(line: str, draw: Callable[[str], str]) -> str:
    """`line` as Discord shows it, its own line break included; what stands inside is drawn by `draw`."""
    for pattern, put in _LINES:
        if match := pattern.match(line):
            return put(match, line[match.end() :], draw)
    return draw(line)


def _deep(match: re.Match[str], rest: str, draw: Callable[[str], str]) -> str:
    title = draw(match[1]).replace("**", "").strip()
    return (f"**{title}**" if title else "") + match[2] + draw(rest)


def _title(match: re.Match[str], rest: str, draw: Callable[[str], str]) -> str:
    return begun("#" * int(match[1]) + " " + match[2] + match[3], draw) + draw(rest)


def _quote(match: re.Match[str], rest: str, draw: Callable[[str], str]) -> str:
    # Discord draws one level.
    while inner := _QUOTE.match(rest):
        rest = rest[inner.end() :]
    return "> " + begun(rest, draw)


def _item(match: re.Match[str], rest: str, draw: Callable[[str], str]) -> str:
    mark = "-" if match[2] == "+" else match[2].replace(")", ".")
    # Both are emoji on Discord; of the plain boxes, one is.
    box = {None: "", " ": "⬜ "}.get(match[4], "✅ ")
    return f"{match[1].expandtabs(4)}{mark} {box}{draw(rest)}"


_LINES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str, Callable[[str], str]], str]], ...] = (
    (_RULE, lambda match, rest, draw: RULE + match[0][len(match[0].rstrip()) :] + draw(rest)),
    (_DEEP, _deep),
    (_TITLE, _title),
    (_PROMPT, lambda match, rest, draw: "\\>>>" + draw(rest)),
    (_QUOTE, _quote),
    (_FOOTNOTE, lambda match, rest, draw: f"-# {raised(match[1]) or f'⁽{match[1]}⁾'} {draw(rest)}"),
    (_ITEM, _item),
    (_LIST_TAG, lambda match, rest, draw: f"{match[1]}- {draw(match[2])}{match[3]}{draw(rest)}"),
    (_BARE_TAG, lambda match, rest, draw: draw(rest)),
)
