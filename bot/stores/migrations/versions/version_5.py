"""Whom the administrators of servers let in and keep out."""

import sqlalchemy as sa
from alembic import op

revision = "5"
down_revision = "4"

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "access",
        sa.Column("id", _id, primary_key=True),
        sa.Column("server", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.BigInteger, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.UniqueConstraint("server", "kind", "subject", name="access_subject"),
    )
