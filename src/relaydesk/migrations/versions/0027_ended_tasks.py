"""Tasks that have ended leave the table that is worked from; idempotency keys have a table of their own."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0027"
down_revision = "0026"

_TIME = sa.DateTime(timezone=True)
_KEPT = """id, public_id, kind, status, priority, payload, result, error, attempt, max_attempts, timeout_s, progress,
  message, owner, worker, request_id, created_at, run_at, started_at, finished_at"""
_OVER = "status IN ('succeeded', 'failed', 'cancelled')"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE tasks_ended (
          id bigint NOT NULL, public_id varchar NOT NULL, kind varchar NOT NULL, status varchar NOT NULL,
          priority bigint NOT NULL, payload jsonb NOT NULL, result jsonb, error varchar, attempt bigint NOT NULL,
          max_attempts bigint NOT NULL, timeout_s bigint NOT NULL, progress double precision NOT NULL,
          message varchar NOT NULL, owner varchar NOT NULL, worker varchar, request_id varchar NOT NULL,
          created_at timestamptz NOT NULL, run_at timestamptz NOT NULL, started_at timestamptz,
          finished_at timestamptz NOT NULL,
          CONSTRAINT pk_tasks_ended PRIMARY KEY (finished_at, id)
        ) PARTITION BY RANGE (finished_at)
    """)
    op.execute("CREATE TABLE tasks_ended_pdefault PARTITION OF tasks_ended DEFAULT")
    op.create_index("ix_tasks_ended_newest", "tasks_ended", ["id"])
    op.create_index("ix_tasks_ended_public_id", "tasks_ended", ["public_id"])
    op.create_index("ix_tasks_ended_kind", "tasks_ended", ["kind", "id"])
    op.create_index("ix_tasks_ended_status", "tasks_ended", ["status", "id"])
    op.create_index("ix_tasks_ended_owned", "tasks_ended", ["owner", "id"])
    op.create_table(
        "tasks_ended_count",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("tasks", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "kind", "status", name="pk_tasks_ended_count"),
    )
    op.create_table(
        "tasks_key",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("owner", "key", name="pk_tasks_key"),
    )
    op.create_index("ix_tasks_key_created_at", "tasks_key", ["created_at"])
    op.execute("""
        INSERT INTO tasks_key SELECT owner, idempotency_key, public_id, kind, payload, created_at
        FROM tasks_task WHERE idempotency_key IS NOT NULL
    """)
    given = _KEPT.replace("finished_at", "coalesce(finished_at, created_at)")
    op.execute(f"INSERT INTO tasks_ended ({_KEPT}) SELECT {given} FROM tasks_task WHERE {_OVER}")  # noqa: S608
    op.execute("""
        INSERT INTO tasks_ended_count
        SELECT CAST(finished_at AT TIME ZONE 'UTC' AS date), kind, status, count(*) FROM tasks_ended GROUP BY 1, 2, 3
    """)
    op.execute(f"DELETE FROM tasks_task WHERE {_OVER}")  # noqa: S608
    op.drop_constraint("uq_tasks_task_owner_idempotency_key", "tasks_task", type_="unique")
    for column in ("result", "finished_at", "idempotency_key"):
        op.drop_column("tasks_task", column)
    for index in ("ix_tasks_owned", "ix_tasks_task_kind", "ix_tasks_ready"):
        op.drop_index(index, "tasks_task")
    ready, published = (sa.text(f"status = 'queued' AND published_at IS {null}") for null in ("NULL", "NOT NULL"))
    op.create_index("ix_tasks_ready", "tasks_task", [sa.text("priority DESC"), "id"], postgresql_where=ready)
    op.create_index("ix_tasks_published", "tasks_task", ["published_at"], postgresql_where=published)


def downgrade() -> None:
    op.drop_index("ix_tasks_published", "tasks_task")
    op.drop_index("ix_tasks_ready", "tasks_task")
    op.create_index("ix_tasks_ready", "tasks_task", ["priority", "id"], postgresql_where=sa.text("status = 'queued'"))
    op.create_index("ix_tasks_task_kind", "tasks_task", ["kind", "id"])
    op.create_index("ix_tasks_owned", "tasks_task", ["owner", "id"])
    op.add_column("tasks_task", sa.Column("idempotency_key", sa.String()))
    op.add_column("tasks_task", sa.Column("finished_at", _TIME))
    op.add_column("tasks_task", sa.Column("result", postgresql.JSONB()))
    op.execute(f"INSERT INTO tasks_task ({_KEPT}) SELECT {_KEPT} FROM tasks_ended")  # noqa: S608
    op.execute("""
        UPDATE tasks_task SET idempotency_key = tasks_key.key FROM tasks_key
        WHERE tasks_key.task_id = tasks_task.public_id
    """)
    op.create_unique_constraint("uq_tasks_task_owner_idempotency_key", "tasks_task", ["owner", "idempotency_key"])
    op.drop_table("tasks_key")
    op.drop_table("tasks_ended_count")
    op.drop_table("tasks_ended")
