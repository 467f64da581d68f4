"""What a task that has ended waited for: one that is retried waits for the same again."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.add_column("tasks_ended", sa.Column("after", sa.String(), server_default="success", nullable=False))


def downgrade() -> None:
    op.drop_column("tasks_ended", "after")
