"""What is set for servers, categories and channels; the category of a question, and the persona that answered it."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"


def upgrade() -> None:
    op.add_column("questions", sa.Column("category", sa.BigInteger))
    op.add_column("answers", sa.Column("persona", sa.Text))
    op.create_table(
        "profiles",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("parent", sa.BigInteger),
        sa.Column("server", sa.BigInteger),
        sa.Column("overrides", sa.JSON, nullable=False),
    )
