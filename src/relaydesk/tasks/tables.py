"""Tables of tasks, schedules and live workers. The task row is the truth; Celery only carries its id."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class Task(Table):
    """`owner` is the public id of whoever asked for it, to whom its idempotency key belongs, too."""

    __tablename__ = "tasks_task"
    __table_args__ = (
        Index("ix_tasks_ready", "priority", "id", postgresql_where=text("status = 'queued'")),
        Index("ix_tasks_due", "run_at", postgresql_where=text("status IN ('scheduled', 'retrying')")),
        Index("ix_tasks_leases", "lease_until", postgresql_where=text("status = 'running'")),
        Index("ix_tasks_listed", "status", "id"),
        Index("ix_tasks_task_kind", "kind", "id"),
        Index("ix_tasks_owned", "owner", "id"),
        UniqueConstraint("owner", "idempotency_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    status: Mapped[str]
    priority: Mapped[int] = mapped_column(server_default="0")
    payload: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
    attempt: Mapped[int] = mapped_column(server_default="0")
    max_attempts: Mapped[int]
    timeout_s: Mapped[int]
    progress: Mapped[float] = mapped_column(server_default="0")
    message: Mapped[str] = mapped_column(server_default="")
    owner: Mapped[str] = mapped_column(server_default="system")
    idempotency_key: Mapped[str | None]
    is_cancel_requested: Mapped[bool] = mapped_column(server_default="false")
    worker: Mapped[str | None]
    request_id: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


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
