"""All that the bot can say, found in the code by its type, and all that its files hold."""

import ast
import inspect
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import get_args

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

import bot
from bot.core import notices
from bot.core.chat import File, Unread
from bot.core.notices import Notice
from bot.languages.sentences import HERE

# What an argument may be, by its type: a name, and what plurals turn on in some language or other.
EXAMPLES = {
    int: (0, 1, 2, 5, 1234, 1_000_000),
    float: (0.0, 1.0, 1.5, 12.25, 1000.0),
    str: ("", "Ada", "محمد", "{ $x }"),
    File: (File("a.txt", "x", length=1000), *(File("محمد.txt", unread=why) for why in get_args(Unread))),
}


def said() -> list[Notice]:
    """Each notice there is; of each function that makes one, one for every combination of examples."""
    found = [each for each in vars(notices).values() if isinstance(each, Notice)]
    for several in vars(notices).values():
        if isinstance(several, dict):
            found += [each for each in several.values() if isinstance(each, Notice)]
    for make in vars(notices).values():
        if inspect.isfunction(make) and inspect.signature(make, eval_str=True).return_annotation is Notice:
            kinds = [each.annotation for each in inspect.signature(make, eval_str=True).parameters.values()]
            found += [make(*given) for given in product(*(EXAMPLES[kind] for kind in kinds))]
    return found


def counted() -> Iterator[tuple[Notice, Notice]]:
    """What is said of none and of one, for each number that is told of anything."""
    for make in vars(notices).values():
        if not (inspect.isfunction(make) and inspect.signature(make, eval_str=True).return_annotation is Notice):
            continue
        kinds = {each.name: each.annotation for each in inspect.signature(make, eval_str=True).parameters.values()}
        for name in [name for name, kind in kinds.items() if kind is int]:
            given = {other: EXAMPLES[kind][-1] for other, kind in kinds.items()}
            yield make(**given | {name: 0}), make(**given | {name: 1})


def made_elsewhere() -> Iterator[str]:
    """Where in the bot a notice is made outside of the one folder for them."""
    root = Path(bot.__file__).parent
    for file in root.rglob("*.py"):
        if file.is_relative_to(root / "core" / "notices"):
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if name == "Notice":
                    yield file.relative_to(root).as_posix()


PLURALS = {"zero", "one", "two", "few", "many", "other"}


class _Parts(Visitor):
    """The placeholders of a message, and what it tells apart beside the plurals, which each language has of its own."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.choices: set[str] = set()

    def visit_Variant(self, node: ftl.Variant) -> None:  # noqa: N802 - fluent.syntax looks for it
        if isinstance(node.key, ftl.Identifier) and node.key.name not in PLURALS:
            self.choices.add(node.key.name)
        self.generic_visit(node)

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - fluent.syntax looks for it
        self.names.add(node.id.name)


def written(language: str) -> dict[str, frozenset[str]]:
    """The keys in a language's file, each with its placeholders."""
    return {key: frozenset(parts.names) for key, parts in _parts(language).items()}


def told_apart(language: str) -> dict[str, set[str]]:
    """The keys in a language's file, each with the words that decide how it reads."""
    return {key: parts.choices for key, parts in _parts(language).items()}


def _parts(language: str) -> dict[str, _Parts]:
    entries = FluentParser().parse((HERE / f"{language}.ftl").read_text("utf-8")).body
    assert not [each for each in entries if isinstance(each, ftl.Junk)]
    messages = [each for each in entries if isinstance(each, ftl.Message)]
    assert len({each.id.name for each in messages}) == len(messages)
    found = {}
    for message in messages:
        found[message.id.name] = _Parts()
        found[message.id.name].visit(message)
    return found
