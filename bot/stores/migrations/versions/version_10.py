"""What the model was shown for an answer, told from anything else, and how much of the past it was not."""

import sqlalchemy as sa
from alembic import op

revision = "10"
down_revision = "9"


def upgrade() -> None:
    op.add_column("answers", sa.Column("prompt", sa.Text))
    op.add_column("answers", sa.Column("left_out", sa.Integer))
