"""Tasks, schedules and workers over HTTP."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response

from relaydesk.identity.api import Principal, access_of, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.http.dependencies import ReadDbDep, UowDep, part
from relaydesk.kernel.http.paging import Page, PageQuery, PageRequest
from relaydesk.kernel.http.parameters import text_query
from relaydesk.kernel.live.response import LiveResponse
from relaydesk.tasks import service, store
from relaydesk.tasks.live.source import TasksLive, TaskStream
from relaydesk.tasks.schedules import service as schedules
from relaydesk.tasks.schemas import (
    ScheduleIn,
    ScheduleOut,
    SchedulePatch,
    TaskAccepted,
    TaskCreate,
    TaskListed,
    TaskOut,
    WorkerOut,
)
from relaydesk.tasks.types import Status

router = APIRouter(prefix="/api", tags=["tasks"])
MayRead = Annotated[Principal, Depends(require("tasks.read"))]
MayWrite = Annotated[Principal, Depends(require("tasks.write"))]
MayReadSchedules = Annotated[Principal, Depends(require("schedules.read"))]
MayWriteSchedules = Annotated[Principal, Depends(require("schedules.write"))]
MayReadHealth = Annotated[Principal, Depends(require("health.read"))]
TaskId = Annotated[str, Path(description="The task's id.", examples=["task_5f0c1d2e3a4b5c6d"])]
ScheduleId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The schedule's id.")]


@router.post("/tasks", status_code=202)
async def create_task(uow: UowDep, principal: MayWrite, body: TaskCreate) -> TaskAccepted:
    """Accepts a task; the same `idempotency_key` of the same caller gives the first one again.

    Another kind or payload under it is a 409 `IDEMPOTENCY_MISMATCH`.
    """
    service.get_kind(body.kind, caller=principal)
    task_id, status = await service.enqueue(
        uow,
        body.kind,
        body.payload,
        priority=body.priority,
        run_at=body.run_at,
        idempotency_key=body.idempotency_key,
        owner=principal.public_id,
    )
    return TaskAccepted(id=task_id, status=status)


@router.get("/tasks")
async def list_tasks(
    db: ReadDbDep,
    page: PageQuery,
    principal: MayRead,
    status: Annotated[Status | None, Query(description="Only those with this status.")] = None,
    kind: Annotated[str | None, text_query("Only those of this kind, by exact name.", max_length=100)] = None,
) -> Page[TaskListed]:
    """Newest first. A client key sees its own tasks alone."""
    owner = service.owner_seen_by(principal)
    rows, total = await store.list_tasks(
        db, status=status, kind=kind, owner=owner, limit=page.limit, offset=page.offset
    )
    return page.page([TaskListed.model_validate(row) for row in rows], total)


@router.get("/tasks/kinds")
async def list_kinds(principal: MayRead) -> list[str]:
    """The kinds of tasks that there are, by name; for a client key those that it may make."""
    return service.list_kinds(principal)


@router.get("/tasks/{task_id}")
async def get_task(db: ReadDbDep, principal: MayRead, task_id: TaskId) -> TaskOut:
    return TaskOut.model_validate(await service.get_task(db, principal, task_id))


@router.post("/tasks/{task_id}/{action}", summary="Cancel, retry, pause or resume a task")
async def act_on_task(
    uow: UowDep,
    principal: MayWrite,
    task_id: TaskId,
    action: Annotated[Literal["cancel", "retry", "pause", "resume"], Path(description="What to do with it.")],
) -> TaskOut:
    """A running task that is cancelled ends within seconds, at its next heartbeat or progress."""
    row = await service.act(uow, principal, task_id=task_id, action=action)
    return TaskOut.model_validate(row)


@router.get("/tasks/{task_id}/events", response_class=LiveResponse, summary="Stream a task's progress")
async def stream_task(
    db: ReadDbDep, live: Annotated[TasksLive, Depends(part(TasksLive))], principal: MayRead, task_id: TaskId
) -> LiveResponse:
    """Server-sent `task` events: the row now and at each change, until it has finished."""
    await service.get_task(db, principal, task_id)
    stream = TaskStream(holder=access_of(principal, "tasks.read"))
    live.follow(task_id, stream)
    return LiveResponse(stream)


@router.get("/schedules")
async def list_schedules(db: ReadDbDep, page: PageQuery, _principal: MayReadSchedules) -> Page[ScheduleOut]:
    rows, total = await schedules.list_schedules(db, limit=page.limit, offset=page.offset)
    return page.page([ScheduleOut.model_validate(row) for row in rows], total)


@router.post("/schedules", status_code=201)
async def create_schedule(uow: UowDep, principal: MayWriteSchedules, body: ScheduleIn) -> ScheduleOut:
    """A cron expression with a time zone; fires exactly once each time, however many schedulers run."""
    service.get_kind(body.kind, caller=principal)
    return ScheduleOut.model_validate(await schedules.save_schedule(uow, principal, **body.model_dump()))


@router.patch("/schedules/{schedule_id}")
async def change_schedule(
    uow: UowDep, principal: MayWriteSchedules, schedule_id: ScheduleId, body: SchedulePatch
) -> ScheduleOut:
    changed = await schedules.change_schedule(uow, principal, schedule_id, changes_of(body))
    return ScheduleOut.model_validate(changed)


@router.delete("/schedules/{schedule_id}", status_code=204)
async def delete_schedule(uow: UowDep, principal: MayWriteSchedules, schedule_id: ScheduleId) -> Response:
    await schedules.delete_schedule(uow, principal, schedule_id)
    return Response(status_code=204)


@router.get("/workers")
async def list_workers(db: ReadDbDep, _principal: MayReadHealth) -> Page[WorkerOut]:
    """Worker processes that have reported within the last minute."""
    workers = [WorkerOut.model_validate(row) for row in await store.list_workers(db)]
    return PageRequest(limit=len(workers)).page(workers, len(workers))
