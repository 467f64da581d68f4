"""Indexes of tasks by status for lists and figures alone, which no question of the dispatcher or a worker matches."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"

_IS_QUEUED = "(status || '') = 'queued'"


def upgrade() -> None:
    op.drop_index("ix_tasks_listed", table_name="tasks_task")
    op.create_index("ix_tasks_listed", "tasks_task", [sa.text("lower(status)"), "id"])
    op.create_index("ix_tasks_oldest", "tasks_task", ["run_at"], postgresql_where=sa.text(_IS_QUEUED))


def downgrade() -> None:
    op.drop_index("ix_tasks_oldest", table_name="tasks_task")
    op.drop_index("ix_tasks_listed", table_name="tasks_task")
    op.create_index("ix_tasks_listed", "tasks_task", ["status", "id"])
