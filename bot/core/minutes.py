"""What a model is asked for a summary, and what is taken of its answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.chat import Turn
from bot.core.excerpts import cut
from bot.core.record import Exchange, Summary

LONGEST_TITLE = 80
"""The most characters of a title; a longer first line is none."""

_KEEPER = "You keep the minutes of a conversation. You write only what was said in it, and add nothing."
_WISH = (
    "Write a title of at most six words on the first line. Below it, sum up all of the above in one short paragraph: "
    "who wanted what, what was decided, and which facts and names will be needed later on. "
    "Use the language of the conversation."
)
_LABEL = re.compile(r"\W*(?:title|summary)\W*:\W*", re.IGNORECASE)
_MARKS = " \t-#*_`\"'“”„«»"


@dataclass(frozen=True, slots=True)
class Minutes:
    """A summary as the model wrote it, under a `title` where it gave one."""

    text: str
    title: str = ""


def instructed(before: Summary | None, exchanges: Sequence[Exchange], *, most: int | None = None) -> list[Turn]:
    """
    The prompt for a summary of `before` and what followed it: of each message `most` characters.

    What came with a message stands there by name alone. A linked message is such a file, and whoever is shown the
    summary may not be able to read where that stands.
    """
    said = [line for each in exchanges for line in _said(each, most)]
    if before:
        said.insert(0, f"[Summed up before]\n{before.text}")
    return [Turn("system", _KEEPER), Turn("user", "\n\n".join([*said, f"[End of the conversation]\n{_WISH}"]))]


def taken(written: str) -> Minutes | None:
    """The minutes in what the model wrote; `None` where it wrote nothing."""
    first, _, rest = written.strip().partition("\n")
    title = _LABEL.sub("", first, count=1).strip(_MARKS)
    text = _LABEL.sub("", rest.strip(), count=1) if _LABEL.match(rest.strip()) else rest.strip()
    if text and title and len(title) <= LONGEST_TITLE:
        return Minutes(text, title)
    return Minutes(written.strip()) if written.strip() else None


def _said(exchange: Exchange, most: int | None) -> tuple[str, str]:
    asked = exchange.question.asked
    question = cut(asked, 0).turn().text[:most]
    return f"User: {question}" if asked.is_private else question, f"Assistant: {exchange.answer.turn().text[:most]}"
