"""Rules of ends: what follows from how an attempt ended, for its task and for those that wait for it."""

from collections.abc import Sequence
from typing import NamedTuple

from relaydesk.kernel.database import UnitOfWork, utc_now
from relaydesk.tasks.ends import store
from relaydesk.tasks.ends.store import End, Ended
from relaydesk.tasks.store import add_lines
from relaydesk.tasks.types import DISPATCH, After, Change, Claimed, FailureCode, Line, Status, TaskFinished

_BEGUN_AGAIN = (Status.RETRYING, Status.PAUSED)


async def end_attempts(uow: UnitOfWork, ends: Sequence[End]) -> set[int]:
    """Writes how attempts ended: the one place where tasks end, whoever ends them. A zombie's change nothing.

    Returns:
        The ids of the tasks whose current attempt it was.
    """
    again = await store.write_retries(uow.db, [end for end in ends if end.status in _BEGUN_AGAIN])
    ended = await end_tasks(uow, [end for end in ends if end.id not in again])
    await _tell_pauses(uow, [end for end in ends if end.id in again and again[end.id].status == Status.PAUSED])
    for task in again.values():
        uow.wake(f"task:{task.public_id}")
    uow.wake(DISPATCH)
    return again.keys() | ended


async def give_back(uow: UnitOfWork, rows: Sequence[Claimed]) -> None:
    """Has tasks begun again, by another process, whose attempts were broken off because this one stops."""
    await store.give_back(uow.db, [(row.id, row.attempt) for row in rows], utc_now())
    for row in rows:
        uow.wake(f"task:{row.public_id}")
    uow.wake(DISPATCH)


async def end_tasks(uow: UnitOfWork, ends: Sequence[End], *, waiting: bool = False) -> set[int]:
    """Ends these tasks for good; `waiting`: also where no attempt runs.

    In the same transaction those begin that waited for one of them last, and those end that cannot do without.

    Returns:
        The ids of all that have ended by this.
    """
    gone: set[int] = set()
    while ends:
        now = utc_now()
        ended = await store.write_ends(uow.db, ends, now, waiting=waiting)
        for task in ended:
            uow.record(TaskFinished(task_id=task.public_id, kind=task.kind, status=Status(task.status)))
            uow.wake(f"task:{task.public_id}")
        gone |= {task.id for task in ended}
        results = {end.id: end.result for end in ends if end.status == Status.SUCCEEDED}
        results_to_keep = [
            (task.cache_key, results[task.id], task.cache_ttl_s)
            for task in ended
            if task.cache_key is not None and task.cache_ttl_s is not None and task.status == Status.SUCCEEDED
        ]
        if results_to_keep:
            await store.keep_results(uow.db, results_to_keep, now)
        ends, waiting = await _release(uow, ended), True
    return gone


async def _release(uow: UnitOfWork, ended: Sequence[Ended]) -> list[End]:
    """Has those begin that wait for nothing else now; gives how those end that can never begin."""
    of = {task.id: task for task in ended}
    task_ids = await store.find_waiting(uow.db, list(of)) if of else []
    if not task_ids:
        return []
    ends: dict[int, End] = {}
    for row in await store.take_dependencies(uow.db, list(of), task_ids):
        other = of.get(row.on_id)
        if other is not None and row.after == After.SUCCESS and other.status != Status.SUCCEEDED:
            problem = unmet(other.public_id, Status(other.status))
            ends[row.id] = End(row.id, row.attempt, Status.FAILED, error=problem.error, error_code=problem.code)
    free = [task_id for task_id in task_ids if task_id not in ends]
    for public_id in await store.release(uow.db, free, utc_now()):
        uow.wake(f"task:{public_id}")
    uow.wake(DISPATCH)
    return list(ends.values())


class Unmet(NamedTuple):
    error: str
    code: FailureCode


def unmet(public_id: str, status: Status) -> Unmet:
    """Why a task fails that needed another one to succeed."""
    if status == Status.FAILED:
        return Unmet(f"{public_id}, on which it depends, failed", FailureCode.DEPENDENCY_FAILED)
    return Unmet(f"{public_id}, on which it depends, was cancelled", FailureCode.DEPENDENCY_CANCELLED)


async def _tell_pauses(uow: UnitOfWork, ends: Sequence[End]) -> None:
    now = utc_now()
    lines = [
        # one that has failed was to be tried again: it does count
        Line.of_change(
            now, end.id, end.attempt, Change.PAUSED if end.status == Status.PAUSED else Change.PAUSED_WAITING
        )
        for end in ends
    ]
    if lines:
        await add_lines(uow.db, lines)
