"""Wire shapes of tasks, schedules and workers."""

import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from relaydesk.kernel.http.shapes import Answer, example
from relaydesk.tasks.types import Status

KindName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


def _plain_cron(cron: str) -> str:
    return " ".join(cron.split())  # a crontab has tabs, a web page no-break spaces


Cron = Annotated[str, StringConstraints(max_length=100), AfterValidator(_plain_cron)]
LONGEST_PAYLOAD = 64 * 1024


def _short(payload: dict[str, Any]) -> dict[str, Any]:
    try:
        length = len(json.dumps(payload, ensure_ascii=False))
    except RecursionError:
        raise PydanticCustomError("nested_too_deep", "is nested too deep") from None
    if length > LONGEST_PAYLOAD:
        message = "must not be longer than {longest} characters of JSON"
        raise PydanticCustomError("payload_too_long", message, {"longest": LONGEST_PAYLOAD})
    return payload


Payload = Annotated[dict[str, Any], AfterValidator(_short)]


class TaskCreate(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example({"kind": "demo.echo", "payload": {"text": "hello"}, "idempotency_key": "hello-1"}),
    )

    kind: KindName
    payload: Payload = {}
    priority: Annotated[int, Field(ge=-100, le=100)] = 0
    run_at: AwareDatetime | None = None
    idempotency_key: Annotated[str | None, StringConstraints(min_length=1, max_length=200)] = None


class TaskAccepted(Answer):
    id: str
    status: Status


class _Task(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: str = Field(validation_alias="public_id")
    kind: str
    owner: str = Field(description="Who asked for it: the id of a person or a client key (`key_…`), or `system`.")
    status: Status
    priority: int
    attempt: int
    max_attempts: int
    progress: float
    message: str
    error: str | None
    worker: str | None
    request_id: str
    created_at: datetime
    run_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class TaskOut(_Task):
    payload: dict[str, Any]
    result: dict[str, Any] | None


class TaskListed(_Task):
    """As a list has it: a payload or a result above 2 KB of JSON is null here, and whole at `/api/tasks/{id}`."""

    payload: dict[str, Any] | None
    result: dict[str, Any] | None
    is_truncated: bool = Field(description="Whether the payload or the result is left out here.")


class ScheduleIn(BaseModel):
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
    cron: Cron
    timezone: Text = "UTC"


class SchedulePatch(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"cron": "0 3 * * *", "is_enabled": True}))

    cron: Cron | None = None
    timezone: Text | None = None
    payload: Payload | None = None
    is_enabled: bool | None = None


class ScheduleOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    kind: str
    payload: dict[str, Any]
    cron: str
    timezone: str
    is_enabled: bool
    next_run_at: datetime
    last_run_at: datetime | None
    last_task_id: str | None


class WorkerOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    name: str
    slots: int
    started_at: datetime
    seen_at: datetime
