"""What the model is shown, word for word, as a file for somebody in the same place."""

import re
from collections.abc import Iterator

from bot.core.context import Context
from bot.core.excerpts import cut
from bot.core.record import Exchange
from bot.core.window import told

_BACKTICKS = re.compile("`+")


def prompt_file(context: Context, *, reader: int, with_instructions: bool) -> str:
    """
    The turns in Markdown, each in a fence, for the person `reader`; before them the summary, which opens the first one.

    What came with other people's messages stands there by name alone: a linked message is such a file, and not
    everybody who is here can read the channel where that stands.
    """
    turns = _turns(context, reader, with_instructions=with_instructions)
    return "\n".join(_section(role, text) for role, text in turns)


def is_withheld(context: Context, *, reader: int) -> bool:
    """Whether anything stands there by name alone."""
    return any(file.content for each in context.shown if not _is_by(reader, each) for file in each.question.asked.files)


def _turns(context: Context, reader: int, *, with_instructions: bool) -> Iterator[tuple[str, str]]:
    if with_instructions:
        yield "system", context.system_prompt
    if context.summary:
        yield "summary", told(context.summary)
    for exchange in context.shown:
        asked = exchange.question.asked
        for turn in ((asked if _is_by(reader, exchange) else cut(asked, 0)).turn(), exchange.answer.turn()):
            yield turn.role, turn.text


def _is_by(person: int, exchange: Exchange) -> bool:
    return exchange.question.asked.author.id == person


def _section(role: str, text: str) -> str:
    fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(text)), default=0))
    return f"## {role}\n\n{fence}\n{text}\n{fence}\n"
