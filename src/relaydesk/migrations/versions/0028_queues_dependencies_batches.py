"""Named queues and ranks, dependencies, batches, kept results, checkpoints and logs of tasks; intervals."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"

_TIME = sa.DateTime(timezone=True)
_READY = sa.text("status = 'queued' AND published_at IS NULL")
_BATCHED = sa.text("batch_id IS NOT NULL")


def upgrade() -> None:
    for table in ("tasks_task", "tasks_ended"):
        op.add_column(table, sa.Column("queue", sa.String(), nullable=False, server_default="default"))
        op.add_column(table, sa.Column("batch_id", sa.String()))
        op.add_column(table, sa.Column("depends_on", postgresql.JSONB(), nullable=False, server_default="[]"))
        op.add_column(table, sa.Column("checkpoint", postgresql.JSONB()))
    for column in ("queue", "depends_on"):
        op.alter_column("tasks_ended", column, server_default=None)
    op.add_column("tasks_task", sa.Column("rank", _TIME))
    op.execute("UPDATE tasks_task SET rank = run_at - priority * interval '1 minute'")
    op.alter_column("tasks_task", "rank", nullable=False)
    op.add_column("tasks_task", sa.Column("after", sa.String(), nullable=False, server_default="success"))
    op.add_column("tasks_task", sa.Column("is_pause_requested", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("tasks_task", sa.Column("cache_key", sa.String()))
    op.add_column("tasks_task", sa.Column("cache_ttl_s", sa.BigInteger()))
    op.drop_index("ix_tasks_ready", "tasks_task")
    op.create_index("ix_tasks_ready", "tasks_task", ["queue", "rank", "id"], postgresql_where=_READY)
    op.create_index("ix_tasks_batch", "tasks_task", ["batch_id", "id"], postgresql_where=_BATCHED)
    op.create_index("ix_tasks_ended_batch", "tasks_ended", ["batch_id", "id"], postgresql_where=_BATCHED)
    op.create_table(
        "tasks_dependency",
        sa.Column("task_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("on_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("task_id", "on_id", name="pk_tasks_dependency"),
    )
    op.create_index("ix_tasks_dependency_on_id", "tasks_dependency", ["on_id"])
    op.create_table(
        "tasks_batch",
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("public_id", name="pk_tasks_batch"),
    )
    op.create_index("ix_tasks_batch_created_at", "tasks_batch", ["created_at"])
    op.create_table(
        "tasks_cache",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("result", postgresql.JSONB()),
        sa.Column("stored_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_tasks_cache"),
    )
    op.create_index("ix_tasks_cache_expires_at", "tasks_cache", ["expires_at"])
    op.execute("CREATE SEQUENCE tasks_log_id_seq AS bigint")
    op.execute("""
        CREATE TABLE tasks_log (
          at timestamptz NOT NULL, id bigint NOT NULL DEFAULT nextval('tasks_log_id_seq'), task_id bigint NOT NULL,
          attempt bigint NOT NULL, level varchar NOT NULL, message varchar NOT NULL, detail varchar,
          CONSTRAINT pk_tasks_log PRIMARY KEY (at, id)
        ) PARTITION BY RANGE (at)
    """)
    op.execute("CREATE TABLE tasks_log_pdefault PARTITION OF tasks_log DEFAULT")
    op.create_index("ix_tasks_log_task", "tasks_log", ["task_id", "id"])
    op.alter_column("tasks_schedule", "cron", nullable=True)
    op.add_column("tasks_schedule", sa.Column("interval_s", sa.BigInteger()))
    op.alter_column("tasks_schedule", "is_enabled", new_column_name="enabled")


def downgrade() -> None:
    op.alter_column("tasks_schedule", "enabled", new_column_name="is_enabled")
    op.execute("DELETE FROM tasks_schedule WHERE cron IS NULL")
    op.drop_column("tasks_schedule", "interval_s")
    op.alter_column("tasks_schedule", "cron", nullable=False)
    for table in ("tasks_log", "tasks_cache", "tasks_batch", "tasks_dependency"):
        op.drop_table(table)
    op.execute("DROP SEQUENCE tasks_log_id_seq")
    op.drop_index("ix_tasks_ready", "tasks_task")
    op.create_index("ix_tasks_ready", "tasks_task", [sa.text("priority DESC"), "id"], postgresql_where=_READY)
    op.drop_index("ix_tasks_batch", "tasks_task")
    op.drop_index("ix_tasks_ended_batch", "tasks_ended")
    for column in ("rank", "after", "is_pause_requested", "cache_key", "cache_ttl_s"):
        op.drop_column("tasks_task", column)
    for table in ("tasks_task", "tasks_ended"):
        for column in ("queue", "batch_id", "depends_on", "checkpoint"):
            op.drop_column(table, column)
