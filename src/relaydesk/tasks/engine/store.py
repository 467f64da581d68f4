"""Every query of the dispatcher and of workers. Each write carries the attempt: a zombie's match no row."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, select, text, update

from relaydesk.kernel.database import Database, Db, SingleWrite
from relaydesk.kernel.postgres.leadership import Leadership
from relaydesk.kernel.postgres.statements import Statement
from relaydesk.tasks.tables import IS_QUEUED, Task, Worker
from relaydesk.tasks.types import Claimed, Status

RESEND_AFTER, ALIVE_FOR = timedelta(seconds=30), timedelta(seconds=20)
# Asked at each turn: states are written out, so that the partial indexes serve whatever the plan. The first in order,
# not EXISTS of a range: a plan for any value would take a third of the table to be in that, and read it from the front.
_DUE = Statement(
    text("""
SELECT (SELECT id FROM tasks_task WHERE status = 'queued' AND published_at IS NULL ORDER BY queue, rank, id LIMIT 1)
    IS NOT NULL AS has_ready,
  coalesce((
    SELECT run_at FROM tasks_task WHERE status IN ('scheduled', 'retrying') ORDER BY run_at LIMIT 1
  ) <= :now, false) AS has_due,
  coalesce((
    SELECT published_at FROM tasks_task WHERE status = 'queued' AND published_at IS NOT NULL
    ORDER BY published_at LIMIT 1
  ) <= :resend, false) AS has_late,
  coalesce((SELECT lease_until FROM tasks_task WHERE status = 'running' ORDER BY lease_until LIMIT 1) < :now, false)
    OR EXISTS (SELECT FROM tasks_schedule WHERE enabled AND next_run_at <= :now)
    OR EXISTS (SELECT FROM tasks_worker WHERE seen_at < :silent)
    OR EXISTS (SELECT FROM tasks_cascade) AS has_chores,
  least(
    (SELECT run_at FROM tasks_task WHERE status IN ('scheduled', 'retrying') AND run_at > :now
      ORDER BY run_at LIMIT 1),
    (SELECT min(next_run_at) FROM tasks_schedule WHERE enabled AND next_run_at > :now)
  ) AS next_at,
  (SELECT CAST(coalesce(sum(slots), 0) AS bigint) FROM tasks_worker WHERE seen_at > :alive) AS slots,
  (SELECT count(*) FROM tasks_task WHERE status = 'running') AS running,
  (SELECT count(*) FROM tasks_task WHERE status = 'queued' AND published_at IS NOT NULL) AS published
""")
)


class Due(NamedTuple):
    """What the dispatcher has to do now, and what is there to do it with.

    `has_ready`: tasks may be published; `has_due`: their time has come; `has_late`: they were published and not begun
    for long; `has_chores`: leases to take back, schedules to fire, workers to forget, ends to follow up. `next_at` is
    when a task or a schedule is due next; `slots` are those of live workers; `running` and `published` tasks count for
    them.
    """

    has_ready: bool
    has_due: bool
    has_late: bool
    has_chores: bool
    next_at: datetime | None
    slots: int
    running: int
    published: int


async def find_due(leadership: Leadership, now: datetime, *, silent: datetime) -> Due:
    """Asked by the leader, which learns by that whether it still leads.

    `silent`: a worker that was seen before this is to be forgotten.
    """
    times = {"now": now, "resend": now - RESEND_AFTER, "silent": silent, "alive": now - ALIVE_FOR}
    return Due(**await leadership.ask(_DUE, times))


async def promote_due(db: Db, now: datetime) -> None:
    """Queues what is due."""
    due = and_(Task.status.in_([Status.SCHEDULED, Status.RETRYING]), Task.run_at <= now)
    await db.execute(update(Task).where(due).values(status=Status.QUEUED, published_at=None))


async def take_back_lost(db: Db, now: datetime) -> None:
    """Has what was published and not begun for so long sent again: it must have got lost on the way."""
    lost = and_(Task.status == Status.QUEUED, Task.published_at <= now - RESEND_AFTER)
    await db.execute(update(Task).where(lost).values(published_at=None))


# The first of each queue that has any, by turns: a queue of weight 3 has three turns while one of weight 1 has one.
# They are looked up one by one, by their ids: whatever statistics say, no plan reads all that are ready for that.
_TAKE = Statement(
    text("""
