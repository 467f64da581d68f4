"""Every query by which tasks come in."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, Text, any_, cast, delete, exists, select, text
from sqlalchemy.dialects.postgresql import insert

from relaydesk.kernel.database import Db, ReadDb, SingleWrite
from relaydesk.kernel.postgres.statements import Statement
from relaydesk.tasks.tables import Batch, CachedResult, EndedTask, IdempotencyKey, Task
from relaydesk.tasks.types import Status

# what is the same for all that come in at once is sent once
_INSERT = text("""
INSERT INTO tasks_task (public_id, payload, kind, status, priority, queue, max_attempts, timeout_s, owner, request_id,
  batch_id, depends_on, after, cache_key, cache_ttl_s, created_at, run_at, rank)
SELECT new.public_id, CAST(new.payload AS jsonb), :kind, :status, CAST(:priority AS bigint), :queue, :max_attempts,
  :timeout_s, :owner, :request_id, :batch_id, CAST(:depends_on AS jsonb), :after, new.cache_key, :cache_ttl_s,
  CAST(:created_at AS timestamptz), CAST(:run_at AS timestamptz),
  greatest(CAST(:run_at AS timestamptz), CAST(:created_at AS timestamptz))
    - CAST(:priority AS bigint) * interval '1 minute'
FROM unnest(CAST(:public_ids AS text[]), CAST(:payloads AS text[]), CAST(:cache_keys AS text[]))
  WITH ORDINALITY AS new (public_id, payload, cache_key, place)
ORDER BY place
RETURNING id
""")
_INSERT_ALONE = Statement(_INSERT)


async def insert_tasks(
    db: Db,
    public_ids: Sequence[str],
    payloads: Sequence[str],
    cache_keys: Sequence[str | None],
    same: Mapping[str, Any],
) -> list[int]:
    """Their ids, in order; `payloads` are JSON."""
    each = {"public_ids": list(public_ids), "payloads": list(payloads), "cache_keys": list(cache_keys)}
    return list(await db.scalars(_INSERT, {**same, **each}))


async def insert_alone(write: SingleWrite, public_id: str, payload: str, same: Mapping[str, Any]) -> None:
    """One of those, in a transaction of its own."""
    await write.all(_INSERT_ALONE, {**same, "public_ids": [public_id], "payloads": [payload], "cache_keys": [None]})


async def take_key(db: Db, *, owner: str, key: str, **use: Any) -> bool:
    """Whether its owner had not used this idempotency key."""
    row = insert(IdempotencyKey).values(owner=owner, key=key, **use).on_conflict_do_nothing()
    return await db.scalar(row.returning(IdempotencyKey.key)) is not None


_TAKE_KEYS = text("""
INSERT INTO tasks_key (owner, key, task_id, kind, payload, created_at)
SELECT :owner, new.key, new.task_id, new.kind, '{}', :created_at
FROM unnest(CAST(:keys AS text[]), CAST(:task_ids AS text[]), CAST(:kinds AS text[])) AS new (key, task_id, kind)
ORDER BY new.key
ON CONFLICT DO NOTHING RETURNING key
""")


async def take_keys(db: Db, *, owner: str, created_at: datetime, **uses: Sequence[str]) -> set[str]:
    """Those that its owner had not used, of `keys` with `task_ids` and `kinds`; payloads are not to be compared."""
    return set(await db.scalars(_TAKE_KEYS, {"owner": owner, "created_at": created_at, **uses}))


async def find_key(db: ReadDb, owner: str, key: str) -> IdempotencyKey | None:
    return await db.scalar(select(IdempotencyKey).where(IdempotencyKey.owner == owner, IdempotencyKey.key == key))


async def forget_keys(db: Db, *, before: datetime) -> None:
    """Those that were given before this, but for those whose task has not ended."""
    is_live = exists().where(Task.public_id == IdempotencyKey.task_id)
    await db.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < before, ~is_live))


class Other(NamedTuple):
    """A task that another one depends on; `id` is None once it has ended."""

    id: int | None
    public_id: str
    owner: str
    status: Status


async def hold_others(db: Db, public_ids: Collection[str]) -> dict[str, Other]:
    """By public id. What has not ended does not end before this transaction does."""
    others: dict[str, Other] = {}
    live = select(Task.id, Task.public_id, Task.owner, Task.status).order_by(Task.id)
    live = live.with_for_update(read=True, key_share=True)
    ended = select(EndedTask.public_id, EndedTask.owner, EndedTask.status)
    for rows in (live, ended, live):  # one may move in between, either way
        missing = [one for one in public_ids if one not in others]
        if missing:
            table = Task if rows is live else EndedTask
            for row in await db.execute(rows.where(table.public_id == any_(cast(missing, ARRAY(Text))))):
                row_id = row.id if rows is live else None
                others[row.public_id] = Other(row_id, row.public_id, row.owner, Status(row.status))
    return others


_DEPEND = text("""
INSERT INTO tasks_dependency (task_id, on_id)
SELECT task_id, on_id FROM unnest(CAST(:task_ids AS bigint[])) AS task_id, unnest(CAST(:on_ids AS bigint[])) AS on_id
""")


async def add_dependencies(db: Db, task_ids: Sequence[int], on_ids: Sequence[int]) -> None:
    """Has each of these tasks wait for each of the others."""
    await db.execute(_DEPEND, {"task_ids": list(task_ids), "on_ids": list(on_ids)})


async def add_batch(db: Db, **values: Any) -> None:
    db.add(Batch(**values))


async def forget_batches(db: Db, *, before: datetime) -> None:
    """Those all of whose tasks ended before this."""
    is_live = exists().where(Task.batch_id == Batch.public_id)
    is_kept = exists().where(EndedTask.batch_id == Batch.public_id, EndedTask.finished_at >= before)
    await db.execute(delete(Batch).where(Batch.created_at < before, ~is_live, ~is_kept))


async def find_result(db: ReadDb, key: str, *, now: datetime, since: datetime) -> CachedResult | None:
    """What was kept under this key since then, and has not expired."""
    fresh = (CachedResult.stored_at >= since, CachedResult.expires_at > now)
    return await db.scalar(select(CachedResult).where(CachedResult.key == key, *fresh))


async def forget_results(db: Db, *, now: datetime) -> None:
    await db.execute(delete(CachedResult).where(CachedResult.expires_at <= now))


def as_json(payload: Mapping[str, Any]) -> str:
    return json.dumps(payload, ensure_ascii=False, allow_nan=False)
