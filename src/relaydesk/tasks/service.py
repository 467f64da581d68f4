"""Rules of tasks: who may ask for which, once for each idempotency key, and what may be asked in which status."""

from datetime import datetime
from typing import Any

import structlog

from relaydesk.identity.api import SYSTEM, Principal, record_audit
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Conflict, Invalid
from relaydesk.kernel.ids import new_public_id
from relaydesk.kernel.observe.tracing import request_id_var
from relaydesk.tasks import store
from relaydesk.tasks.ends.service import end_tasks
from relaydesk.tasks.ends.store import End, revive
from relaydesk.tasks.errors import (
    ActionImpossible,
    IdempotencyMismatch,
    TaskNotFound,
)
from relaydesk.tasks.kinds import KINDS, Kind
from relaydesk.tasks.tables import EndedTask, Task
from relaydesk.tasks.types import ACTIONS, DISPATCH, REQUESTS, Status

log = structlog.get_logger(__name__)
AnyTask = Task | EndedTask


def get_kind(name: str, *, caller: Principal | None = None) -> Kind:
    """Raises Invalid, naming `kind`, for one that there is not, or that `caller` may not start."""
    kind = KINDS.get(name)
    if kind is None or not _may_start(caller, kind):
        known = ", ".join(sorted(k.name for k in KINDS.values() if _may_start(caller, k)))
        raise Invalid.field(
            "kind", f"is not a kind of task; known are {known}", reason="task_kind_unknown", known=known
        )
    return kind


def list_kinds(caller: Principal) -> list[str]:
    """What `caller` sees tasks of, by name: a client key those that it may start, people all."""
    return sorted(kind.name for kind in KINDS.values() if caller.kind != "client_key" or _may_start(caller, kind))


def _may_start(caller: Principal | None, kind: Kind) -> bool:
    """None is Relaydesk itself."""
    return caller is None or (kind.is_public and not (kind.is_upkeep and caller.kind == "client_key"))


async def enqueue(
    uow: UnitOfWork,
    kind_name: str,
    payload: dict[str, Any],
    *,
    priority: int = 0,
    run_at: datetime | None = None,
    idempotency_key: str | None = None,
    owner: str = SYSTEM.public_id,
) -> tuple[str, Status]:
    """Adds the row in the caller's transaction; it is sent after the commit.

    Idempotency keys belong to their `owner`, the public id of whoever asks.

    Returns:
        The task's public id and status; those of the earlier one when the owner has used the idempotency key before.

    Raises:
        IdempotencyMismatch: that one was of another kind, or had another payload.
    """
    kind = get_kind(kind_name)
    now = utc_now()
    is_due = run_at is None or run_at <= now
    values = {
        "public_id": new_public_id("task"),
        "kind": kind.name,
        "status": Status.QUEUED if is_due else Status.SCHEDULED,
        "priority": priority,
        "payload": payload,
        "max_attempts": kind.max_attempts,
        "timeout_s": kind.timeout_s,
        "owner": owner,
        "request_id": request_id_var.get(),
        "created_at": now,
        "run_at": run_at or now,
    }
    row = await store.insert_task(uow.db, values, key=idempotency_key)
    if row is None:
        return await _find_earlier(uow.db, kind.name, payload, owner=owner, key=idempotency_key or "")
    uow.wake(DISPATCH)
    return row.public_id, Status(row.status)


async def _find_earlier(db: ReadDb, kind: str, payload: dict[str, Any], *, owner: str, key: str) -> tuple[str, Status]:
    use = await store.find_idempotency_key(db, owner, key)
    row = await store.find_task(db, use.task_id) if use else None
    if use is None or row is None:
        raise Conflict  # it was deleted just now: the caller may try again
    # our own keys name what happened, once, whatever was told of it each time
    if owner != SYSTEM.public_id and (use.kind, use.payload) != (kind, payload):
        raise IdempotencyMismatch(task_id=use.task_id)
    return use.task_id, Status(row.status)


def owner_seen_by(principal: Principal) -> str | None:
    """Whose tasks it may see and act on: a client key its own ones alone, people everybody's (None)."""
    return principal.public_id if principal.kind == "client_key" else None


def _check_owner(principal: Principal, row: AnyTask | None, task_id: str) -> AnyTask:
    """A task of somebody else's answers like one that does not exist."""
    if row is None or owner_seen_by(principal) not in {None, row.owner}:
        raise TaskNotFound(task_id=task_id)
    return row


async def get_task(db: ReadDb, principal: Principal, task_id: str) -> AnyTask:
    return _check_owner(principal, await store.find_task(db, task_id), task_id)


async def act(uow: UnitOfWork, principal: Principal, *, task_id: str, action: str) -> AnyTask:
    """Cancels, retries, pauses or resumes. A running task is asked to stop and ends as cancelled soon after."""
    row: AnyTask | None = await store.lock_task(uow.db, task_id) or await store.find_task(uow.db, task_id)
    row = _check_owner(principal, row, task_id)
    if Status(row.status) not in ACTIONS[action]:
        raise ActionImpossible(action=action, status=row.status)
    if isinstance(row, EndedTask):
        row = await _retry(uow, row)
    elif action == "cancel":
        row = await _cancel(uow, row)
    elif action == "pause":
        row.status = Status.PAUSED
    else:
        row.status = Status.SCHEDULED if row.run_at > utc_now() else Status.QUEUED
        row.published_at = None
    record_audit(uow, principal, f"task.{action}", task_id, kind=row.kind)
    uow.wake(DISPATCH)
    uow.wake(f"task:{task_id}")
    await uow.db.flush()
    return row


async def _retry(uow: UnitOfWork, ended: EndedTask) -> Task:
    row = await revive(uow.db, ended.public_id, statuses=ACTIONS["retry"])
    if row is None:
        raise Conflict  # somebody else retries it: the caller may look again
    row.max_attempts = max(row.max_attempts, row.attempt + 1)
    return row


async def _cancel(uow: UnitOfWork, row: Task) -> AnyTask:
    if row.status == Status.RUNNING:
        row.is_cancel_requested = True
        uow.wake(REQUESTS)
        return row
    await end_tasks(uow, [End(row.id, row.attempt, Status.CANCELLED)], waiting=True)
    ended = await store.find_task(uow.db, row.public_id)
    return ended or row
