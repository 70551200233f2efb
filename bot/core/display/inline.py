"""Puts what stands within a line into what Discord draws: formulas, HTML, images, footnotes, marks that are meant."""

import builtins
import html
import re
from collections.abc import Callable

from bot.core.display.formulas import is_formula, unicode_of
from bot.core.display.scripts import lowered, raised

_PAIRED = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "*"),
    **dict.fromkeys(("u", "ins"), "__"),
    **dict.fromkeys(("s", "strike", "del"), "~~"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "`"),
    **dict.fromkeys(("mark", "small", "big", "font", "span", "center", "p", "div", "details", "summary"), ""),
}
_TAG = "|".join((*_PAIRED, "a", "sub", "sup"))
# The first that matches at a place has it; what no pattern matches is text.
_PATTERNS = {
    "code": r"(?<!`)(?P<ticks>`+)(?!`)(?s:.+?)(?<!`)(?P=ticks)(?!`)",
    "display": r"\$\$(?P<dollars>(?s:.+?))\$\$|\\\[(?P<square>(?s:.+?))\\\]",
    "formula": r"\\\((?P<round>[^\n]+?)\\\)|(?<![\w\\$])\$(?=\S)(?P<dollar>(?:\\[^\n]|[^\n\\$])+)(?<=\S)\$(?![\w$])",
    "escape": r"\\[^\w\s]",
    "image": r"!\[(?P<alt>[^\]\n]*)\]\(\s*<?(?P<picture>[^\s)>]+)>?(?:\s[^)\n]*)?\)",
    "footnote": r"\[\^(?P<note>[^\]\s]+)\]",
    "link": r"\[(?P<label>[^\[\]\n]+)\]\((?P<address>[^\s)]*)(?:\s+\"[^\"\n]*\")?\)",
    "url": r"<?https?://[^\s<>]+>?|<(?:[@#/:]|a:|t:)[^\s<>]*>",
    "comment": r"<!--[^\n]*?-->",
    "line": r"<(?:br|wbr)\s*/?>",
    "img": r"<img\s(?P<source>[^<>\n]*)>",
    "pair": rf"<(?P<tag>{_TAG})(?P<attributes>\s[^<>\n]*)?>(?P<inside>[^\n]*?)</(?P=tag)\s*>",
    "entity": r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]\w{1,30});",
    # Nobody who asks a model wants something hidden: two of them are "or".
    "bars": r"\|\|+",
    "star": r"(?<=[0-9A-Za-z)\]])\*(?=[0-9A-Za-z(\[])",
    "dunder": r"(?<![\w*])__(?P<name>[a-z]+(?:_[a-z]+)*)__(?!\w)",
}
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()), re.IGNORECASE)
# What a pattern may begin with whose end is still to come.
_OPENING = re.compile(
    # No "$5 a month".
    r"`|\$(?!\d[\d.,]*[kKmMbB]?(?:\s+[a-z]{2}|[;:!?)-]|\s*$))|\\[(\[]|\\$"
    r"|!?\[[^\[\]\n]*(?:\](?:\([^)\n]*)?)?$"
    rf"|<(?:{_TAG})(?:\s[^<>\n]*)?>|<[^<>\n]{{0,200}}$"
    r"|&[\w#]*$|https?:|[*|_!]+$",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"(\w+)\s*=\s*[\"']([^\"'<>]*)[\"']")
_MARKS = re.compile(r"([\\*_~`|<>])")
_SPECIAL_NAMES = {
    name.strip("_") for kind in (builtins, object, type, dict, int, Exception, Callable) for name in dir(kind)
} | {"main", "file", "all", "path", "enter", "exit", "slots", "del", "call", "iter", "next", "getattr", "post_init"}


def drawn(text: str) -> str:
    """`text`, of one or more whole lines or stretches of words, as Discord shows what it means."""
    return _ANY.sub(_put, text)


