"""How each macro, sign and environment of a formula is written in Unicode."""

import re
from collections.abc import Callable
from typing import Any, NoReturn

from pylatexenc import latex2text, latexwalker, macrospec  # type: ignore[import-untyped]  # declares no types

from bot.core.display.scripts import SCRIPTS, fraction, lowered, raised

# What a denominator, a root or an exponent needs no brackets around.
_ATOM = re.compile(rf"[√∛∜∂Δd]?(?:\d+(?:[.,]\d+)?|[^\W\d_])[{SCRIPTS}\u0300-\u036f\u20d0-\u20ff]*|√?\([^()]*\)|[^\s\w]")
_SUM = re.compile(r"[-+−±=<>\s](?![^()]*\))")
# Relations stand alone, operators have the same space on both sides, and what stands before something belongs to it.
_RELATION = re.compile(r"(?<=[^\s(\[{])\s*([≤≥≠≈≡≅∼∝→←↔⇒⇔↦∈∉⊂⊆⊃⊇])\s*(?=\S)")
_UNEVEN = re.compile(r"(?<=[\w)\]}′] )([∪∩±∓×·÷∧∨])(?=[^\s)])")
_PREFIXED = re.compile(r"(?<=[∂Δ∇∀∃¬⌊⌈⟨]) ")
_TALL = ("array", "bmatrix", "Bmatrix", "matrix", "pmatrix", "smallmatrix", "vmatrix", "Vmatrix")
_LINES = (
    "aligned",
    "gathered",
    *(f"{name}{star}" for name in ("align", "eqnarray", "equation", "gather") for star in ("", "*")),
)


class Unreadable(Exception):
    """Unicode has nothing for it."""


def spaced(text: str) -> str:
    """`text` with the space around its signs that people are used to."""
    text = _RELATION.sub(r" \1 ", " ".join(text.split()))
    return _UNEVEN.sub(r"\1 ", _PREFIXED.sub("", text))


def _bracketed(text: str) -> str:
    text = text.strip()
    return text if _ATOM.fullmatch(text) else f"({text})"


def _fraction(above: str, below: str) -> str:
    above, below = spaced(above), spaced(below)
    return fraction(above, below) or f"{f'({above})' if _SUM.search(above) else above}/{_bracketed(below)}"


def _root(degree: str, radicand: str) -> str:
    sign = {"": "√", "2": "√", "3": "∛", "4": "∜"}.get(degree.strip())
    if sign is None:
        above = raised(degree)
        if above is None:
            raise Unreadable(degree)
        sign = f"{above}√"
    return sign + _bracketed(radicand)


def _raised(text: str) -> str:
    return raised(text) or _spelled("^", text.strip())


def _lowered(text: str) -> str:
    return lowered(text) or _spelled("_", text.strip())


def _spelled(mark: str, text: str) -> str:
    return f"{mark}{text}" if len(text) == 1 else f"{mark}({text})" if text else ""


def _over(mark: str) -> Callable[[str], str]:
    return lambda text: "".join(char + mark for char in text.strip())


def _refuse(*_: Any, **__: Any) -> NoReturn:
    raise Unreadable


def _cases(rows: str) -> str:
    return "{ " + "; ".join(" ".join(row.split()) for row in rows.split("\n") if row.strip())


def _with_body(write: Callable[[str], str]) -> Callable[..., str]:
    """An environment's text of what it holds: no marks of its columns, each of its rows a line."""

    def replaced(node: Any, l2tobj: Any) -> str:
        return write(str(l2tobj.nodelist_to_text(node.nodelist)).strip())

    return replaced


def _with_arguments(write: Callable[..., str]) -> Callable[..., str]:
    """A macro's text of those of its arguments, "" where one is left out."""

    def replaced(node: Any, l2tobj: Any) -> str:
        arguments = node.nodeargd.argnlist if node.nodeargd else None
        if arguments is None:
            raise Unreadable("a mark where nothing can be raised or lowered")
        return write(*(l2tobj.nodelist_to_text([each]) if each is not None else "" for each in arguments))

    return replaced


