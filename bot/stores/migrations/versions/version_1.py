"""Exchanges as two texts, saved once the answer was whole."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    schema = op.create_table("schema_version", sa.Column("version", sa.Integer, nullable=False))
    op.bulk_insert(schema, [{"version": 1}])
    op.create_table(
        "exchanges",
        sa.Column("id", _id, primary_key=True),
        sa.Column("channel", sa.BigInteger, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.current_timestamp()),
        sqlite_autoincrement=True,
    )
    op.create_index("exchanges_by_channel", "exchanges", ["channel", "id"])
    op.create_table(
        "fronts",
        sa.Column("channel", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("last_left_out", sa.BigInteger, nullable=False),
    )
