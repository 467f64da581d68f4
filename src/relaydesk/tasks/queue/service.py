"""Rules of coming in: once for each idempotency key, after what it depends on, or at once by a result that was kept."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from relaydesk.identity.api import SYSTEM
from relaydesk.kernel.changes import is_same
from relaydesk.kernel.database import Database, UnitOfWork, utc_now
from relaydesk.kernel.errors import Conflict, Invalid
from relaydesk.kernel.ids import new_public_id
from relaydesk.kernel.observe.tracing import request_id_var
from relaydesk.tasks.ends.service import Unmet, end_tasks, unmet
from relaydesk.tasks.ends.store import End
from relaydesk.tasks.errors import IdempotencyMismatch
from relaydesk.tasks.queue import store
from relaydesk.tasks.store import find_task
from relaydesk.tasks.tables import CachedResult
from relaydesk.tasks.types import DISPATCH, MOST_WAITS, After, Status


class Work(NamedTuple):
    """What a task has of its kind."""

    kind: str
    max_attempts: int
    timeout_s: int
    queue: str
    version: str


class Enqueued(NamedTuple):
    """`id` is public."""

    id: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class EnqueueOptions:
    """How tasks are asked for.

    Attributes:
        priority: each point counts as a minute that a task is due earlier than others of its queue.
        queue: where it waits; that of its kind where None.
        run_at: not before this.
        owner: the public id of whoever asks; idempotency keys belong to it.
        sees: whose tasks the owner may name in `depends_on`; everybody's where None.
        idempotency_key: the same one of the same owner gives the first task again.
        depends_on: public ids of tasks that come first.
        after: whether these must have succeeded; where one has not, the task fails with them.
        cache_ttl_s: how old a result of the same payload may be to be given at once, and how long this one is kept.
    """

    priority: int = 0
    queue: str | None = None
    run_at: datetime | None = None
    owner: str = SYSTEM.public_id
    sees: str | None = None
    idempotency_key: str | None = None
    depends_on: Sequence[str] = ()
    after: After = After.SUCCESS
    cache_ttl_s: int | None = None


BY_DEFAULT = EnqueueOptions()


async def enqueue(
    uow: UnitOfWork, work: Work, payload: dict[str, Any], options: EnqueueOptions = BY_DEFAULT
) -> Enqueued:
    """Adds a task in the caller's transaction; the earlier one where its owner has used the idempotency key before.

    Raises:
        IdempotencyMismatch: that one was of another kind, or had another payload.
        Invalid: naming `depends_on`.
    """
    public_id = new_public_id("task")
    if options.idempotency_key is not None:
        earlier = await _find_earlier(uow, public_id, work.kind, payload, options)
        if earlier is not None:
            return earlier
    cached = await _find_result(uow, work, payload, options)
    if cached is not None:
        options = replace(options, cache_ttl_s=None)  # nothing new is learned by it
    added = await _add(uow, work, [public_id], [payload], options)
    if cached is not None and added.status != Status.FAILED:
        result = None if cached.result is None else store.as_json(cached.result)
        await end_tasks(uow, [End(added.ids[0], 0, Status.SUCCEEDED, result=result)], waiting=True)
        return Enqueued(public_id, Status.SUCCEEDED)
    return Enqueued(public_id, added.status)


def may_come_alone(options: EnqueueOptions) -> bool:
    """Whether nothing but its own row is to be looked at or written."""
    return options.idempotency_key is None and options.cache_ttl_s is None and not options.depends_on


async def enqueue_alone(
    database: Database, work: Work, payload: dict[str, Any], options: EnqueueOptions = BY_DEFAULT
) -> Enqueued:
    """As `enqueue`, by one statement that is a transaction of its own; where it `may_come_alone`."""
    public_id, same = new_public_id("task"), _same(work, options, utc_now())
    async with database.single_write() as write:
        await store.insert_alone(write, public_id, store.as_json(payload), same)
        write.wake(DISPATCH)
    return Enqueued(public_id, same["status"])


async def enqueue_batch(
    uow: UnitOfWork, work: Work, payloads: Sequence[dict[str, Any]], options: EnqueueOptions = BY_DEFAULT
) -> str:
    """Adds a task for each payload; the id of the batch. Idempotency keys and kept results are of single tasks.

    Raises Invalid, naming `depends_on`.
    """
    others, most = len(set(options.depends_on)), MOST_WAITS // len(payloads)
    if others > most:
        raise Invalid.field(
            "depends_on",
            f"may hold {most} tasks at most where {len(payloads)} wait for them",
            reason="batch_waits",
            tasks=len(payloads),
            most=most,
        )
    batch_id = new_public_id("batch")
    values = {"public_id": batch_id, "kind": work.kind, "owner": options.owner, "total": len(payloads)}
    await store.add_batch(uow.db, **values, created_at=utc_now())
    public_ids = [new_public_id("task") for _ in payloads]
    await _add(uow, work, public_ids, payloads, options, batch_id=batch_id)
    return batch_id


class Once(NamedTuple):
    """A task that Relaydesk asks for, once for its idempotency key."""

    key: str
    work: Work
    payload: dict[str, Any]


async def enqueue_once(uow: UnitOfWork, wanted: Sequence[Once]) -> dict[str, str]:
    """As `enqueue` of each, in few statements; the public ids by key of those that there have not been before."""
    if not wanted:
        return {}
    ids = {one.key: new_public_id("task") for one in wanted}
    taken = await store.take_keys(
        uow.db,
        owner=SYSTEM.public_id,
        created_at=utc_now(),
        keys=[one.key for one in wanted],
        task_ids=[ids[one.key] for one in wanted],
        kinds=[one.work.kind for one in wanted],
    )
    by_work: dict[Work, list[Once]] = {}
    for one in wanted:
        if one.key in taken:
            by_work.setdefault(one.work, []).append(one)
    for work, some in by_work.items():
        await _add(uow, work, [ids[one.key] for one in some], [one.payload for one in some], BY_DEFAULT)
    return {key: ids[key] for key in taken}


class _Added(NamedTuple):
    ids: list[int]
    status: Status


async def _add(
    uow: UnitOfWork,
    work: Work,
    public_ids: Sequence[str],
    payloads: Sequence[dict[str, Any]],
    options: EnqueueOptions,
    *,
    batch_id: str | None = None,
) -> _Added:
    now = utc_now()
    waits_for, problem = await _look_at_others(uow, options)
    same = _same(work, options, now, batch_id=batch_id)
    if waits_for:
        same["status"] = Status.WAITING
    is_kept = options.cache_ttl_s is not None
    keys = [_cache_key(work, payload) if is_kept else None for payload in payloads]
    ids = await store.insert_tasks(uow.db, public_ids, [store.as_json(one) for one in payloads], keys, same)
    if waits_for:
        await store.add_dependencies(uow.db, ids, waits_for)
    if problem is not None:
        failed = [End(one, 0, Status.FAILED, error=problem.error, error_code=problem.code) for one in ids]
        await end_tasks(uow, failed, waiting=True)
        same["status"] = Status.FAILED
    uow.wake(DISPATCH)
    return _Added(ids, same["status"])


def _same(work: Work, options: EnqueueOptions, now: datetime, *, batch_id: str | None = None) -> dict[str, Any]:
    """What all tasks have that come in at once, which wait for no others."""
    is_due = options.run_at is None or options.run_at <= now
    return {
        "kind": work.kind,
        "status": Status.QUEUED if is_due else Status.SCHEDULED,
        "priority": options.priority,
        "queue": options.queue or work.queue,
        "max_attempts": work.max_attempts,
        "timeout_s": work.timeout_s,
        "owner": options.owner,
        "request_id": request_id_var.get(),
        "batch_id": batch_id,
        "depends_on": json.dumps(list(options.depends_on)),
        "after": options.after,
        "cache_ttl_s": options.cache_ttl_s,
        "created_at": now,
        "run_at": now if is_due else options.run_at,
    }


async def _look_at_others(uow: UnitOfWork, options: EnqueueOptions) -> tuple[list[int], Unmet | None]:
    """The ids of those that have not ended, and why the task fails where one has ended otherwise than it needs."""
    if not options.depends_on:
        return [], None
    others = await store.hold_others(uow.db, options.depends_on)
    for public_id in options.depends_on:
        other = others.get(public_id)
        if other is None or options.sees not in {None, other.owner}:
            raise Invalid.field("depends_on", f"there is no task {public_id}", reason="task_unknown", task=public_id)
    problem = None
    for other in others.values():
        if other.id is None and other.status != Status.SUCCEEDED and options.after == After.SUCCESS:
            problem = unmet(other.public_id, other.status)
    return [other.id for other in others.values() if other.id is not None], problem


async def _find_earlier(
    uow: UnitOfWork, public_id: str, kind: str, payload: dict[str, Any], options: EnqueueOptions
) -> Enqueued | None:
    """The task that its owner got for this idempotency key; None for the first one, which is `public_id`."""
    key, owner = options.idempotency_key or "", options.owner
    use = {"task_id": public_id, "kind": kind, "payload": payload, "created_at": utc_now()}
    if await store.take_key(uow.db, owner=owner, key=key, **use):
        return None
    earlier = await store.find_key(uow.db, owner, key)
    row = await find_task(uow.db, earlier.task_id) if earlier else None
    if earlier is None or row is None:
        raise Conflict  # it was deleted just now: the caller may try again
    # our own keys name what happened, once, whatever they say of it each time
    if owner != SYSTEM.public_id and (earlier.kind != kind or not is_same(earlier.payload, payload)):
        raise IdempotencyMismatch(task_id=earlier.task_id)
    return Enqueued(earlier.task_id, Status(row.status))


async def _find_result(
    uow: UnitOfWork, work: Work, payload: Mapping[str, Any], options: EnqueueOptions
) -> CachedResult | None:
    if options.cache_ttl_s is None:
        return None
    now = utc_now()
    since = now - timedelta(seconds=options.cache_ttl_s)
    return await store.find_result(uow.db, _cache_key(work, payload), now=now, since=since)


def _cache_key(work: Work, payload: Mapping[str, Any]) -> str:
    identity = json.dumps([work.kind, work.version, payload], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(identity.encode()).hexdigest()
