"""Questions, versions of answers, and the messages they stand in."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"

# So many rows are brought along at a time.
_STRIDE = 1000

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_moment = sa.DateTime(timezone=True)


def upgrade() -> None:
    questions, answers = _create_questions(), _create_answers()
    _create_pages()
    for column in ("parent", "server"):
        op.add_column("fronts", sa.Column(column, sa.BigInteger))
    for rows in _exchanges():
        op.bulk_insert(questions, [_question(row) for row in rows])
        op.bulk_insert(answers, [_answer(row) for row in rows])
    op.drop_table("exchanges")
    # From here on Alembic counts; bots from before look here, and refuse.
    op.execute("UPDATE schema_version SET version = 2")


def _create_questions() -> sa.Table:
    table = op.create_table(
        "questions",
        sa.Column("id", _id, primary_key=True),
        sa.Column("message", sa.BigInteger),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("parent", sa.BigInteger),
        sa.Column("server", sa.BigInteger),
        sa.Column("author", sa.BigInteger, nullable=False),
        sa.Column("author_name", sa.Text, nullable=False),
        sa.Column("is_private", sa.Boolean, nullable=False),
        sa.Column("parts", sa.JSON, nullable=False),
        sa.Column("quote_author", sa.Text),
        sa.Column("quote_text", sa.Text),
        sa.Column("asked_at", _moment, nullable=False),
        sa.Column("chosen", sa.BigInteger),
        sa.UniqueConstraint("message", name="questions_message"),
        sqlite_autoincrement=True,
    )
    op.create_index("questions_by_channel", "questions", ["channel", "id"])
    op.create_index("questions_by_parent", "questions", ["parent"])
    op.create_index("questions_by_server", "questions", ["server"])
    return table


def _create_answers() -> sa.Table:
    table = op.create_table(
        "answers",
        sa.Column("id", _id, primary_key=True),
        sa.Column("question", sa.BigInteger, sa.ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("parts", sa.JSON, nullable=False),
        sa.Column("finish", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("model", sa.Text),
        sa.Column("engine", sa.Text),
        sa.Column("options", sa.JSON),
        sa.Column("usage", sa.JSON),
        sa.Column("begun_at", _moment),
        sa.Column("ended_at", _moment),
        sa.Column("is_settled", sa.Boolean, nullable=False),
        sa.Column("has_controls", sa.Boolean, nullable=False),
        sa.Column("thought", sa.Text, nullable=False),
        sa.UniqueConstraint("question", "version", name="answers_version"),
        sqlite_autoincrement=True,
    )
    op.create_index("answers_by_settled", "answers", ["is_settled"])
    op.create_index("answers_by_end", "answers", ["has_controls", "ended_at"])
    return table


def _create_pages() -> None:
    op.create_table(
        "pages",
        sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("answer", sa.BigInteger, sa.ForeignKey("answers.id", ondelete="CASCADE"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
    )
    op.create_index("pages_by_answer", "pages", ["answer", "number"])


def _exchanges() -> Iterator[Sequence[sa.Row[Any]]]:
    table = sa.table(
        "exchanges",
        sa.column("id", sa.BigInteger),
        sa.column("channel", sa.BigInteger),
        sa.column("question", sa.Text),
        sa.column("answer", sa.Text),
        sa.column("created_at", _moment),
    )
    last = -1
    while rows := op.get_bind().execute(sa.select(table).where(table.c.id > last).order_by("id").limit(_STRIDE)).all():
        yield rows
        last = rows[-1].id


def _question(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "channel": row.channel,
        # Who asked is in the text already, as the model read it, and nowhere else: nobody is named a second time.
        "author": 0,
        "author_name": "",
        "is_private": True,
        "parts": _parts(row.question),
        "asked_at": row.created_at,
        "chosen": row.id,
    }


def _answer(row: sa.Row[Any]) -> dict[str, Any]:
    return {
        "id": row.id,
        "question": row.id,
        "version": 1,
        "state": "done",
        "parts": _parts(row.answer),
        "ended_at": row.created_at,
        "is_settled": True,
        "has_controls": False,
        "thought": "",
    }


def _parts(text: str) -> list[dict[str, str]]:
    return [{"kind": "text", "text": text}] if text else []
