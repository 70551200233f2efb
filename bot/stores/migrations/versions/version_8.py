"""Questions in several messages."""

import sqlalchemy as sa
from alembic import op

revision = "8"
down_revision = "7"


def upgrade() -> None:
    op.add_column("questions", sa.Column("earlier", sa.JSON, nullable=False, server_default="[]"))
    op.create_table(
        "earlier",
        sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("question", sa.BigInteger, sa.ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("earlier_by_question", "earlier", ["question"])
