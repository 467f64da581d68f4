"""Rules of tasks: who may ask for which, and what may be asked of one in which status."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from relaydesk.identity.api import PermissionMissing, Principal, record_audit
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Conflict, Invalid, RelaydeskError
from relaydesk.tasks import store
from relaydesk.tasks.ends.service import end_tasks
from relaydesk.tasks.ends.store import End, find_held, revive
from relaydesk.tasks.errors import ActionImpossible, BatchNotFound, DependencyUnmet, TaskNotFound
from relaydesk.tasks.kinds import KINDS, Kind
from relaydesk.tasks.queue.store import Other, add_dependencies, hold_others
from relaydesk.tasks.tables import Batch, EndedTask, Task
from relaydesk.tasks.types import ACTIONS, DISPATCH, FINISHED, REQUESTS, After, Change, FailureCode, Line, Status

AnyTask = Task | EndedTask
_OF_OTHERS = {FailureCode.DEPENDENCY_FAILED, FailureCode.DEPENDENCY_CANCELLED}


def get_kind(name: str, *, caller: Principal | None = None) -> Kind[Any]:
    """Raises Invalid, naming `kind`, for one that there is not or that is not for `caller`, and PermissionMissing."""
    kind = KINDS.get(name)
    if kind is None or not _is_for(caller, kind):
        known = ", ".join(sorted(k.name for k in KINDS.values() if _may_start(caller, k)))
        raise Invalid.field(
            "kind", f"is not a kind of task; known are {known}", reason="task_kind_unknown", known=known
        )
    if caller is not None:
        check_permission(caller, name)
    return kind


def check_permission(caller: Principal, kind_name: str) -> None:
    """Raises PermissionMissing where the kind does what `caller` may not do elsewhere."""
    kind = KINDS.get(kind_name)
    if kind is not None and kind.permission is not None and not caller.may(kind.permission):
        raise PermissionMissing(permission=kind.permission)


def list_kinds(caller: Principal, *, startable: bool = False) -> list[str]:
    """What `caller` sees tasks of, by name: a client key those that it may start, people all unless `startable`."""
    is_narrow = startable or caller.kind == "client_key"
    return sorted(kind.name for kind in KINDS.values() if not is_narrow or _may_start(caller, kind))


def _is_for(caller: Principal | None, kind: Kind[Any]) -> bool:
    """None is Relaydesk itself."""
    return caller is None or (kind.is_public and not (kind.is_upkeep and caller.kind == "client_key"))


def _may_start(caller: Principal | None, kind: Kind[Any]) -> bool:
    is_held = caller is None or kind.permission is None or caller.may(kind.permission)
    return is_held and _is_for(caller, kind)


def search_of(caller: Principal, text: str | None) -> store.TaskSearch | None:
    """What `caller` looks for by a task's or batch's id, or by a part of a kind's name."""
    return store.TaskSearch(text, [kind for kind in list_kinds(caller) if text.lower() in kind]) if text else None


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


@dataclass(slots=True)
class Acted:
    """What became of tasks that were asked something, by public id."""

    done: list[str] = field(default_factory=list)
    refused: dict[str, RelaydeskError] = field(default_factory=dict)


async def act(uow: UnitOfWork, principal: Principal, *, task_id: str, action: str) -> AnyTask:
    """Cancels, retries, pauses or resumes one; a running one that is cancelled or paused ends or rests soon after.

    Raises:
        TaskNotFound, PermissionMissing, ActionImpossible, DependencyUnmet, Conflict.
    """
    acted, kinds = await _act(uow, principal, [task_id], action)
    for error in acted.refused.values():
        raise error
    record_audit(uow, principal, f"task.{action}", task_id, kind=kinds[task_id])
    await uow.db.flush()
    row = await store.find_task(uow.db, task_id)
    return _check_owner(principal, row, task_id)


async def act_on_many(uow: UnitOfWork, principal: Principal, *, task_ids: Sequence[str], action: str) -> Acted:
    """Likewise, of each of these; one that refuses keeps no other from it."""
    acted, kinds = await _act(uow, principal, list(dict.fromkeys(task_ids)), action)
    if acted.done:
        kinds_of_these = sorted({kinds[task_id] for task_id in acted.done})
        target = f"{len(acted.done)} tasks"
        record_audit(uow, principal, f"task.bulk_{action}", target, kinds=kinds_of_these, task_ids=acted.done)
    return acted


async def _act(
    uow: UnitOfWork, principal: Principal, task_ids: Sequence[str], action: str
) -> tuple[Acted, dict[str, str]]:
    """What became of each, and of which kind they are."""
    acted, kinds = Acted(), {}
    live = {row.public_id: row for row in await store.lock_tasks(uow.db, task_ids)}
    ended = await store.list_tasks_by_id(uow.db, [one for one in task_ids if one not in live])
    rows: dict[str, AnyTask] = {**live, **{row.public_id: row for row in ended}}
    working: list[Task] = []
    for task_id in task_ids:
        try:
            row = _check_owner(principal, rows.get(task_id), task_id)
            if action == "retry":
                check_permission(principal, row.kind)
            _check_action(row, action)
        except (TaskNotFound, PermissionMissing, ActionImpossible) as error:
            acted.refused[task_id] = error
            continue
        if isinstance(row, Task) and task_id not in live:
            acted.refused[task_id] = Conflict()  # somebody has taken it back just now
            continue
        kinds[task_id] = row.kind
        acted.done.append(task_id)
        if task_id in live:
            working.append(live[task_id])
    if action == "retry":
        await _retry(uow, acted, rows)
    elif action == "cancel":
        await _cancel(uow, working)
    elif action == "pause":
        await _pause(uow, working)
    else:
        await _resume(uow, working)
        await _tell(uow, working, Change.RESUMED)
    uow.wake(DISPATCH)
    for task_id in acted.done:
        uow.wake(f"task:{task_id}")
    return acted, kinds


