"""Summaries of what the model is not shown any more."""

import sqlalchemy as sa
from alembic import op

revision = "12"
down_revision = "11"


def upgrade() -> None:
    op.add_column("fronts", sa.Column("summary", sa.Text))
    op.add_column("fronts", sa.Column("summed_up", sa.BigInteger))
    op.add_column("fronts", sa.Column("title", sa.Text))
