"""Every query that ends an attempt, for many at once: tried again, moved to the ended ones, queued again.

With what follows from an end: tasks that waited for it.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, select, text

from relaydesk.kernel.daily.partitions import DailyPartitions
from relaydesk.kernel.database import Db, ReadDb
from relaydesk.tasks.tables import Cascade, Dependency, EndedCount, Task
from relaydesk.tasks.types import Status

ENDED_DAYS = DailyPartitions("tasks_ended", column="finished_at")


class End(NamedTuple):
    """How an attempt ends; with `run_at`, from when the task is begun again or may be resumed. `result` is JSON."""

    id: int
    attempt: int
    status: Status
    result: str | None = None
    error: str | None = None
    error_code: str | None = None
    run_at: datetime | None = None
    more_attempts: int = 0  # 1 where this one does not count


class Again(NamedTuple):
    """A task that has not ended with its attempt: it is tried again, or rests."""

    public_id: str
    status: str


class Ended(NamedTuple):
    """A task that has ended for good."""

    id: int
    public_id: str
    kind: str
    status: str
    cache_key: str | None
    cache_ttl_s: int | None


class Outcome(NamedTuple):
    """What others that depend on a task have to know of its end."""

    id: int
    public_id: str
    status: Status


_OTHER_COLUMNS = """id, public_id, kind, priority, payload, attempt, max_attempts, uncounted_attempts, timeout_s,
  message, owner, worker, request_id, created_at, queue, batch_id, depends_on, after"""
_COLUMNS = f"{_OTHER_COLUMNS}, started_at, run_at"
_ENDS = """unnest(CAST(:ids AS bigint[]), CAST(:attempts AS bigint[]), CAST(:statuses AS text[]),
  CAST(:results AS text[]), CAST(:errors AS text[]), CAST(:error_codes AS text[]), CAST(:run_ats AS timestamptz[]),
  CAST(:more AS bigint[]))
  AS given (id, attempt, status, result, error, error_code, run_at, more_attempts)"""


def _running(otherwise: str = "") -> str:
    """The rows to be ended, locked in the order in which all others lock them.

    It waits for a part of the handler that goes on in a unit of work, as a deletion does by itself: FOR UPDATE.
    """
    return f"""free AS (
  SELECT t.id FROM tasks_task t
  WHERE t.id = ANY (CAST(:ids AS bigint[])) AND (t.status = 'running' {otherwise}) ORDER BY t.id FOR UPDATE
)"""  # noqa: S608 - as above


# what is to be cancelled is not tried again, whatever became of the attempt; what is to be paused rests first
_RETRY = text(f"""
WITH {_running()}
UPDATE tasks_task t SET status = CASE WHEN t.is_pause_requested THEN 'paused' ELSE given.status END,
  error = given.error, error_code = given.error_code, run_at = given.run_at,
  rank = given.run_at - t.priority * interval '1 minute', is_pause_requested = false,
  max_attempts = t.max_attempts + given.more_attempts,
  uncounted_attempts = t.uncounted_attempts || array_fill(t.attempt, ARRAY[CAST(given.more_attempts AS integer)]),
  lease_until = NULL, published_at = NULL
