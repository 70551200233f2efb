"""Questions may hold files, which an earlier bot does not know."""

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """No table changes."""
