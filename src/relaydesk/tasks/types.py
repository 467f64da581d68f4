"""Statuses of a task, what may become of each, and the event at its end."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from relaydesk.kernel.events import Event

LEASE = timedelta(seconds=30)  # of an attempt, which its worker extends while it runs
ROOM = 16  # tasks that a child process of a worker, one of its slots, does side by side
# an escaped NUL of JSON, but not the six characters behind an escaped backslash
ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


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


class FailureCode(StrEnum):
    """Why an attempt failed where Relaydesk says so itself; an error of its own that a handler raised has another."""

    HANDLER_FAILED = "HANDLER_FAILED"
    HANDLER_MISSING = "HANDLER_MISSING"
    TIMED_OUT = "TIMED_OUT"
    FORCED_END = "FORCED_END"
    WORKER_LOST = "WORKER_LOST"
    PROCESS_ENDED = "PROCESS_ENDED"
    RESULT_UNREADABLE = "RESULT_UNREADABLE"
    END_NOT_STORED = "END_NOT_STORED"
    DEPENDENCY_FAILED = "DEPENDENCY_FAILED"
    DEPENDENCY_CANCELLED = "DEPENDENCY_CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSchedule:
    """A schedule that a package wants every installation to have; people may change it or switch it off."""

    name: str
    kind: str
    cron: str


class After(StrEnum):
    """What a task waits for: that those it depends on have succeeded, or that they have ended however."""

    SUCCESS = "success"
    ANY = "any"


DEFAULT_QUEUE = "default"
MOST_WAITS = 100_000  # of the tasks of a batch, all in all: each is a row that comes, and goes with the end of a task
# of payloads, and of results and checkpoints, which often hold a payload
MOST_NESTED, MOST_NESTED_RESULT = 64, 100
MOST_RESULT_BYTES = 4 * 1024 * 1024  # of JSON: what is read with its task holds whoever reads it
RESULT_TOO_LARGE = f"its result is larger than {MOST_RESULT_BYTES // 1024**2} MiB of JSON"
# wakes the dispatcher; the workers, to look at what is asked of tasks that run; and whoever follows up ends
DISPATCH, REQUESTS, CASCADES = "tasks", "tasks:requests", "tasks:cascades"
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


class Claimed(NamedTuple):
    """What an attempt needs to know of its task."""

    id: int
    public_id: str
    kind: str
    payload: dict[str, Any]
    attempt: int
    max_attempts: int
    timeout_s: int
    request_id: str
    checkpoint: dict[str, Any] | None


Level = Literal["info", "warning", "error"]
Stop = Literal["cancelled", "paused", "lost"]  # why an attempt is to end


class Change(StrEnum):
    """What happens to a task beside its attempts, as lines of the level `state` in its log."""

    PAUSED = "paused"  # its attempt is, and does not count: the next one goes on with it
    PAUSED_WAITING = "paused while it waited"
    RESUMED = "resumed"


class Line(NamedTuple):
    """What an attempt tells, or what is told of it; `detail` is a traceback."""

    at: datetime
    task_id: int
    attempt: int
    level: str
    message: str
    detail: str | None = None

    @classmethod
    def of_change(cls, at: datetime, task_id: int, attempt: int, change: Change) -> "Line":
        return cls(at, task_id, attempt, "state", change)
