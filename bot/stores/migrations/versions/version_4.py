"""The language of a question, and why an answer ended as what can be said in any."""

import json

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"

# So many rows are brought along at a time.
_STRIDE = 1000

_answers = sa.table("answers", sa.column("id", sa.BigInteger), sa.column("reason", sa.Text))


def upgrade() -> None:
    op.add_column("questions", sa.Column("language", sa.Text))
    connection, last = op.get_bind(), -1
    reasons = sa.select(_answers).where(_answers.c.reason.is_not(None)).order_by("id").limit(_STRIDE)
    while rows := connection.execute(reasons.where(_answers.c.id > last)).all():
        for row in rows:
            # No key is looked for: what people have read stays as it is.
            said = json.dumps({"key": "verbatim", "arguments": {"text": row.reason}}, ensure_ascii=False)
            connection.execute(sa.update(_answers).where(_answers.c.id == row.id).values(reason=said))
        last = rows[-1].id
