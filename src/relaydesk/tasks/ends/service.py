"""Rules of ends: what follows from how an attempt ended, for its task and for those that wait for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from relaydesk.kernel.database import UnitOfWork, utc_now
from relaydesk.tasks.ends import store
from relaydesk.tasks.ends.store import End, Ended, Outcome
from relaydesk.tasks.store import add_lines
from relaydesk.tasks.types import CASCADES, DISPATCH, Change, Claimed, FailureCode, Line, Status, TaskFinished

# how many dependants one transaction ends or begins, and how many ends are followed up at once
AT_ONCE, CASCADES_AT_ONCE = 2000, 100
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
    if again or ended:  # the dispatcher, which asks for this itself, would never rest
        uow.wake(DISPATCH)
    return again.keys() | ended


async def give_back(uow: UnitOfWork, rows: Sequence[Claimed]) -> None:
    """Has tasks begun again, by another process, whose attempts were broken off because this one stops.

    What somebody has cancelled meanwhile ends, and what was to be paused rests.
    """
    given_back = await store.give_back(uow.db, [(row.id, row.attempt) for row in rows], utc_now())
    cancelled = [End(row.id, row.attempt, Status.CANCELLED) for row in rows if row.id not in given_back]
    await end_attempts(uow, cancelled)
    paused = {one for one, task in given_back.items() if task.status == Status.PAUSED}
    await _tell_pauses(uow, [End(row.id, row.attempt, Status.PAUSED) for row in rows if row.id in paused])
    for row in rows:
        uow.wake(f"task:{row.public_id}")
    uow.wake(DISPATCH)


async def end_tasks(uow: UnitOfWork, ends: Sequence[End], *, waiting: bool = False) -> set[int]:
    """Ends these tasks for good; `waiting`: also where no attempt runs.

    In the same transaction those begin that waited for one of them last, and those end that cannot do without; of
    more than `AT_ONCE` the rest in following ones (`follow_up`).

    Returns:
        The ids of all that have ended by this.
    """
    tally = _Tally(utc_now(), [])
    ended = await _end(uow, ends, tally, waiting=waiting)
    followed = await _follow_up(uow, [_outcome(task) for task in ended], tally)
    await _count(uow, tally)
    return {task.id for task in ended} | followed.ended


async def follow_up(uow: UnitOfWork) -> bool:
    """Goes on with what depends on tasks that have ended before, as far as one transaction does.

    Returns:
        Whether there was more than that.
    """
    outcomes = await store.lock_cascades(uow.db, limit=CASCADES_AT_ONCE)
    tally = _Tally(utc_now(), [])
    followed = await _follow_up(uow, outcomes, tally)
    await store.forget_cascades(uow.db, {one.id for one in outcomes} - followed.left)
    await _count(uow, tally)
    return followed.is_full or len(outcomes) == CASCADES_AT_ONCE


class _Tally(NamedTuple):
    """What has ended in a transaction, each as its kind and status: all at the same time."""

    at: datetime
    ended: list[tuple[str, str]]


async def _count(uow: UnitOfWork, tally: _Tally) -> None:
    if tally.ended:
        await store.count_ends(uow.db, tally.ended, tally.at)


async def _end(uow: UnitOfWork, ends: Sequence[End], tally: _Tally, *, waiting: bool) -> list[Ended]:
    ended = await store.write_ends(uow.db, ends, tally.at, waiting=waiting)
    tally.ended.extend((task.kind, task.status) for task in ended)
    for task in ended:
        uow.record(TaskFinished(task_id=task.public_id, kind=task.kind, status=Status(task.status)))
        uow.wake(f"task:{task.public_id}")
    if waiting and ended:
        await store.forget_dependencies(uow.db, [task.id for task in ended])
    results = {end.id: end.result for end in ends if end.status == Status.SUCCEEDED}
    results_to_keep = [
        (task.cache_key, results[task.id], task.cache_ttl_s)
        for task in ended
        if task.cache_key is not None and task.cache_ttl_s is not None and task.status == Status.SUCCEEDED
    ]
    if results_to_keep:
        await store.keep_results(uow.db, results_to_keep, tally.at)
    return ended


def _outcome(task: Ended) -> Outcome:
    return Outcome(task.id, task.public_id, Status(task.status))


class _Followed(NamedTuple):
    """`is_full`: what is left is for the next transaction, not held by another one."""

    ended: set[int]
    left: set[int]
    is_full: bool


async def _follow_up(uow: UnitOfWork, outcomes: Sequence[Outcome], tally: _Tally) -> _Followed:
    """Tells the tasks that depend on these; which have ended by that, and which it has left to be followed up."""
    known, room = {one.id: one for one in outcomes}, AT_ONCE
    while held_up := [known[one] for one in await store.find_held_up(uow.db, list(known))]:
        uow.wake(DISPATCH)
        fallen = await _fell(uow, [one for one in held_up if one.status != Status.SUCCEEDED], tally, limit=room)
        taken = len(fallen)
        if taken < room:
            taken += await _release(uow, held_up, limit=room - taken)
        if not taken:
            await store.add_cascades(uow.db, held_up)
            uow.wake(CASCADES)
            break
        known |= {one.id: one for one in fallen}
        room -= taken
    return _Followed(known.keys() - {one.id for one in outcomes}, {one.id for one in held_up}, room <= 0)


async def _fell(uow: UnitOfWork, failed: Sequence[Outcome], tally: _Tally, *, limit: int) -> list[Outcome]:
    """Ends what can never begin after these, and after what ends by that."""
    if not failed or not limit:
        return []
    known = {one.id: one for one in failed}
    ends: list[End] = []
    for task in await store.lock_falling(uow.db, list(known), limit=limit):
        other = known.get(task.on_id)
        if other is None:
            continue  # somebody else has ended that one meanwhile: the next look tells
        problem = unmet(other.public_id, other.status)
        ends.append(End(task.id, task.attempt, Status.FAILED, error=problem.error, error_code=problem.code))
        known[task.id] = Outcome(task.id, task.public_id, Status.FAILED)
    return [_outcome(task) for task in await _end(uow, ends, tally, waiting=True)]


async def _release(uow: UnitOfWork, ended: Sequence[Outcome], *, limit: int) -> int:
    """Has those begin that wait for nothing else now; how many dependencies that took away."""
    task_ids, count = await store.take_satisfied(uow.db, ended, limit=limit)
    if task_ids:
        for public_id in await store.release(uow.db, task_ids, utc_now()):
            uow.wake(f"task:{public_id}")
    return count


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
