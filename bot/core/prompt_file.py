"""What the model is shown, word for word, as a file for somebody in the same place."""

import re
from collections.abc import Iterator

from bot.core.chat import Turn
from bot.core.context import Context
from bot.core.excerpts import cut
from bot.core.record import Exchange

_BACKTICKS = re.compile("`+")


def prompt_file(context: Context, *, reader: int, with_instructions: bool) -> str:
    """
    The turns in Markdown, each in a fence, for the person `reader`.

    What came with other people's messages stands there by name alone: a linked message is such a file, and not
    everybody who is here can read the channel where that stands.
    """
    return "\n".join(_section(turn) for turn in _turns(context, reader, with_instructions=with_instructions))


def is_withheld(context: Context, *, reader: int) -> bool:
    """Whether anything stands there by name alone."""
    return any(file.content for each in context.shown if not _is_by(reader, each) for file in each.question.asked.files)


def _turns(context: Context, reader: int, *, with_instructions: bool) -> Iterator[Turn]:
    if with_instructions:
        yield Turn("system", context.system_prompt)
    for exchange in context.shown:
        asked = exchange.question.asked
        yield (asked if _is_by(reader, exchange) else cut(asked, 0)).turn()
        yield exchange.answer.turn()


def _is_by(person: int, exchange: Exchange) -> bool:
    return exchange.question.asked.author.id == person


def _section(turn: Turn) -> str:
    fence = "`" * max(3, 1 + max(map(len, _BACKTICKS.findall(turn.text)), default=0))
    return f"## {turn.role}\n\n{fence}\n{turn.text}\n{fence}\n"
