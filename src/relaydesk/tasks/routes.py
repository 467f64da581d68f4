"""Tasks, schedules and workers over HTTP."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Path, Query, Response

from relaydesk.identity.api import Principal, access_of, require
from relaydesk.kernel.changes import changes_of
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.http.dependencies import KernelDep, ReadDbDep, UowDep, part
from relaydesk.kernel.http.paging import Page, PageQuery, PageRequest
from relaydesk.kernel.http.parameters import NameQuery, Since, Until, text_query
from relaydesk.kernel.live.response import LiveResponse
from relaydesk.tasks import service, store
from relaydesk.tasks.live.source import TasksLive, TaskStream
from relaydesk.tasks.queue.service import EnqueueOptions, enqueue, enqueue_alone, enqueue_batch, may_come_alone
from relaydesk.tasks.schedules import service as schedules
from relaydesk.tasks.schemas import (
    BatchAccepted,
    BatchCreate,
    BatchOut,
    BulkAct,
    BulkActed,
    BulkRefusal,
    KindStats,
    LineOut,
    ScheduleIn,
    ScheduleOut,
    SchedulePatch,
    ScheduleRuns,
    ScheduleTimes,
    TaskAccepted,
    TaskCreate,
    TaskListed,
    TaskLog,
    TaskOut,
    TaskTerms,
    WorkerOut,
)
from relaydesk.tasks.tables import Batch, Schedule
from relaydesk.tasks.types import Status

SHOWN_RUNS = 5
MOST_QUEUES = 500
router = APIRouter(prefix="/api", tags=["tasks"])
MayRead = Annotated[Principal, Depends(require("tasks.read"))]
MayWrite = Annotated[Principal, Depends(require("tasks.write"))]
MayReadSchedules = Annotated[Principal, Depends(require("schedules.read"))]
MayWriteSchedules = Annotated[Principal, Depends(require("schedules.write"))]
MayReadHealth = Annotated[Principal, Depends(require("health.read"))]
BatchId = Annotated[str, Path(description="The batch's id.", examples=["batch_5f0c1d2e3a4b5c6d"])]
TaskId = Annotated[str, Path(description="The task's id.", examples=["task_5f0c1d2e3a4b5c6d"])]
BatchQuery = Annotated[str | None, text_query("The id of a batch, or a part of a kind's name.")]
TaskQuery = Annotated[
    str | None,
    text_query(
        "The id of a task or of a batch, a part of a kind's name, or of what a task says: of its message or error. The "
        f"latter is looked for in the newest {store.MOST_READ:,} tasks that the other filters leave."
    ),
]
ScheduleId = Annotated[int, Path(ge=1, le=2**63 - 1, description="The schedule's id.")]


@router.post("/tasks", status_code=202)
async def create_task(kernel: KernelDep, principal: MayWrite, body: TaskCreate) -> TaskAccepted:
    """Accepts a task; the same `idempotency_key` of the same caller gives the first one again.

    Another kind or payload under it is a 409 `IDEMPOTENCY_MISMATCH`.
    """
    kind = service.get_kind(body.kind, caller=principal)
    kind.read(body.payload)
    options = replace(_options(principal, body), idempotency_key=body.idempotency_key, cache_ttl_s=body.cache_ttl_s)
    if may_come_alone(options):
        task_id, status = await enqueue_alone(kernel.database, kind.work, body.payload, options)
    else:
        async with kernel.database.unit_of_work() as uow:
            task_id, status = await enqueue(uow, kind.work, body.payload, options)
    return TaskAccepted(id=task_id, status=status)


@router.post("/tasks/batch", status_code=202)
async def create_batch(uow: UowDep, principal: MayWrite, body: BatchCreate) -> BatchAccepted:
    """Accepts a task for each payload, all or none, and counts them together."""
    kind = service.get_kind(body.kind, caller=principal)
    for number, payload in enumerate(body.payloads):
        kind.read(payload, place=("payloads", number))
    options = _options(principal, body)
    batch_id = await enqueue_batch(uow, kind.work, body.payloads, options)
    return BatchAccepted(batch_id=batch_id, total=len(body.payloads))


@router.post("/tasks/bulk", summary="Cancel, retry, pause or resume many tasks")
async def act_on_tasks(uow: UowDep, principal: MayWrite, body: BulkAct) -> BulkActed:
    """Each that may be; those that refuse are named with the reason."""
    acted = await service.act_on_many(uow, principal, task_ids=body.ids, action=body.action)
    refused = [
        BulkRefusal(id=one, code=error.code, message=error.message, details=error.details)
        for one, error in acted.refused.items()
    ]
    return BulkActed(done=acted.done, refused=refused)


@router.get("/tasks/batches")
async def list_batches(db: ReadDbDep, page: PageQuery, principal: MayRead, q: BatchQuery = None) -> Page[BatchOut]:
    """Newest first. A client key sees its own batches alone."""
    owner = service.owner_seen_by(principal)
    search = service.search_of(principal, q)
    rows, total = await store.list_batches(db, owner=owner, search=search, limit=page.limit, offset=page.offset)
    counts = await store.count_of_batches(db, [row.public_id for row in rows])
    return page.page([batch_out(row, counts.get(row.public_id, {})) for row in rows], total)


@router.get("/tasks/batches/{batch_id}")
async def get_batch(db: ReadDbDep, principal: MayRead, batch_id: BatchId) -> BatchOut:
    batch = await service.get_batch(db, principal, batch_id)
    counts = await store.count_of_batches(db, [batch_id])
    return batch_out(batch, counts.get(batch_id, {}))


@router.get("/tasks")
async def list_tasks(
    db: ReadDbDep,
    page: PageQuery,
    principal: MayRead,
    status: Annotated[Status | None, Query(description="Only those with this status.")] = None,
    kind: Annotated[str | None, text_query("Only those of this kind, by exact name.", max_length=100)] = None,
    queue: Annotated[str | None, text_query("Only those of this queue.", max_length=50)] = None,
    batch_id: Annotated[str | None, text_query("Only those of this batch.", max_length=100)] = None,
    error_code: Annotated[str | None, text_query("Only those that failed for this reason.", max_length=100)] = None,
    since: Since = None,
    until: Until = None,
    q: TaskQuery = None,
) -> Page[TaskListed]:
    """Newest first; `from` and `to` are of `created_at`. A client key sees its own tasks alone."""
    owner = service.owner_seen_by(principal)
    wanted = store.Wanted(
        owner=owner,
        status=status,
        kind=kind,
        queue=queue,
        batch_id=batch_id,
        error_code=error_code,
        since=since,
        until=until,
    )
    search = service.search_of(principal, q)
    rows, total = await store.list_tasks(db, wanted, search, limit=page.limit, offset=page.offset)
    return page.page([TaskListed.model_validate(row) for row in rows], total)


@router.get("/tasks/kinds")
async def list_kinds(
    principal: MayRead,
    startable: Annotated[bool, Query(description="Only those that the caller may start or schedule.")] = False,
) -> list[str]:
    """The kinds of tasks that there are, by name; for a client key those that it may start."""
    return service.list_kinds(principal, startable=startable)


@router.get("/tasks/queues")
async def list_queues(db: ReadDbDep, _principal: MayReadHealth) -> list[str]:
    """The queues that there are tasks of, and the default one, by name: the first 500."""
    return await store.list_queues(db, most=MOST_QUEUES)


@router.get("/tasks/stats")
async def get_stats(
    db: ReadDbDep,
    _principal: MayReadHealth,
    days: Annotated[int, Query(ge=1, le=30, description="Tasks that have ended today and on the days before.")] = 7,
) -> list[KindStats]:
    """Of each kind: how many have ended in these days and how; how long its last 1,000 waited and ran."""
    since = utc_now().date() - timedelta(days=days - 1)
    return [KindStats.model_validate(row) for row in await store.list_stats(db, since=since)]


@router.get("/tasks/{task_id}")
async def get_task(db: ReadDbDep, principal: MayRead, task_id: TaskId) -> TaskOut:
    return TaskOut.model_validate(await service.get_task(db, principal, task_id))


@router.get("/tasks/{task_id}/dependants", summary="List the tasks that wait for a task")
async def list_dependants(db: ReadDbDep, page: PageQuery, principal: MayRead, task_id: TaskId) -> Page[TaskListed]:
    """Those that name it in `depends_on` and wait still: none once it has ended. A client key sees its own alone."""
    row = await service.get_task(db, principal, task_id)
    owner = service.owner_seen_by(principal)
    rows, total = await store.list_dependants(db, row.id, owner=owner, limit=page.limit, offset=page.offset)
    return page.page([TaskListed.model_validate(row) for row in rows], total)


@router.get("/tasks/{task_id}/log", summary="Read what a task has told")
async def get_log(
    db: ReadDbDep,
    principal: MayRead,
    task_id: TaskId,
    after: Annotated[int, Query(ge=0, le=2**63 - 1, description="Only lines after the one with this id.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1000, description="How many lines at most.")] = 200,
) -> TaskLog:
    """The lines of all its attempts, oldest first, with the failures of those that were tried again, and its pauses."""
    row = await service.get_task(db, principal, task_id)
    lines = [LineOut.model_validate(line) for line in await store.list_lines(db, row.id, after=after, limit=limit)]
    return TaskLog(items=lines, next_after=lines[-1].id if lines else after)


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
async def list_schedules(
    db: ReadDbDep, page: PageQuery, _principal: MayReadSchedules, q: NameQuery = None
) -> Page[ScheduleOut]:
    rows, total = await schedules.list_schedules(db, query=q, limit=page.limit, offset=page.offset)
    return page.page([schedule_out(row) for row in rows], total)


@router.post("/schedules", status_code=201)
async def create_schedule(uow: UowDep, principal: MayWriteSchedules, body: ScheduleIn) -> ScheduleOut:
    """By a cron expression in a time zone or by an interval; fires once each time, however many schedulers run."""
    service.get_kind(body.kind, caller=principal)
    return schedule_out(await schedules.save_schedule(uow, principal, **body.model_dump()))


@router.post("/schedules/preview", summary="Preview when a schedule would fire")
async def preview_schedule(_principal: MayWriteSchedules, body: ScheduleTimes) -> ScheduleRuns:
    """Its next five times were it saved now; nothing is stored. What is wrong with its times is refused as there."""
    return ScheduleRuns(next_runs=schedules.preview_runs(**body.model_dump(), count=SHOWN_RUNS))


@router.get("/schedules/{schedule_id}")
async def get_schedule(db: ReadDbDep, _principal: MayReadSchedules, schedule_id: ScheduleId) -> ScheduleOut:
    return schedule_out(await schedules.get_schedule(db, schedule_id))


@router.patch("/schedules/{schedule_id}")
async def change_schedule(
    uow: UowDep, principal: MayWriteSchedules, schedule_id: ScheduleId, body: SchedulePatch
) -> ScheduleOut:
    return schedule_out(await schedules.change_schedule(uow, principal, schedule_id, changes_of(body)))


@router.post("/schedules/{schedule_id}/run", status_code=202)
async def run_schedule(uow: UowDep, principal: MayWriteSchedules, schedule_id: ScheduleId) -> TaskAccepted:
    """A task of it now, beside its times."""
    task_id, status = await schedules.run_now(uow, principal, schedule_id)
    return TaskAccepted(id=task_id, status=status)


@router.delete("/schedules/{schedule_id}", status_code=204)
async def delete_schedule(uow: UowDep, principal: MayWriteSchedules, schedule_id: ScheduleId) -> Response:
    await schedules.delete_schedule(uow, principal, schedule_id)
    return Response(status_code=204)


@router.get("/workers")
async def list_workers(db: ReadDbDep, _principal: MayReadHealth) -> Page[WorkerOut]:
    """Worker processes that have reported within the last minute."""
    workers = [WorkerOut.model_validate(row) for row in await store.list_workers(db)]
    return PageRequest(limit=len(workers)).page(workers, len(workers))


def batch_out(batch: Batch, counts: Mapping[Status, int]) -> BatchOut:
    succeeded, failed, cancelled = (counts.get(one, 0) for one in (Status.SUCCEEDED, Status.FAILED, Status.CANCELLED))
    ended = succeeded + failed + cancelled
    status = "failed" if failed else "cancelled" if cancelled else "succeeded"
    return BatchOut(
        batch_id=batch.public_id,
        kind=batch.kind,
        owner=batch.owner,
        total=batch.total,
        succeeded=succeeded,
        failed=failed,
        cancelled=cancelled,
        progress=ended / batch.total,
        status=status if ended >= batch.total else "running",
        created_at=batch.created_at,
    )


def schedule_out(row: Schedule) -> ScheduleOut:
    shown = {name: getattr(row, name) for name in ScheduleOut.model_fields if name != "next_runs"}
    return ScheduleOut(**shown, next_runs=schedules.next_runs(row, count=SHOWN_RUNS) if row.enabled else [])


def _options(principal: Principal, body: TaskTerms) -> EnqueueOptions:
    return EnqueueOptions(
        priority=body.priority,
        queue=body.queue,
        run_at=body.run_at,
        owner=principal.public_id,
        sees=service.owner_seen_by(principal),
        depends_on=body.depends_on,
        after=body.after,
    )
