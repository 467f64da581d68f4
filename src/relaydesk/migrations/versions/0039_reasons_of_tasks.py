"""Why a task failed as a stable code, by which tasks are found, and tasks of a queue other than the usual one."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"

_TABLES = ("tasks_task", "tasks_ended")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("error_code", sa.String()))
    known = sa.text("error_code IS NOT NULL")
    op.create_index("ix_tasks_ended_error_code", "tasks_ended", ["error_code", "id"], postgresql_where=known)
    op.create_index("ix_tasks_error_code", "tasks_task", ["error_code", "id"], postgresql_where=known)
    op.create_index(
        "ix_tasks_ended_queue", "tasks_ended", ["queue", "id"], postgresql_where=sa.text("queue <> 'default'")
    )


def downgrade() -> None:
    op.drop_index("ix_tasks_ended_queue", "tasks_ended")
    for table in _TABLES:
        op.drop_column(table, "error_code")