def _check_action(row: AnyTask, action: str) -> None:
    """Raises ActionImpossible. One that runs is paused where its handler has places to stop at."""
    kind = KINDS.get(row.kind)
    rests = action == "pause" and row.status == Status.RUNNING and kind is not None and kind.is_pausable
    if not rests and Status(row.status) not in ACTIONS[action]:
        raise ActionImpossible(action=action, status=row.status)


async def _retry(uow: UnitOfWork, acted: Acted, rows: Mapping[str, AnyTask]) -> None:
    """Each waits again for what it depends on and has not succeeded, which may be retried with it."""
    wanted = {on_id for task_id in acted.done for on_id in rows[task_id].depends_on}
    others = dict(await hold_others(uow.db, wanted)) if wanted else {}
    unmet = _find_unmet(acted.done, rows, others)
    acted.refused |= unmet
    acted.done = [task_id for task_id in acted.done if task_id not in unmet]
    ids = await revive(uow.db, acted.done, statuses=ACTIONS["retry"], now=utc_now()) if acted.done else []
    back = {row.public_id: row for row in await store.list_live(uow.db, ids)}
    for row in back.values():
        row.max_attempts = max(row.max_attempts, row.attempt + 1)
    taken = [task_id for task_id in acted.done if task_id not in back]
    for task_id in taken:
        acted.refused[task_id] = Conflict()  # somebody else retries it: the caller may look again
    acted.done = [task_id for task_id in acted.done if task_id in back]
    if not wanted.isdisjoint(taken):  # which these wait for nevertheless
        others |= await hold_others(uow.db, taken)
    await _wait_again(uow, back, others)


def _find_unmet(
    task_ids: Sequence[str], rows: Mapping[str, AnyTask], others: Mapping[str, Other]
) -> dict[str, RelaydeskError]:
    """Of tasks that are to be retried together, those that need one which has ended otherwise than they need."""
    missed = {one for one, other in others.items() if other.status in FINISHED - {Status.SUCCEEDED}} - set(task_ids)
    unmet: dict[str, RelaydeskError] = {}
    for task_id in sorted(task_ids, key=lambda one: rows[one].id):  # each after those that it depends on
        row = rows[task_id]
        why = next((one for one in row.depends_on if one in missed), None)
        if row.after == After.SUCCESS and why is not None:
            unmet[task_id] = DependencyUnmet(task=why)
            missed.add(task_id)
    return unmet


async def _wait_again(uow: UnitOfWork, back: Mapping[str, Task], others: Mapping[str, Other]) -> None:
    """Raises Conflict where one of those that somebody else has retried has ended again by now."""
    live = {one.public_id: one.id for one in others.values() if one.id is not None}
    live |= {public_id: row.id for public_id, row in back.items()}
    by_others: dict[tuple[int, ...], list[int]] = {}
    for row in back.values():
        if row.error_code in _OF_OTHERS:
            row.error = row.error_code = None
        ended = [others[one] for one in row.depends_on if one in others and one not in live]
        if row.after == After.SUCCESS and any(one.status != Status.SUCCEEDED for one in ended):
            raise Conflict
        waits_for = tuple(live[one] for one in dict.fromkeys(row.depends_on) if one in live)
        if waits_for:
            row.status = Status.WAITING
            by_others.setdefault(waits_for, []).append(row.id)
    for on_ids, task_ids in by_others.items():
        await add_dependencies(uow.db, task_ids, on_ids)


async def _cancel(uow: UnitOfWork, rows: Sequence[Task]) -> None:
    for row in rows:
        if row.status == Status.RUNNING:
            row.is_cancel_requested = True
            uow.wake(REQUESTS)
    await uow.db.flush()
    waiting = [End(row.id, row.attempt, Status.CANCELLED) for row in rows if row.status != Status.RUNNING]
    if waiting:
        await end_tasks(uow, waiting, waiting=True)


async def _pause(uow: UnitOfWork, rows: Sequence[Task]) -> None:
    waiting = [row for row in rows if row.status != Status.RUNNING]
    for row in rows:
        if row.status == Status.RUNNING:
            row.is_pause_requested = True
        else:
            row.status = Status.PAUSED
    await _tell(uow, waiting, Change.PAUSED_WAITING)


async def _tell(uow: UnitOfWork, rows: Sequence[Task], change: Change) -> None:
    now = utc_now()
    if rows:
        await store.add_lines(uow.db, [Line.of_change(now, row.id, row.attempt, change) for row in rows])


async def _resume(uow: UnitOfWork, rows: Sequence[Task]) -> None:
    held = await find_held(uow.db, [row.id for row in rows])
    now = utc_now()
    for row in rows:
        row.published_at = None
        if row.id in held:
            row.status = Status.WAITING
        elif row.run_at > now:
            row.status = Status.SCHEDULED
        else:
            row.status, row.run_at = Status.QUEUED, now


async def get_batch(db: ReadDb, principal: Principal, batch_id: str) -> Batch:
    """Somebody else's answers like one that does not exist."""
    batch = await store.find_batch(db, batch_id)
    if batch is None or owner_seen_by(principal) not in {None, batch.owner}:
        raise BatchNotFound(batch_id=batch_id)
    return batch
