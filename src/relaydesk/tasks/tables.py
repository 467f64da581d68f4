"""Tables of tasks, schedules and live workers. A task's row is the truth; Celery only carries its id.

A row moves once, in the transaction that ends its task: from those that are worked on to those that are kept.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, BigInteger, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps
from relaydesk.tasks.types import DEFAULT_QUEUE

# What is looked for by people, by lists and by figures. The dispatcher and the workers write `status`, so that no plan
# of theirs takes these indexes: where statistics were older than a burst of tasks, each claim read all of it.
LISTED_STATUS, IS_QUEUED = "lower(status)", "(status || '') = 'queued'"


class _Columns:
    """What a task is and how far it has come. `owner` is the public id of whoever asked for it.

    `run_at` is from when it may run, or last could: what it depends on had ended, somebody had retried or resumed it.
    How long a task has waited is counted from there; `rank` keeps its place. For each attempt that does not count
    `max_attempts` has one more.
    """

    public_id: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    priority: Mapped[int] = mapped_column(server_default="0")
    payload: Mapped[dict[str, Any]]
    error: Mapped[str | None]
    error_code: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(server_default="0")
    max_attempts: Mapped[int]
    uncounted_attempts: Mapped[list[int]] = mapped_column(ARRAY(BigInteger), server_default="{}")
    timeout_s: Mapped[int]
    progress: Mapped[float] = mapped_column(server_default="0")
    message: Mapped[str] = mapped_column(server_default="")
    owner: Mapped[str] = mapped_column(server_default="system")
    worker: Mapped[str | None]
    request_id: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    queue: Mapped[str] = mapped_column(server_default=DEFAULT_QUEUE)
    batch_id: Mapped[str | None]
    depends_on: Mapped[list[str]] = mapped_column(server_default="[]")
    after: Mapped[str] = mapped_column(server_default="success")
    checkpoint: Mapped[dict[str, Any] | None]


class Task(_Columns, Table):
    """One that has not ended: the dispatcher and the workers look for work here alone, so it is kept short.

    `rank` is when it is due, a minute earlier for each point of its priority: what waits is begun in this order, so
    that nothing waits for ever. `after` says what it waits for while it is waiting for others.
    """

    __tablename__ = "tasks_task"
    __table_args__ = (
        Index(
            "ix_tasks_ready",
            "queue",
            "rank",
            "id",
            postgresql_where=text("status = 'queued' AND published_at IS NULL"),
        ),
        Index(
            "ix_tasks_published",
            "published_at",
            postgresql_where=text("status = 'queued' AND published_at IS NOT NULL"),
        ),
        Index("ix_tasks_due", "run_at", postgresql_where=text("status IN ('scheduled', 'retrying')")),
        Index("ix_tasks_leases", "lease_until", postgresql_where=text("status = 'running'")),
        Index("ix_tasks_listed", text(LISTED_STATUS), "id"),
        Index("ix_tasks_oldest", "run_at", postgresql_where=text(IS_QUEUED)),
        Index("ix_tasks_batch", "batch_id", "id", postgresql_where=text("batch_id IS NOT NULL")),
        Index("ix_tasks_error_code", "error_code", "id", postgresql_where=text("error_code IS NOT NULL")),
        UniqueConstraint("public_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rank: Mapped[datetime] = mapped_column(deferred=True)  # may lie beyond the calendar of datetime
    is_cancel_requested: Mapped[bool] = mapped_column(server_default="false")
    is_pause_requested: Mapped[bool] = mapped_column(server_default="false")
    cache_key: Mapped[str | None]
    cache_ttl_s: Mapped[int | None]
    published_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]

    result = None
    finished_at = None


class EndedTask(_Columns, Table):
    """One that has ended, by the day of its end; kept for as long as ended tasks are, then dropped with its day."""

    __tablename__ = "tasks_ended"
    __table_args__ = (
        Index("ix_tasks_ended_newest", "id"),
        Index("ix_tasks_ended_public_id", "public_id"),
        Index("ix_tasks_ended_kind", "kind", "id"),
        Index("ix_tasks_ended_status", "status", "id"),
        Index("ix_tasks_ended_owned", "owner", "id"),
        Index("ix_tasks_ended_error_code", "error_code", "id", postgresql_where=text("error_code IS NOT NULL")),
        Index("ix_tasks_ended_queue", "queue", "id", postgresql_where=text(f"queue <> '{DEFAULT_QUEUE}'")),
        Index("ix_tasks_ended_batch", "batch_id", "id", postgresql_where=text("batch_id IS NOT NULL")),
        {"postgresql_partition_by": "RANGE (finished_at)"},
    )

    finished_at: Mapped[datetime] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    priority: Mapped[int]
    attempt: Mapped[int]
    progress: Mapped[float]
    message: Mapped[str]
    owner: Mapped[str]
    request_id: Mapped[str]
    queue: Mapped[str]
    depends_on: Mapped[list[str]]
    result: Mapped[Any] = mapped_column(JSONB, nullable=True)


class EndedCount(Table):
    """How many tasks have ended on a day (UTC): what is kept is never counted whole."""

    __tablename__ = "tasks_ended_count"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    tasks: Mapped[int]


class IdempotencyKey(Table):
    """An idempotency key, which belongs to whoever gave it, and what it was given for."""

    __tablename__ = "tasks_key"

    owner: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    task_id: Mapped[str]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(index=True)


class Dependency(Table):
    """A task waits for another one that has not ended."""

    __tablename__ = "tasks_dependency"

    task_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    on_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, index=True)


class Cascade(Table):
    """A task has ended that others waited for, too many for one transaction: the rest of them is to be told."""

    __tablename__ = "tasks_cascade"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    public_id: Mapped[str]
    status: Mapped[str]


class Batch(Table):
    """Tasks that were asked for at once; how far they are is counted from their rows."""

    __tablename__ = "tasks_batch"

    public_id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    owner: Mapped[str]
    total: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)


class CachedResult(Table):
    """What a task gave, by its kind, the version of its code and its payload."""

    __tablename__ = "tasks_cache"

    key: Mapped[str] = mapped_column(primary_key=True)
    result: Mapped[Any] = mapped_column(JSONB, nullable=True)
    stored_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LogLine(Table):
    """What an attempt told while it ran, and why it failed; `detail` is a traceback. By the day on which it did."""

    __tablename__ = "tasks_log"
    __table_args__ = (
        Index("ix_tasks_log_task", "task_id", "id"),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    at: Mapped[datetime] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(primary_key=True, server_default=text("nextval('tasks_log_id_seq')"))
    task_id: Mapped[int]
    attempt: Mapped[int]
    level: Mapped[str]
    message: Mapped[str]
    detail: Mapped[str | None]


class Schedule(Timestamps, Table):
    __tablename__ = "tasks_schedule"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    cron: Mapped[str | None]
    interval_s: Mapped[int | None]
    timezone: Mapped[str] = mapped_column(server_default="UTC")
    enabled: Mapped[bool] = mapped_column(server_default="true")
    next_run_at: Mapped[datetime] = mapped_column(index=True)
    last_run_at: Mapped[datetime | None]
    last_task_id: Mapped[str | None]


class Worker(Table):
    __tablename__ = "tasks_worker"

    name: Mapped[str] = mapped_column(primary_key=True)
    slots: Mapped[int]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
