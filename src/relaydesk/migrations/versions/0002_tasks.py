"""Tasks, schedules, workers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "tasks_schedule",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("cron", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), server_default="UTC", nullable=False),
        sa.Column("is_enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("next_run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_run_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_task_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks_schedule")),
        sa.UniqueConstraint("name", name=op.f("uq_tasks_schedule_name")),
    )
    op.create_index(op.f("ix_tasks_schedule_next_run_at"), "tasks_schedule", ["next_run_at"], unique=False)
    op.create_table(
        "tasks_task",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("priority", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("attempt", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("max_attempts", sa.BigInteger(), nullable=False),
        sa.Column("timeout_s", sa.BigInteger(), nullable=False),
        sa.Column("progress", sa.Double(), server_default="0", nullable=False),
        sa.Column("message", sa.String(), server_default="", nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=True),
        sa.Column("is_cancel_requested", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("worker", sa.String(), nullable=True),
        sa.Column("request_id", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks_task")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_tasks_task_idempotency_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_tasks_task_public_id")),
    )
    op.create_index(
        "ix_tasks_due",
        "tasks_task",
        ["run_at"],
        unique=False,
        postgresql_where=sa.text("status IN ('scheduled', 'retrying')"),
    )
    op.create_index(
        "ix_tasks_leases", "tasks_task", ["lease_until"], unique=False, postgresql_where=sa.text("status = 'running'")
    )
    op.create_index("ix_tasks_listed", "tasks_task", ["status", "id"], unique=False)
    op.create_index(
        "ix_tasks_ready", "tasks_task", ["priority", "id"], unique=False, postgresql_where=sa.text("status = 'queued'")
    )
    op.create_table(
        "tasks_worker",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slots", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tasks_worker")),
    )


def downgrade() -> None:
    op.drop_table("tasks_worker")
    op.drop_index("ix_tasks_ready", table_name="tasks_task", postgresql_where=sa.text("status = 'queued'"))
    op.drop_index("ix_tasks_listed", table_name="tasks_task")
    op.drop_index("ix_tasks_leases", table_name="tasks_task", postgresql_where=sa.text("status = 'running'"))
    op.drop_index(
        "ix_tasks_due", table_name="tasks_task", postgresql_where=sa.text("status IN ('scheduled', 'retrying')")
    )
    op.drop_table("tasks_task")
    op.drop_index(op.f("ix_tasks_schedule_next_run_at"), table_name="tasks_schedule")
    op.drop_table("tasks_schedule")