FROM {_ENDS} JOIN free USING (id)
WHERE t.id = given.id AND t.attempt = given.attempt AND t.status = 'running' AND NOT t.is_cancel_requested
RETURNING t.id, t.public_id, t.status
""")  # noqa: S608 - names of ours, no value in it
_END = text(f"""
WITH {_running("OR :waiting")}, gone AS (
  DELETE FROM tasks_task t USING {_ENDS} JOIN free USING (id)
  WHERE t.id = given.id AND t.attempt = given.attempt AND (t.status = 'running' OR :waiting)
  RETURNING t.*, CAST(given.result AS jsonb) AS result, given.error AS last_error,
    given.error_code AS last_code,
    CASE WHEN given.status = 'succeeded' THEN given.status
         WHEN t.is_cancel_requested THEN 'cancelled' ELSE given.status END AS last_status
), ended AS (
  INSERT INTO tasks_ended ({_COLUMNS}, status, result, error, error_code, progress, checkpoint, finished_at)
  SELECT {_COLUMNS}, last_status, result, coalesce(last_error, error),
    CASE WHEN last_error IS NULL THEN error_code ELSE last_code END,
    CASE last_status WHEN 'succeeded' THEN 1 ELSE progress END,
    CASE last_status WHEN 'succeeded' THEN NULL ELSE checkpoint END, :now FROM gone
  RETURNING id, public_id, kind, status
)
SELECT ended.*, gone.cache_key, gone.cache_ttl_s FROM ended JOIN gone USING (id)
""")  # noqa: S608 - names of ours, no value in it
# The counts are rows that all ends share: of a process that freezes while it has them, PostgreSQL ends the transaction.
_IS_BRIEF = "(SELECT set_config('idle_in_transaction_session_timeout', '10s', true)) IS NOT NULL"
_COUNT = text(f"""
INSERT INTO tasks_ended_count AS c (day, kind, status, tasks)
SELECT CAST(CAST(:now AS timestamptz) AT TIME ZONE 'UTC' AS date), kind, status, count(*)
FROM unnest(CAST(:kinds AS text[]), CAST(:statuses AS text[])) AS ended (kind, status) WHERE {_IS_BRIEF}
GROUP BY kind, status ORDER BY kind, status
ON CONFLICT (day, kind, status) DO UPDATE SET tasks = c.tasks + excluded.tasks
""")  # noqa: S608 - as above


def _columns(ends: Sequence[End]) -> dict[str, Any]:
    names = ("ids", "attempts", "statuses", "results", "errors", "error_codes", "run_ats", "more")
    return dict(zip(names, map(list, zip(*ends, strict=True)), strict=True))


async def write_retries(db: Db, ends: Sequence[End]) -> dict[int, Again]:
    """Has tasks begun again, after a failure or once resumed; those that are, which is none that is to be cancelled."""
    if not ends:
        return {}
    return {row.id: Again(row.public_id, row.status) for row in await db.execute(_RETRY, _columns(ends))}


async def write_ends(db: Db, ends: Sequence[End], now: datetime, *, waiting: bool = False) -> list[Ended]:
    """Moves tasks to those that have ended; a zombie's are left. `waiting`: also where no attempt runs."""
    if not ends:
        return []
    rows = (await db.execute(_END, {**_columns(ends), "now": now, "waiting": waiting})).all()
    return [Ended(*row) for row in rows]


async def count_ends(db: Db, ended: Collection[tuple[str, str]], now: datetime) -> None:
    """Counts ends, each as its kind and status: last in its transaction, as all others lock tasks before counts."""
    kinds, statuses = zip(*ended, strict=True)
    await db.execute(_COUNT, {"kinds": list(kinds), "statuses": list(statuses), "now": now})


_REVIVE = text(f"""
WITH gone AS (
  DELETE FROM tasks_ended WHERE public_id = ANY(CAST(:public_ids AS text[])) AND status = ANY(CAST(:from AS text[]))
  RETURNING *
), less AS (
  SELECT CAST(finished_at AT TIME ZONE 'UTC' AS date) AS day, kind, status, count(*) AS tasks FROM gone GROUP BY 1, 2, 3
), counts AS (
  UPDATE tasks_ended_count c SET tasks = c.tasks - less.tasks FROM less
  WHERE (c.day, c.kind, c.status) = (less.day, less.kind, less.status)
)
INSERT INTO tasks_task ({_OTHER_COLUMNS}, run_at, status, error, error_code, progress, checkpoint, rank)
SELECT {_OTHER_COLUMNS}, CAST(:now AS timestamptz), 'queued', error, error_code, progress, checkpoint,
  CAST(:now AS timestamptz) - priority * interval '1 minute'
FROM gone WHERE {_IS_BRIEF} RETURNING id
""")  # noqa: S608 - names of ours, no value in it


async def revive(db: Db, public_ids: Sequence[str], *, statuses: Collection[Status], now: datetime) -> list[int]:
    """Takes tasks back that have ended with one of these statuses; their ids, without those that somebody else took."""
    values = {"public_ids": list(public_ids), "from": list(statuses), "now": now}
    ids = list(await db.scalars(_REVIVE, values))
    await forget_cascades(db, ids)  # what waits still waits for its new end
    return ids