WITH RECURSIVE waiting AS (
  SELECT * FROM (
    SELECT queue FROM tasks_task WHERE status = 'queued' AND published_at IS NULL ORDER BY queue LIMIT 1
  ) AS least
  UNION ALL
  SELECT (SELECT t.queue FROM tasks_task t WHERE t.status = 'queued' AND t.published_at IS NULL AND t.queue > w.queue
    ORDER BY t.queue LIMIT 1)
  FROM waiting w WHERE w.queue IS NOT NULL
), turns AS (
  SELECT first.id, first.rank, first.place / coalesce(weights.weight, 1) AS turn
  FROM waiting CROSS JOIN LATERAL (
    SELECT t.id, t.rank, CAST(row_number() OVER (ORDER BY t.rank, t.id) AS double precision) AS place FROM (
      SELECT id, rank FROM tasks_task WHERE queue = waiting.queue AND status = 'queued' AND published_at IS NULL
      ORDER BY rank, id LIMIT :limit
    ) AS t
  ) AS first
  LEFT JOIN unnest(CAST(:queues AS text[]), CAST(:weights AS bigint[])) AS weights (queue, weight)
    ON weights.queue = waiting.queue
  WHERE waiting.queue IS NOT NULL
  ORDER BY turn, first.rank, first.id LIMIT :limit
), free AS (
  SELECT one.id FROM turns CROSS JOIN LATERAL (
    SELECT t.id FROM tasks_task t WHERE t.id = turns.id AND (t.status = 'queued' AND t.published_at IS NULL) IS TRUE
    FOR UPDATE SKIP LOCKED
  ) AS one
), taken AS (
  UPDATE tasks_task t SET published_at = :now WHERE t.id = ANY (ARRAY (SELECT id FROM free)) RETURNING t.id, t.attempt
)
SELECT taken.id, taken.attempt + 1 AS attempt FROM taken JOIN turns USING (id) ORDER BY turn, rank, id
""")
)


async def take_publishable(
    write: SingleWrite, now: datetime, *, limit: int, weights: Mapping[str, int]
) -> list[tuple[int, int]]:
    """Marks the next ready rows as published and gives `(id, attempt)` of each; a queue without a weight has 1."""
    values = {"now": now, "limit": limit, "queues": list(weights), "weights": list(weights.values())}
    return [(row["id"], row["attempt"]) for row in await write.all(_TAKE, values)]


async def unpublish(db: Db, task_ids: Sequence[int]) -> None:
    waiting = and_(Task.id.in_(task_ids), Task.status == Status.QUEUED)
    await db.execute(update(Task).where(waiting).values(published_at=None))


_CLAIM = Statement(
    text("""
UPDATE tasks_task t SET status = 'running', attempt = given.attempt, worker = :worker,
  started_at = CASE WHEN t.attempt = ANY (t.uncounted_attempts) THEN coalesce(t.started_at, :now) ELSE :now END,
  lease_until = :until, error = NULL, error_code = NULL, progress = 0, message = ''
FROM unnest(CAST(:ids AS bigint[]), CAST(:attempts AS bigint[])) AS given (id, attempt)
WHERE t.id = given.id AND t.id = ANY (CAST(:ids AS bigint[])) AND t.status = 'queued' AND t.attempt = given.attempt - 1
RETURNING t.id, t.public_id, t.kind, t.payload, t.attempt, t.max_attempts, t.timeout_s, t.request_id,
  t.checkpoint
