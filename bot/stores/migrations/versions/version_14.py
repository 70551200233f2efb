"""From whom a question took words, of whatever kind; a quote's chain apart from it."""

import sqlalchemy as sa
from alembic import op

revision = "14"
down_revision = "13"


def upgrade() -> None:
    for column in ("quote_forwards", "quote_chain"):
        op.add_column("questions", sa.Column(column, sa.JSON, nullable=False, server_default="[]"))
    op.create_table(
        "sources",
        sa.Column("question", sa.BigInteger, sa.ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
        sa.Column("author", sa.BigInteger),
        sa.Column("message", sa.BigInteger),
    )
    for column in ("question", "author", "message"):
        op.create_index(f"sources_by_{column}", "sources", [column])
    op.execute(
        "INSERT INTO sources (question, author, message) SELECT id, quote_author_id, quote_message FROM questions "
        "WHERE quote_author_id IS NOT NULL OR quote_message IS NOT NULL"
    )
    op.drop_index("questions_by_quoted_author", "questions")
    op.drop_index("questions_by_quoted_message", "questions")