_GIVE_BACK = text(f"""
WITH {_running()}
UPDATE tasks_task t SET status = CASE WHEN t.is_pause_requested THEN 'paused' ELSE 'queued' END, run_at = :now,
  is_pause_requested = false, max_attempts = t.max_attempts + 1,
  uncounted_attempts = t.uncounted_attempts || t.attempt, lease_until = NULL, published_at = NULL
FROM unnest(CAST(:ids AS bigint[]), CAST(:attempts AS bigint[])) AS given (id, attempt) JOIN free USING (id)
WHERE t.id = given.id AND t.attempt = given.attempt AND t.status = 'running' AND NOT t.is_cancel_requested
RETURNING t.id, t.public_id, t.status
""")  # noqa: S608 - names of ours, no value in it


async def give_back(db: Db, held: Sequence[tuple[int, int]], now: datetime) -> dict[int, Again]:
    """Queues tasks again whose attempts were broken off by us: these do not count. They keep their rank.

    Returns:
        Those that were, by id, which is none that is to be cancelled; what is to be paused rests.
    """
    ids, attempts = zip(*held, strict=True)
    rows = await db.execute(_GIVE_BACK, {"ids": list(ids), "attempts": list(attempts), "now": now})
    return {row.id: Again(row.public_id, row.status) for row in rows}


# by laterals: looked up one by one, in their indexes, whatever statistics say
_HELD_UP = text("""
SELECT given.id FROM unnest(CAST(:ids AS bigint[])) AS given (id) CROSS JOIN LATERAL (
  SELECT FROM tasks_dependency d JOIN tasks_task t ON t.id = d.task_id WHERE d.on_id = given.id LIMIT 1
) AS one
""")
_FALLING = text("""
WITH RECURSIVE falling (id) AS (
  SELECT given.id FROM unnest(CAST(:ids AS bigint[])) AS given (id)
  UNION
  SELECT t.id FROM falling
  CROSS JOIN LATERAL (SELECT d.task_id FROM tasks_dependency d WHERE d.on_id = falling.id OFFSET 0) AS d
  CROSS JOIN LATERAL (SELECT t.id FROM tasks_task t WHERE t.id = d.task_id AND t.after = 'success' OFFSET 0) AS t
), first AS MATERIALIZED (
  SELECT id FROM falling LIMIT CAST(:limit AS bigint)
), held AS MATERIALIZED (
  SELECT d.task_id, d.on_id FROM first
  CROSS JOIN LATERAL (SELECT d.task_id, d.on_id FROM tasks_dependency d WHERE d.task_id = first.id OFFSET 0) AS d
), because (id, on_id) AS (
  SELECT held.task_id, min(held.on_id) FROM held JOIN first AS other ON other.id = held.on_id GROUP BY held.task_id
)
SELECT t.id, t.public_id, t.attempt, because.on_id FROM tasks_task t JOIN because USING (id)
ORDER BY t.id FOR UPDATE OF t
""")
_SATISFIED = text("""
SELECT d.task_id, d.on_id
FROM unnest(CAST(:ids AS bigint[]), CAST(:statuses AS text[])) AS given (id, status)
CROSS JOIN LATERAL (SELECT d.task_id, d.on_id FROM tasks_dependency d WHERE d.on_id = given.id OFFSET 0) AS d
CROSS JOIN LATERAL (
  SELECT FROM tasks_task t WHERE t.id = d.task_id AND (given.status = 'succeeded' OR t.after = 'any') OFFSET 0
) AS t
LIMIT CAST(:limit AS bigint)
""")
_TAKE_AWAY = text("""
DELETE FROM tasks_dependency d
USING unnest(CAST(:task_ids AS bigint[]), CAST(:on_ids AS bigint[])) AS given (task_id, on_id)
WHERE d.task_id = given.task_id AND d.on_id = given.on_id
""")


_FORGET = text("DELETE FROM tasks_dependency WHERE task_id = ANY(CAST(:ids AS bigint[]))")


async def lock_to_end(db: Db, task_ids: Collection[int]) -> None:
    """In the order in which all others lock them that lock more than one."""
    await db.execute(select(Task.id).where(Task.id.in_(task_ids)).order_by(Task.id).with_for_update())


async def find_held_up(db: Db, ended_ids: Sequence[int]) -> list[int]:
    """Those of these for which others wait still."""
    return list(await db.scalars(_HELD_UP, {"ids": list(ended_ids)})) if ended_ids else []


class Falling(NamedTuple):
    """A task, locked, that needed another one to succeed which did not, or which falls itself."""

    id: int
    public_id: str
    attempt: int
    on_id: int


