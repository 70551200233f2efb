"""What somebody said and was answered, as a file for them to keep."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Literal

from bot.core.record import Exchange

Form = Literal["markdown", "json"]


def transcript(exchanges: Sequence[Exchange], form: Form, *, most_bytes: int) -> tuple[bytes, int]:
    """
    The file, in UTF-8, and how many exchanges are in it: all, or as many of the last ones as `most_bytes` hold.

    The JSON is a list of objects with all that is kept; the Markdown is to be read.
    """
    write: Callable[[Sequence[Exchange]], str] = _json if form == "json" else _markdown
    kept = list(exchanges)
    while len(file := write(kept).encode()) > most_bytes and kept:
        # What is in the way is mostly as long as what stays.
        kept = kept[max(1, len(kept) - len(kept) * most_bytes // len(file)) :]
    return file, len(kept)


def _markdown(exchanges: Sequence[Exchange]) -> str:
    return "\n".join(_section(each) for each in exchanges)


def _section(exchange: Exchange) -> str:
    asked, answer = exchange.question.asked, exchange.answer
    quote = "".join(f"> {line}\n" for line in asked.quote.text.splitlines()) + "\n" if asked.quote else ""
    heading = f"## {asked.at:%Y-%m-%d %H:%M} UTC, {_place(exchange)}"
    return f"{heading}\n\n{quote}**{asked.author.name}:** {asked.text}\n\n**Bot:** {answer.text.strip()}\n"


def _place(exchange: Exchange) -> str:
    asked = exchange.question.asked
    channel = f"channel {asked.channel if asked.channel > 0 else asked.parent}"
    return channel if asked.server is None else f"{channel} on server {asked.server}"


def _json(exchanges: Sequence[Exchange]) -> str:
    return json.dumps([_object(each) for each in exchanges], ensure_ascii=False, indent=2)


def _object(exchange: Exchange) -> dict[str, Any]:
    asked, answer = exchange.question.asked, exchange.answer
    return {
        "at": asked.at.isoformat(),
        "server": asked.server,
        "channel": asked.channel,
        "message": asked.message,
        "author": asked.author.name,
        "question": asked.text,
        "quote": asked.quote and {"author": asked.quote.author, "text": asked.quote.text},
        "answer": answer.text,
        "thought": answer.thought,
        "state": answer.state,
        "versions": exchange.versions,
        "model": answer.recipe and answer.recipe.model,
        "messages": list(answer.pages),
    }
