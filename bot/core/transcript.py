"""What somebody said and was answered, as a file for them to keep."""

import json
from collections.abc import Callable, Sequence
from typing import Any, Literal

from bot.core.record import Exchange, Incoming

Form = Literal["markdown", "json"]
# What people call the place where something was asked, if that is known.
Named = Callable[[Incoming], str | None]


def transcript(
    exchanges: Sequence[Exchange], form: Form, *, most_bytes: int, named: Named = lambda _: None
) -> tuple[bytes, int]:
    """
    The file, in UTF-8, and how many exchanges are in it: all, or as many of the last ones as `most_bytes` hold.

    The JSON is a list of objects with all that is kept; the Markdown is to be read, and says where something was asked
    as people call the place, where that is `named`.
    """

    def write(exchanges: Sequence[Exchange]) -> str:
        return _json(exchanges) if form == "json" else "\n".join(_section(each, named) for each in exchanges)

    kept = list(exchanges)
    while len(file := write(kept).encode()) > most_bytes and kept:
        # What is in the way is mostly as long as what stays.
        kept = kept[max(1, len(kept) - len(kept) * most_bytes // len(file)) :]
    return file, len(kept)


def _section(exchange: Exchange, named: Named) -> str:
    asked, answer = exchange.question.asked, exchange.answer
    quote = "".join(f"> {line}\n" for line in asked.quote.whole.splitlines()) + "\n" if asked.quote else ""
    heading = f"## {asked.at:%Y-%m-%d %H:%M} UTC, {named(asked) or _numbered(asked)}"
    return f"{heading}\n\n{quote}**{asked.author.name}:** {asked.text}\n\n**Bot:** {answer.text.strip()}\n"


def _numbered(asked: Incoming) -> str:
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
        "quote": asked.quote and {"author": asked.quote.author, "text": asked.quote.whole},
        "answer": answer.text,
        "thought": answer.thought,
        "state": answer.state,
        "versions": exchange.versions,
        "model": answer.recipe and answer.recipe.model,
        "messages": list(answer.pages),
    }
