"""Wire shapes of tasks, schedules and workers."""

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, StringConstraints
from pydantic_core import PydanticCustomError

from relaydesk.kernel.errors import NO_NUL, ONE_LINE, pattern
from relaydesk.kernel.http.shapes import Answer, Time, example
from relaydesk.kernel.limits.nesting import is_nested_deeper
from relaydesk.tasks.types import ESCAPED_NUL, MOST_NESTED, MOST_WAITS, After, FailureCode, Status

KindName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=ONE_LINE)]


def _plain_cron(cron: str) -> str:
    return " ".join(cron.split())  # a crontab has tabs, a web page no-break spaces


Interval = Annotated[int, Field(ge=1, le=366 * 86400)]
Cron = Annotated[str, StringConstraints(max_length=100), AfterValidator(_plain_cron)]
LONGEST_PAYLOAD = 64 * 1024
MOST_IN_BATCH, MOST_IN_BULK, MOST_DEPENDENCIES = 10_000, 1000, 100
LONGEST_KEPT_S = 30 * 86400
QUEUE = pattern(r"^[a-z0-9_-]{1,50}$", reason="queue_name", message="must be 1 to 50 small letters, digits, - or _")
Queue = Annotated[str, StringConstraints(pattern=QUEUE)]
TaskIdText = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=NO_NUL)]
Priority = Annotated[int, Field(ge=-100, le=100, description="A point counts as a minute that it is due earlier.")]


