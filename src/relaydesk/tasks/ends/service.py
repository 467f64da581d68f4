"""Rules of ends: which failure is tried again, and when; what is told of a task that has ended."""

import random
from collections.abc import Sequence
from datetime import timedelta

from relaydesk.kernel.database import UnitOfWork, utc_now
from relaydesk.tasks.ends import store
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.kinds import KINDS, Kind
from relaydesk.tasks.store import Claimed
from relaydesk.tasks.tables import Task
from relaydesk.tasks.types import DISPATCH, Status, TaskFinished

LONGEST_BACKOFF_S = 600.0


def backoff_s(kind: Kind | None, attempt: int) -> float:
    """Full jitter (AWS, "Exponential Backoff and Jitter"): part of base · 2^(attempt-1), at most ten minutes."""
    base = kind.backoff_s if kind else 2.0
    return random.uniform(0, min(LONGEST_BACKOFF_S, base * 2 ** (attempt - 1)))


def failure(row: Task | Claimed, error: str, *, may_retry: bool) -> End:
    """What becomes of an attempt that failed: another one after a wait, or the end."""
    if may_retry and row.attempt < row.max_attempts:
        run_at = utc_now() + timedelta(seconds=backoff_s(KINDS.get(row.kind), row.attempt))
        return End(row.id, row.attempt, Status.RETRYING, error=error, run_at=run_at)
    return End(row.id, row.attempt, Status.FAILED, error=error)


async def end_attempts(uow: UnitOfWork, ends: Sequence[End]) -> set[int]:
    """Writes how attempts ended: the one place where tasks end, whoever ends them. A zombie's change nothing.

    Returns:
        The ids of the tasks whose current attempt it was.
    """
    again = await store.write_retries(uow.db, [end for end in ends if end.status == Status.RETRYING])
    ended = await end_tasks(uow, [end for end in ends if end.id not in again])
    for task in again.values():
        uow.wake(f"task:{task}")
    uow.wake(DISPATCH)
    return again.keys() | ended


async def give_back(uow: UnitOfWork, rows: Sequence[Claimed]) -> None:
    """Has tasks begun again, by another process, whose attempts were broken off because this one stops."""
    await store.give_back(uow.db, [(row.id, row.attempt) for row in rows])
    for row in rows:
        uow.wake(f"task:{row.public_id}")
    uow.wake(DISPATCH)


async def end_tasks(uow: UnitOfWork, ends: Sequence[End], *, waiting: bool = False) -> set[int]:
    """Ends these tasks for good; `waiting`: also where no attempt runs. The ids of those that have ended by this."""
    ended = await store.write_ends(uow.db, ends, utc_now(), waiting=waiting)
    for task in ended:
        uow.record(TaskFinished(task_id=task.public_id, kind=task.kind, status=Status(task.status)))
        uow.wake(f"task:{task.public_id}")
    return {task.id for task in ended}
