"""Chooses a page of a channel's history, as GET messages asks for it."""

from collections.abc import Mapping

from bot.sandbox.errors import invalid_form
from bot.sandbox.state.models import Message
from bot.sandbox.verbs.form import number


def select(messages: list[Message], query: Mapping[str, str], *, most: int) -> list[Message]:
    """`limit` messages (50 if it is left out) before, after or around an id, newest first."""
    limit = number(query, "limit", default=50)
    if not 1 <= limit <= most:
        raise invalid_form({"limit": ("NUMBER_TYPE_MAX", f"int value should be between 1 and {most}.")})
    ordered = sorted(messages, key=lambda message: message.id)
    if "around" in query:
        return _around(ordered, number(query, "around"), limit)
    if "after" in query:
        start = number(query, "after")
        return [message for message in ordered if message.id > start][:limit][::-1]
    end = number(query, "before", default=1 << 64)
    return [message for message in ordered if message.id < end][-limit:][::-1]


def _around(ordered: list[Message], middle: int, limit: int) -> list[Message]:
    before = [message for message in ordered if message.id < middle]
    after = [message for message in ordered if message.id >= middle]
    earlier = before[-(limit // 2) :] if limit > 1 else []
    return (earlier + after[: limit - len(earlier)])[::-1]
