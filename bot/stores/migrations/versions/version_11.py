"""What people spent of their budgets."""

import sqlalchemy as sa
from alembic import op

revision = "11"
down_revision = "10"

_id = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "spendings",
        sa.Column("id", _id, primary_key=True),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tokens", sa.BigInteger, nullable=False),
    )
    op.create_index("spendings_by_person", "spendings", ["person", "at"])
    op.create_index("spendings_by_time", "spendings", ["at"])
