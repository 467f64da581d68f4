"""Every query that ends an attempt, for many at once: tried again, moved to the ended ones, queued again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, text

from relaydesk.kernel.daily.partitions import DailyPartitions
from relaydesk.kernel.database import Db
from relaydesk.tasks.tables import EndedCount, Task
from relaydesk.tasks.types import Status

ENDED_DAYS = DailyPartitions("tasks_ended", column="finished_at")


class End(NamedTuple):
    """How an attempt ends; with `run_at`, what it is tried again from. `result` is JSON."""

    id: int
    attempt: int
    status: Status
    result: str | None = None
    error: str | None = None
    run_at: datetime | None = None


class Ended(NamedTuple):
    """A task that has ended for good."""

    id: int
    public_id: str
    kind: str
    status: str


_COLUMNS = """id, public_id, kind, priority, payload, attempt, max_attempts, timeout_s, message, owner, worker,
  request_id, created_at, run_at, started_at"""
_ENDS = """unnest(CAST(:ids AS bigint[]), CAST(:attempts AS bigint[]), CAST(:statuses AS text[]),
  CAST(:results AS text[]), CAST(:errors AS text[]), CAST(:run_ats AS timestamptz[]))
  AS given (id, attempt, status, result, error, run_at)"""
# what is to be cancelled is not tried again, whatever became of the attempt
_RETRY = text(f"""
UPDATE tasks_task t SET status = given.status, error = given.error, run_at = given.run_at,
  lease_until = NULL, published_at = NULL
FROM {_ENDS}
WHERE t.id = given.id AND t.attempt = given.attempt AND t.status = 'running' AND NOT t.is_cancel_requested
RETURNING t.id, t.public_id
""")  # noqa: S608 - names of ours, no value in it
_END = text(f"""
WITH gone AS (
  DELETE FROM tasks_task t USING {_ENDS}
  WHERE t.id = given.id AND t.attempt = given.attempt AND (t.status = 'running' OR :waiting)
  RETURNING t.*, CAST(given.result AS jsonb) AS result, given.error AS last_error,
    CASE WHEN given.status = 'succeeded' THEN given.status
         WHEN t.is_cancel_requested THEN 'cancelled' ELSE given.status END AS last_status
), ended AS (
  INSERT INTO tasks_ended ({_COLUMNS}, status, result, error, progress, finished_at)
  SELECT {_COLUMNS}, last_status, result, coalesce(last_error, error),
    CASE last_status WHEN 'succeeded' THEN 1 ELSE progress END, :now FROM gone
  RETURNING id, public_id, kind, status
), counts AS (
  INSERT INTO tasks_ended_count AS c (day, kind, status, tasks)
  SELECT CAST(CAST(:now AS timestamptz) AT TIME ZONE 'UTC' AS date), kind, status, count(*) FROM ended
  GROUP BY kind, status ORDER BY kind, status
  ON CONFLICT (day, kind, status) DO UPDATE SET tasks = c.tasks + excluded.tasks
)
SELECT * FROM ended
""")  # noqa: S608 - names of ours, no value in it


def _columns(ends: Sequence[End]) -> dict[str, Any]:
    names = ("ids", "attempts", "statuses", "results", "errors", "run_ats")
    return dict(zip(names, map(list, zip(*ends, strict=True)), strict=True))


async def write_retries(db: Db, ends: Sequence[End]) -> dict[int, str]:
    """Has attempts that failed tried again; the ids of those that are, which is none that is to be cancelled."""
    if not ends:
        return {}
    return {row.id: row.public_id for row in await db.execute(_RETRY, _columns(ends))}


async def write_ends(db: Db, ends: Sequence[End], now: datetime, *, waiting: bool = False) -> list[Ended]:
    """Moves tasks to those that have ended; a zombie's are left. `waiting`: also where no attempt runs."""
    if not ends:
        return []
    rows = (await db.execute(_END, {**_columns(ends), "now": now, "waiting": waiting})).all()
    return [Ended(*row) for row in rows]


_REVIVE = text(f"""
WITH gone AS (
  DELETE FROM tasks_ended WHERE public_id = :public_id AND status = ANY(CAST(:from AS text[])) RETURNING *
), counts AS (
  UPDATE tasks_ended_count c SET tasks = c.tasks - 1 FROM gone
  WHERE c.day = CAST(gone.finished_at AT TIME ZONE 'UTC' AS date) AND c.kind = gone.kind AND c.status = gone.status
)
INSERT INTO tasks_task ({_COLUMNS}, status, error, progress)
SELECT {_COLUMNS}, 'queued', error, progress FROM gone RETURNING id
""")  # noqa: S608 - names of ours, no value in it


async def revive(db: Db, public_id: str, *, statuses: Collection[Status]) -> Task | None:
    """Takes a task back that has ended with one of these statuses, locked; None when somebody else just has."""
    row_id = await db.scalar(_REVIVE, {"public_id": public_id, "from": list(statuses)})
    return await db.get_locked(Task, row_id) if row_id is not None else None


_GIVE_BACK = text("""
UPDATE tasks_task t SET status = 'queued', max_attempts = t.max_attempts + 1, lease_until = NULL, published_at = NULL
FROM unnest(CAST(:ids AS bigint[]), CAST(:attempts AS bigint[])) AS given (id, attempt)
WHERE t.id = given.id AND t.attempt = given.attempt AND t.status = 'running'
""")


async def give_back(db: Db, held: Sequence[tuple[int, int]]) -> None:
    """Queues tasks again whose attempts were broken off by us: these do not count."""
    ids, attempts = zip(*held, strict=True)
    await db.execute(_GIVE_BACK, {"ids": list(ids), "attempts": list(attempts)})


async def forget_counts(db: Db, *, before: date) -> None:
    await db.execute(delete(EndedCount).where(EndedCount.day < before))