async def lock_falling(db: Db, ended_ids: Sequence[int], *, limit: int) -> list[Falling]:
    """What these take with them that have not succeeded, however far away: each after the one that it depends on."""
    rows = await db.execute(_FALLING, {"ids": list(ended_ids), "limit": limit + len(ended_ids)})
    return [Falling(*row) for row in rows]


async def take_satisfied(db: Db, ended: Sequence[Outcome], *, limit: int) -> tuple[list[int], int]:
    """Takes away what of these ends has held others that need no more of it; the ids of these, and how much it was.

    They are locked first: whoever ends the other one that a task waits for sees then that this one has ended.
    """
    values = {"ids": [one.id for one in ended], "statuses": [one.status for one in ended], "limit": limit}
    rows = (await db.execute(_SATISFIED, values)).all()
    task_ids, on_ids = [row.task_id for row in rows], [row.on_id for row in rows]
    if task_ids:
        await lock_to_end(db, set(task_ids))
        await db.execute(_TAKE_AWAY, {"task_ids": task_ids, "on_ids": on_ids})
    return sorted(set(task_ids)), len(rows)


async def forget_dependencies(db: Db, task_ids: Collection[int]) -> None:
    """Of tasks that have ended without waiting any longer."""
    await db.execute(_FORGET, {"ids": list(task_ids)})


_ADD_CASCADES = text("""
INSERT INTO tasks_cascade (id, public_id, status)
SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:public_ids AS text[]), CAST(:statuses AS text[]))
ON CONFLICT (id) DO NOTHING
""")


async def add_cascades(db: Db, ended: Sequence[Outcome]) -> None:
    """Notes ends that are to be followed up."""
    ids, public_ids, statuses = zip(*ended, strict=True)
    await db.execute(_ADD_CASCADES, {"ids": list(ids), "public_ids": list(public_ids), "statuses": list(statuses)})


async def lock_cascades(db: Db, *, limit: int) -> list[Outcome]:
    """The first of those that nobody else follows up now.

    They stay until they are forgotten, so that whoever retries such a task waits for this.
    """
    columns = (Cascade.id, Cascade.public_id, Cascade.status)
    rows = await db.execute(select(*columns).order_by(Cascade.id).limit(limit).with_for_update(skip_locked=True))
    return [Outcome(row.id, row.public_id, Status(row.status)) for row in rows]


async def forget_cascades(db: Db, ids: Collection[int]) -> None:
    await db.execute(delete(Cascade).where(Cascade.id.in_(ids)))


_RELEASE = text("""
UPDATE tasks_task t SET status = CASE WHEN t.run_at > :now THEN 'scheduled' ELSE 'queued' END,
  run_at = greatest(t.run_at, :now)
WHERE t.id = ANY(CAST(:ids AS bigint[])) AND t.status = 'waiting'
  AND NOT EXISTS (SELECT FROM tasks_dependency d WHERE d.task_id = t.id)
RETURNING t.public_id
""")


async def release(db: Db, task_ids: Sequence[int], now: datetime) -> list[str]:
    """Has those of these begin that wait for nothing else; their public ids."""
    return list(await db.scalars(_RELEASE, {"ids": list(task_ids), "now": now}))


async def find_held(db: ReadDb, task_ids: Sequence[int]) -> set[int]:
    """Those of these that wait for others still."""
    return set(await db.scalars(select(Dependency.task_id).where(Dependency.task_id.in_(task_ids))))


_KEEP = text("""
INSERT INTO tasks_cache (key, result, stored_at, expires_at)
SELECT DISTINCT ON (key) key, CAST(result AS jsonb), :now, CAST(:now AS timestamptz) + ttl_s * interval '1 second'
FROM unnest(CAST(:keys AS text[]), CAST(:results AS text[]), CAST(:ttls AS bigint[])) AS given (key, result, ttl_s)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET result = excluded.result, stored_at = excluded.stored_at,
  expires_at = excluded.expires_at
""")


async def keep_results(db: Db, results: Sequence[tuple[str, str | None, int]], now: datetime) -> None:
    """Each as its key, the result as JSON, and for how many seconds it is kept."""
    keys, documents, ttls = zip(*results, strict=True)
    await db.execute(_KEEP, {"keys": list(keys), "results": list(documents), "ttls": list(ttls), "now": now})


async def forget_counts(db: Db, *, before: date) -> None:
    await db.execute(delete(EndedCount).where(EndedCount.day < before))
