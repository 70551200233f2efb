"""The messages of questions that were taken out, for a day."""

import sqlalchemy as sa
from alembic import op

revision = "15"
down_revision = "14"


def upgrade() -> None:
    op.create_table(
        "taken_back",
        sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("taken_back_by_time", "taken_back", ["asked_at"])
