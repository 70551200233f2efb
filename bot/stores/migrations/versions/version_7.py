"""What is said below an answer beside why it ended."""

import sqlalchemy as sa
from alembic import op

revision = "7"
down_revision = "6"


def upgrade() -> None:
    op.add_column("answers", sa.Column("notes", sa.JSON))