def escaped(text: str) -> str:
    """`text` such that Discord draws nothing of it but its characters."""
    return _MARKS.sub(r"\\\1", text)


def opening(text: str) -> int:
    """From where on `text` may yet become something else as more of it comes; its length where nothing may."""
    at = 0
    while found := _OPENING.search(text, at):
        whole = _ANY.match(text, found.start())
        # At the very end, one more mark would make it another one.
        if whole is None or whole.end() == len(text):
            return found.start()
        at = whole.end()
    return len(text)


def is_open_across_lines(text: str) -> bool:
    """Whether `text` ends in code or in a formula that goes on in the next line."""
    at = opening(text)
    return text.startswith(("`", "$$", r"\["), at)


def _put(match: re.Match[str]) -> str:
    kind = next(name for name in _PATTERNS if match[name] is not None)
    put = _PUT.get(kind)
    return match[0] if put is None else put(match)


def _formula(match: re.Match[str]) -> str:
    source = match["round"] or match["dollar"]
    if match["dollar"] is not None and not is_formula(source):
        # The second of them may begin a formula.
        return "$" + drawn(match[0][1:])
    text = unicode_of(source)
    return _code(match[0]) if text is None else escaped(text.replace("\n", "; "))


def _display(match: re.Match[str]) -> str:
    source = (match["dollars"] or match["square"]).strip()
    if match["square"] and not re.search(r"[\\^_=+<>\d]", source):
        return match[0]
    text = unicode_of(source)
    if text is None:
        return f"```latex\n{source}\n```" if "\n" in source else _code(source)
    return escaped(text)


def _code(text: str) -> str:
    return f"``{text}``" if "`" in text else f"`{text}`"


def _link(match: re.Match[str]) -> str:
    # Discord draws no others, and would show both halves.
    is_whole = re.match(r"<?(?:https?|discord|mailto):", match["address"])
    return match[0] if is_whole else drawn(match["label"])


def _image(match: re.Match[str]) -> str:
    return f"🖼️ [{match['alt'].strip() or 'image'}]({match['picture']})"


def _img(match: re.Match[str]) -> str:
    known: dict[str, str] = dict(_ATTRIBUTE.findall(match["source"]))
    if not known.get("src", "").startswith(("http://", "https://")):
        return known.get("alt", "")
    return f"🖼️ [{known.get('alt', '').strip() or 'image'}]({known['src']})"


def _footnote(match: re.Match[str]) -> str:
    return raised(match["note"]) or f"⁽{match['note']}⁾"


def _pair(match: re.Match[str]) -> str:
    tag, inside = match["tag"].lower(), match["inside"]
    if tag in ("sub", "sup"):
        script = (raised if tag == "sup" else lowered)(html.unescape(inside))
        return script or escaped("^_"[tag == "sub"]) + f"({drawn(inside)})"
    if tag == "a":
        address = re.search(r"href\s*=\s*[\"']?(https?://[^\s\"'>]+)", match["attributes"] or "")
        return f"[{drawn(inside)}]({address[1]})" if address else drawn(inside)
    mark = _PAIRED[tag]
    return f"{mark}{inside if mark == '`' else drawn(inside)}{mark}" if inside.strip() else inside


def _dunder(match: re.Match[str]) -> str:
    return escaped(match[0]) if match["name"] in _SPECIAL_NAMES else match[0]


_PUT: dict[str, Callable[[re.Match[str]], str]] = {
    "display": _display,
    "formula": _formula,
    "image": _image,
    "img": _img,
    "footnote": _footnote,
    "link": _link,
    "comment": lambda _: "",
    "line": lambda _: "\n",
    "pair": _pair,
    "entity": lambda match: escaped(html.unescape(match[0])) if html.unescape(match[0]) != match[0] else match[0],
    "bars": lambda match: escaped(match[0]),
    "star": lambda match: escaped(match[0]),
    "dunder": _dunder,
}
