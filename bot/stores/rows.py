"""Rows as values, and values as rows."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Row

from bot.core.chat import Options, Usage
from bot.core.passes import Pass
from bot.core.record import Answer, Author, Exchange, Incoming, Question, Quote, Recipe

NEW = {"state": "queued", "parts": (), "thought": "", "is_settled": False, "has_controls": False}
"""The columns of an answer that nobody has begun to write."""


def wording(incoming: Incoming) -> dict[str, Any]:
    """The columns of a question that an edit changes."""
    return {
        "author": incoming.author.id,
        "author_name": incoming.author.name,
        "is_private": incoming.is_private,
        "parts": incoming.parts,
        "earlier": incoming.earlier,
        "quote_author": incoming.quote and incoming.quote.author,
        "quote_text": incoming.quote and incoming.quote.text,
        "quote_author_id": incoming.quote and incoming.quote.author_id,
        "quote_message": incoming.quote and incoming.quote.message,
        "quote_forwards": incoming.quote.forwards if incoming.quote else (),
        "quote_chain": incoming.quote.chain if incoming.quote else (),
    }


def origin(incoming: Incoming) -> dict[str, Any]:
    """The columns of a question that stay: where and when it was asked, and in what language that is spoken of."""
    return {
        "message": incoming.message,
        "channel": incoming.channel,
        "parent": incoming.parent,
        "category": incoming.category,
        "server": incoming.server,
        "asked_at": incoming.at,
        "language": incoming.language,
    }


def making(recipe: Recipe) -> dict[str, Any]:
    """The columns of an answer that say how it is made."""
    return {
        "model": recipe.model,
        "engine": recipe.engine,
        "options": asdict(recipe.options),
        "persona": recipe.persona,
        "prompt": recipe.prompt,
        "left_out": recipe.left_out,
    }


def question(row: Row[Any]) -> Question:
    """The question in a row whose columns are named after their table and themselves."""
    asked = Incoming(
        channel=row.questions_channel,
        author=Author(row.questions_author, row.questions_author_name),
        parts=row.questions_parts,
        quote=_quote(row),
        earlier=row.questions_earlier,
        message=row.questions_message,
        parent=row.questions_parent,
        category=row.questions_category,
        server=row.questions_server,
        is_private=row.questions_is_private,
        language=row.questions_language,
        at=row.questions_asked_at,
    )
    return Question(row.questions_id, asked)


def answer(row: Row[Any], pages: tuple[int, ...]) -> Answer:
    """The answer in a row whose columns are named after their table and themselves."""
    return Answer(
        id=row.answers_id,
        question=row.answers_question,
        version=row.answers_version,
        state=row.answers_state,
        parts=row.answers_parts,
        thought=row.answers_thought,
        pages=pages,
        finish=row.answers_finish,
        reason=row.answers_reason,
        notes=row.answers_notes,
        recipe=_recipe(row),
        usage=None if row.answers_usage is None else Usage(**_known(Usage, row.answers_usage)),
        begun_at=row.answers_begun_at,
        ended_at=row.answers_ended_at,
        is_settled=row.answers_is_settled,
        has_controls=row.answers_has_controls,
    )


def exchange(row: Row[Any], pages: tuple[int, ...]) -> Exchange:
    """Both of them, and which of how many versions it is."""
    return Exchange(question(row), answer(row, pages), row.position, row.versions)


def _quote(row: Row[Any]) -> Quote | None:
    if row.questions_quote_text is None:
        return None
    return Quote(
        row.questions_quote_author,
        row.questions_quote_text,
        row.questions_quote_author_id,
        row.questions_quote_message,
        row.questions_quote_forwards,
        row.questions_quote_chain,
    )


def _recipe(row: Row[Any]) -> Recipe | None:
    if row.answers_options is None:
        return None
    options = Options(**_known(Options, row.answers_options))
    return Recipe(
        row.answers_model,
        row.answers_engine,
        options,
        row.answers_persona,
        prompt=row.answers_prompt,
        left_out=row.answers_left_out or 0,
    )


def _known(kind: type[Options | Usage], stored: Mapping[str, Any]) -> dict[str, Any]:
    """What a later bot may have noted besides is passed over."""
    known = {field.name: stored[field.name] for field in fields(kind) if field.name in stored}
    return known | {"passes": tuple(Pass(*each) for each in known.get("passes", ()))}
