"""Tables of tasks, schedules and live workers. A task's row is the truth; Celery only carries its id.

A row moves once, in the transaction that ends its task: from those that are worked on to those that are kept.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class _Columns:
    """What a task is and how far it has come. `owner` is the public id of whoever asked for it."""

    public_id: Mapped[str]
    kind: Mapped[str]
    status: Mapped[str]
    priority: Mapped[int] = mapped_column(server_default="0")
    payload: Mapped[dict[str, Any]]
    error: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(server_default="0")
    max_attempts: Mapped[int]
    timeout_s: Mapped[int]
    progress: Mapped[float] = mapped_column(server_default="0")
    message: Mapped[str] = mapped_column(server_default="")
    owner: Mapped[str] = mapped_column(server_default="system")
    worker: Mapped[str | None]
    request_id: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    started_at: Mapped[datetime | None]


class Task(_Columns, Table):
    """One that has not ended: the dispatcher and the workers look for work here alone, so it is kept short."""

    __tablename__ = "tasks_task"
    __table_args__ = (
        Index(
            "ix_tasks_ready",
            text("priority DESC"),
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
        Index("ix_tasks_listed", "status", "id"),
        UniqueConstraint("public_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    is_cancel_requested: Mapped[bool] = mapped_column(server_default="false")
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
    result: Mapped[dict[str, Any] | None]


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


class Schedule(Timestamps, Table):
    __tablename__ = "tasks_schedule"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    cron: Mapped[str]
    timezone: Mapped[str] = mapped_column(server_default="UTC")
    is_enabled: Mapped[bool] = mapped_column(server_default="true")
    next_run_at: Mapped[datetime] = mapped_column(index=True)
    last_run_at: Mapped[datetime | None]
    last_task_id: Mapped[str | None]


class Worker(Table):
    __tablename__ = "tasks_worker"

    name: Mapped[str] = mapped_column(primary_key=True)
    slots: Mapped[int]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
