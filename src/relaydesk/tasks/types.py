"""Statuses of a task, what may become of each, and the event at its end."""

from dataclasses import dataclass
from enum import StrEnum

from relaydesk.kernel.events import Event


class Status(StrEnum):
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    QUEUED = "queued"
    RUNNING = "running"
    RETRYING = "retrying"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSchedule:
    """A schedule that a package wants every installation to have; people may change it or switch it off."""

    name: str
    kind: str
    cron: str


# wakes the dispatcher; wakes the workers, to look at what is asked of tasks that run
DISPATCH, REQUESTS = "tasks", "tasks:requests"
FINISHED = frozenset({Status.SUCCEEDED, Status.FAILED, Status.CANCELLED})

# what a person may ask of a task in which status
ACTIONS: dict[str, frozenset[Status]] = {
    "cancel": frozenset(Status) - FINISHED,
    "retry": frozenset({Status.FAILED, Status.CANCELLED}),
    "pause": frozenset({Status.WAITING, Status.SCHEDULED, Status.QUEUED, Status.RETRYING}),
    "resume": frozenset({Status.PAUSED}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFinished(Event):
    task_id: str
    kind: str
    status: Status
