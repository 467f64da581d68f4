"""Wire shapes of the detailed health answer. A part that does not answer has its status and the reason alone."""

from datetime import datetime

from pydantic import BaseModel


class PartHealth(BaseModel):
    status: str
    reason: str | None = None


class Pool(BaseModel):
    """Connections by what becomes of them; there are `max` at most."""

    in_use: int = 0
    free: int = 0
    max: int = 0


class ServerHealth(PartHealth):
    """A server of ours, as it answered last; `latency_ms` is null while it does not."""

    latency_ms: float | None = None
    pool: Pool | None = None


class WorkerSeen(BaseModel):
    name: str
    slots: int
    seen_at: datetime


class TasksHealth(PartHealth):
    """`tasks` are counted by status.

    `reason` is `NoDelivery` where some have waited for a minute beside free workers: the broker may be away.
    """

    tasks: dict[str, int] | None = None
    oldest_waiting_seconds: float | None = None
    workers: list[WorkerSeen] | None = None


class LoopHealth(BaseModel):
    """Work that goes on for ever: when it last succeeded, null for not yet, and how often it has failed."""

    succeeded_seconds_ago: float | None
    failures: int
    error: str | None = None


class LoopsHealth(PartHealth):
    loops: dict[str, LoopHealth] | None = None


class OutboxHealth(PartHealth):
    """`waiting` are events that a subscriber has not had yet."""

    waiting: int | None = None
    oldest_seconds: float | None = None


class SkippedRow(BaseModel):
    """A stored row that cannot be read: it is left out, and all others are served."""

    kind: str
    id: int
    name: str
    reason: str


class GatewayHealth(PartHealth):
    journal_backlog_bytes: int | None = None
    is_configuration_current: bool | None = None
    skipped: list[SkippedRow] | None = None


class InferenceHealth(PartHealth):
    """`is_running` is whether the inference process answers; `deployments` are counted by status."""

    is_running: bool | None = None
    deployments: dict[str, int] | None = None


class DiskHealth(BaseModel):
    free_bytes: int
    total_bytes: int


class HealthDetail(BaseModel):
    status: str
    version: str
    uptime_seconds: float
    database: ServerHealth
    redis: ServerHealth
    tasks: TasksHealth
    loops: LoopsHealth
    outbox: OutboxHealth
    gateway: GatewayHealth | None = None
    inference: InferenceHealth | None = None
    disk: DiskHealth