def _is_unicode(text: str) -> bool:
    """Without half of a pair of surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _storable(payload: dict[str, Any]) -> dict[str, Any]:
    """As JSON that PostgreSQL takes, and not too much of it."""
    if is_nested_deeper(payload, MOST_NESTED):
        raise PydanticCustomError("nested_too_deep", "is nested too deep")
    try:
        text = json.dumps(payload, ensure_ascii=False, allow_nan=False)
    except ValueError:
        raise PydanticCustomError("no_json_number", "holds a number that JSON does not have") from None
    if ESCAPED_NUL.search(text) or not _is_unicode(text):
        raise PydanticCustomError("unstorable", "holds a character that cannot be stored")
    if len(text) > LONGEST_PAYLOAD:
        message = "must not be longer than {longest} characters of JSON"
        raise PydanticCustomError("payload_too_long", message, {"longest": LONGEST_PAYLOAD})
    return payload


Payload = Annotated[dict[str, Any], AfterValidator(_storable)]


class TaskTerms(BaseModel):
    """What work, when, where and after which other: the same for one task and for a batch."""

    model_config = ConfigDict(extra="forbid")

    kind: KindName
    priority: Priority = 0
    queue: Queue | None = Field(default=None, description="Where it waits; the queue of its kind by default.")
    run_at: Time | None = None
    depends_on: list[TaskIdText] = Field(
        default=[], max_length=MOST_DEPENDENCIES, description="Tasks that come first. They are there: no cycle can be."
    )
    after: After = Field(
        default=After.SUCCESS,
        description="`success`: it fails where one of `depends_on` does not succeed; `any`: it waits for their end.",
    )


class TaskCreate(TaskTerms):
    model_config = ConfigDict(
        json_schema_extra=example({"kind": "demo.echo", "payload": {"text": "hello"}, "idempotency_key": "hello-1"}),
    )

    payload: Payload = {}
    cache_ttl_s: int | None = Field(
        default=None,
        ge=1,
        le=LONGEST_KEPT_S,
        description="A result of the same payload that is not older is given at once; its own is kept for as long.",
    )
    idempotency_key: Annotated[str | None, StringConstraints(min_length=1, max_length=200, pattern=NO_NUL)] = None


class TaskAccepted(Answer):
    id: str
    status: Status


class BatchCreate(TaskTerms):
    model_config = ConfigDict(
        json_schema_extra=example({"kind": "demo.echo", "payloads": [{"text": "one"}, {"text": "two"}]}),
    )

    payloads: list[Payload] = Field(
        min_length=1,
        max_length=MOST_IN_BATCH,
        description=f"Their number times that of `depends_on` is {MOST_WAITS:,} at most.",
    )


class BatchAccepted(Answer):
    batch_id: str
    total: int


class BatchOut(Answer):
    batch_id: str
    kind: str
    owner: str
    total: int
    succeeded: int
    failed: int
    cancelled: int
    progress: float = Field(description="How many of its tasks have ended, 0 to 1.")
    status: Literal["running", "succeeded", "failed", "cancelled"] = Field(
        description="`failed` where one has failed, `cancelled` where one was cancelled and none failed."
    )
    created_at: datetime


class BulkAct(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra=example({"ids": ["task_5f0c1d2e3a4b5c6d"], "action": "cancel"})
    )

    ids: list[TaskIdText] = Field(min_length=1, max_length=MOST_IN_BULK)
    action: Literal["cancel", "retry", "pause", "resume"]


class BulkRefusal(Answer):
    """As the error is that the task alone would have answered."""

    id: str
    code: str
    message: str
    details: dict[str, Any]


class BulkActed(Answer):
    done: list[str]
    refused: list[BulkRefusal]


class KindStats(Answer):
    """Percentiles, in ms, are of those of its last 1,000 tasks that ran in one go: since it was due, and of its run."""

    model_config = ConfigDict(from_attributes=True)

    kind: str
    count: int
    failures: int
    cancelled: int
    wait_p50_ms: float | None
    wait_p95_ms: float | None
    run_p50_ms: float | None
    run_p95_ms: float | None


class LineOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    attempt: int
    level: Literal["info", "warning", "error", "state"] = Field(
        description="`state` is of no attempt's own: the task was paused or resumed, as the message says."
    )
    message: str
    detail: str | None = Field(description="The traceback of a failure.")


class TaskLog(Answer):
    items: list[LineOut]
    next_after: int = Field(description="Ask for the lines after this one next.")


class _Task(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: str = Field(validation_alias="public_id")
    kind: str
    owner: str = Field(description="Who asked for it: the id of a person or a client key (`key_…`), or `system`.")
    status: Status
    priority: int
    attempt: int
    max_attempts: int
    uncounted_attempts: list[int] = Field(
        description="Those that do not count: paused, broken off as their worker stopped, or failed while what they "
        "need was away. `max_attempts` has one more for each."
    )
    progress: float
    message: str
    error: str | None
    error_code: FailureCode | str | None = Field(
        description="Why it, or its last attempt, failed: one of `FailureCode`, or the code of an error of Relaydesk's."
    )
    queue: str
    batch_id: str | None
    depends_on: list[str]
    worker: str | None
    request_id: str
    created_at: datetime
    run_at: datetime
    started_at: datetime | None = Field(
        description="When its last attempt began; after one that does not count the next goes on with it."
    )
    finished_at: datetime | None


class TaskOut(_Task):
    payload: dict[str, Any]
    result: JsonValue = Field(description="What its handler has returned: any JSON.")
    checkpoint: dict[str, Any] | None = Field(description="What its next attempt goes on from.")


class TaskListed(_Task):
    """As a list has it: a payload or a result above 2 KB of JSON is null here, and whole at `/api/tasks/{id}`."""

    payload: dict[str, Any] | None
    result: JsonValue = Field(description="What its handler has returned: any JSON.")
    is_truncated: bool = Field(description="Whether the payload or the result is left out here.")


class ScheduleTimes(BaseModel):
    """When a schedule fires: by a cron expression or at intervals."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"cron": "30 2 * * *", "timezone": "UTC"}))

    cron: Cron | None = Field(default=None, description="Five fields; either this or `interval_s`.")
    interval_s: Interval | None = Field(default=None, description="Seconds from one time to the next.")
    timezone: Text = "UTC"


class ScheduleRuns(Answer):
    next_runs: list[datetime] = Field(description="When it would fire next, five times.")


class ScheduleIn(ScheduleTimes):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {
                "name": "Hello at night",
                "kind": "demo.echo",
                "payload": {"text": "hello"},
                "cron": "30 2 * * *",
                "timezone": "Europe/Berlin",
            }
        ),
    )

    name: Text
    kind: KindName
    payload: Payload = {}
    enabled: bool = True


class SchedulePatch(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"cron": "0 3 * * *", "enabled": True}))

    cron: Cron | None = None
    interval_s: Interval | None = None
    timezone: Text | None = None
    payload: Payload | None = None
    enabled: bool | None = None


class ScheduleOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    kind: str
    payload: dict[str, Any]
    cron: str | None
    interval_s: int | None
    timezone: str
    enabled: bool
    next_run_at: datetime
    next_runs: list[datetime] = Field(description="When it fires next, five times; none while it is switched off.")
    last_run_at: datetime | None
    last_task_id: str | None


class WorkerOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    name: str
    slots: int
    started_at: datetime
    seen_at: datetime
