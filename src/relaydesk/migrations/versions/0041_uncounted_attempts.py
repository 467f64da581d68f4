"""Which attempts of a task do not count."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

_TABLES = ("tasks_task", "tasks_ended")


def upgrade() -> None:
    for table in _TABLES:
        numbers = sa.ARRAY(sa.BigInteger())
        op.add_column(table, sa.Column("uncounted_attempts", numbers, server_default="{}", nullable=False))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "uncounted_attempts")