""")
)


def _pairs(deliveries: Sequence[tuple[int, int]]) -> dict[str, Any]:
    return {"ids": [task_id for task_id, _ in deliveries], "attempts": [attempt for _, attempt in deliveries]}


async def claim(
    write: SingleWrite, deliveries: Sequence[tuple[int, int]], *, worker: str, now: datetime, until: datetime
) -> list[Claimed]:
    """Of these `(id, attempt)` those that may run now, by this worker; a duplicate or outdated one may not."""
    values = {**_pairs(deliveries), "worker": worker, "now": now, "until": until}
    return [Claimed(**row) for row in await write.all(_CLAIM, values)]


# a row that somebody changes or ends just now is current, and is not waited for
_EXTEND = Statement(
    text("""
WITH given AS (SELECT * FROM unnest(CAST(:ids AS bigint[]), CAST(:attempts AS bigint[])) AS given (id, attempt)),
free AS (
  SELECT t.id FROM tasks_task t JOIN given USING (id) WHERE t.attempt = given.attempt AND t.status = 'running'
  FOR NO KEY UPDATE OF t SKIP LOCKED
), extended AS (
  UPDATE tasks_task t SET lease_until = :until FROM free WHERE t.id = free.id
)
SELECT t.id, t.attempt, t.is_cancel_requested FROM tasks_task t JOIN given USING (id)
WHERE t.attempt = given.attempt AND t.status = 'running'
""")
)


async def extend_leases(
    write: SingleWrite, held: Sequence[tuple[int, int]], *, until: datetime
) -> dict[tuple[int, int], bool]:
    """Of these `(id, attempt)` those that are still current, each with whether a cancel was asked for."""
    rows = await write.all(_EXTEND, {**_pairs(held), "until": until})
    return {(row["id"], row["attempt"]): row["is_cancel_requested"] for row in rows}


async def take_expired(db: Db, now: datetime, *, limit: int = 100) -> Sequence[Task]:
    expired = select(Task).where(Task.status == Status.RUNNING, Task.lease_until < now).limit(limit)
    return (await db.scalars(expired.with_for_update(skip_locked=True))).all()


_SAVE_WORKER = Statement(
    text("""
INSERT INTO tasks_worker (name, slots, started_at, seen_at) VALUES (:name, :slots, :started_at, :now)
ON CONFLICT (name) DO UPDATE SET slots = excluded.slots, seen_at = excluded.seen_at
""")
)


async def save_worker(write: SingleWrite, *, name: str, slots: int, started_at: datetime, now: datetime) -> None:
    await write.all(_SAVE_WORKER, {"name": name, "slots": slots, "started_at": started_at, "now": now})


async def forget_workers(db: Db, *, before: datetime) -> None:
    await db.execute(delete(Worker).where(Worker.seen_at < before))


async def forget_worker(db: Db, name: str) -> None:
    await db.execute(delete(Worker).where(Worker.name == name))


# in order, not by min(): that would read all of them where statistics take these to be few
OLDEST = f"SELECT greatest(run_at, created_at) FROM tasks_task WHERE {IS_QUEUED} ORDER BY run_at LIMIT 1"  # noqa: S608 - an expression of ours
_WAITING = Statement(
    text(f"""
SELECT CAST(extract(epoch FROM now() - least(({OLDEST}), now())) AS double precision) AS oldest_s,
  (SELECT count(*) FROM tasks_task WHERE status = 'running' AND starts_with(worker, :worker)) AS running
""")  # noqa: S608 - an expression of ours, no value in it
)


class Waiting(NamedTuple):
    """How long the oldest task that could begin has waited, and how many tasks one worker runs."""

    oldest_s: float
    running: int


async def find_waiting(database: Database, worker: str) -> Waiting:
    [row] = await database.ask(_WAITING, {"worker": f"{worker}/"})
    return Waiting(**row)