# Each with the arguments it takes, as pylatexenc spells them, and what is written for them.
_MACROS: dict[str, tuple[str, Callable[..., str]]] = {
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), ("{{", _fraction)),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), ("{{", lambda above, below: f"({above} over {below})")),
    **dict.fromkeys(("text", "textbf", "textit", "textrm", "mathrm", "mathit", "mathsf"), ("{", lambda text: text)),
    **dict.fromkeys(("mathbf", "boldsymbol", "bm", "mbox", "boxed"), ("{", lambda text: text)),
    **dict.fromkeys(("overline", "widebar"), ("{", _over("\u0305"))),
    **dict.fromkeys(("operatorname", "operatorname*"), ("{", lambda text: text)),
    "sqrt": ("[{", _root),
    "underline": ("{", _over("\u0332")),
    "widehat": ("{", _over("\u0302")),
    "pmod": ("{", lambda text: f" (mod {text})"),
    "tag": ("{", lambda text: f"  ({text})"),
    "xrightarrow": ("[{", lambda _, text: f" —{text}→ "),
    "underset": ("{{", lambda below, text: text + _lowered(below)),
    "overset": ("{{", lambda above, text: text + _raised(above)),
}
# What pylatexenc does not know, or knows another way.
_SIGNS = {
    **{name: name for name in ("arg", "cot", "csc", "deg", "det", "dim", "gcd", "ker", "Im", "Pr", "Re", "sec")},
    "implies": " ⟹ ",
    "iff": " ⟺ ",
    "gets": " ← ",
    "models": " ⊨ ",
    "ne": " ≠ ",
    "lt": " < ",
    "gt": " > ",
    "mid": " | ",
    "land": " ∧ ",
    "lor": " ∨ ",
    "bmod": " mod ",
    "lnot": "¬",
    "neg": "¬",
    "bot": "⊥",
    "colon": ":",
    "triangle": "△",
    "checkmark": "✓",
    "dots": "…",
    "ldots": "…",
    "cdots": "⋯",
    "vdots": "⋮",
    "lvert": "|",
    "rvert": "|",
    "lVert": "‖",
    "rVert": "‖",
    "|": "‖",
    "degree": "°",
    **dict.fromkeys(("limits", "nolimits", "displaystyle", "textstyle", "nonumber", "notag"), ""),
}
_SCRIPTS = {"^": _raised, "_": _lowered}


def syntax() -> Any:
    """What pylatexenc reads a formula by."""
    known = latexwalker.get_default_latex_context_db()
    known.add_context_category(
        "formulas",
        macros=[
            *(macrospec.std_macro(name, arguments) for name, (arguments, _) in _MACROS.items()),
            *(macrospec.std_macro(name, "") for name in _SIGNS),
        ],
        specials=[
            macrospec.SpecialsSpec(mark, args_parser=macrospec.MacroStandardArgsParser("{")) for mark in _SCRIPTS
        ],
        prepend=True,
    )
    return known


def writer() -> Any:
    """What writes what was read; it raises `Unreadable`."""
    known = latex2text.get_default_latex_context_db()
    known.add_context_category(
        "formulas",
        macros=[
            *(latex2text.MacroTextSpec(name, simplify_repl=_with_arguments(to)) for name, (_, to) in _MACROS.items()),
            *(latex2text.MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()),
        ],
        specials=[
            *(latex2text.SpecialsTextSpec(mark, simplify_repl=_with_arguments(to)) for mark, to in _SCRIPTS.items()),
            latex2text.SpecialsTextSpec("&", simplify_repl=" "),
        ],
        environments=[
            *(latex2text.EnvironmentTextSpec(name, simplify_repl=_refuse) for name in _TALL),
            *(latex2text.EnvironmentTextSpec(name, simplify_repl=_with_body(str)) for name in _LINES),
            latex2text.EnvironmentTextSpec("cases", simplify_repl=_with_body(_cases)),
        ],
        prepend=True,
    )
    known.set_unknown_macro_spec(latex2text.MacroTextSpec("", simplify_repl=_refuse))
    known.set_unknown_environment_spec(latex2text.EnvironmentTextSpec("", simplify_repl=_refuse))
    return latex2text.LatexNodes2Text(latex_context=known, math_mode="text", strict_latex_spaces="based-on-source")
