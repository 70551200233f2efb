"""Whose words are quoted in a question; questions by who asked them, and by when."""

import sqlalchemy as sa
from alembic import op

revision = "9"
down_revision = "8"


def upgrade() -> None:
    for column in ("quote_author_id", "quote_message"):
        op.add_column("questions", sa.Column(column, sa.BigInteger))
    op.create_index("questions_by_author", "questions", ["author", "id"])
    op.create_index("questions_by_time", "questions", ["asked_at"])
    op.create_index("questions_by_quoted_author", "questions", ["quote_author_id"])
    op.create_index("questions_by_quoted_message", "questions", ["quote_message"])
