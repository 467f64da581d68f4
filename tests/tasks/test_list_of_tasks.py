"""The list of tasks narrowed by time and by text, whatever is kept: no look reads through the history."""

import json
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from harness import Stack
from rows import make, put, write
from sqlalchemy import event, text

from relaydesk.kernel.database import MOST_COUNTED, utc_now
from relaydesk.tasks import store
from relaydesk.tasks.ends.store import ENDED_DAYS

A_PAGE_OR_TWO = 100  # rows: what ended today is no more in the first minutes of a day, and is read whole
FAR = datetime.fromisoformat("9999-12-31T23:59:59+00:00")


async def _ids(client: httpx.AsyncClient, **filters: Any) -> list[str]:
    answer = await client.get("/api/tasks", params=filters)
    assert answer.status_code == 200, answer.text
    page = answer.json()
    assert page["total"] == len(page["items"])
    return [row["id"] for row in page["items"]]


async def _asked_for(stack: Stack, task_id: str, at: datetime) -> None:
    for table in ("tasks_task", "tasks_ended"):
        await write(stack, f"UPDATE {table} SET created_at = :at WHERE public_id = :id", at=at, id=task_id)  # noqa: S608


async def test_tasks_are_narrowed_by_when_they_were_asked_for(stack: Stack, owner: httpx.AsyncClient) -> None:
    now = utc_now()
    times = [now - timedelta(hours=hours) for hours in (50, 5, 3, 1)]
    ids = [await make(owner) for _ in times]
    for task_id, at in zip(ids, times, strict=True):
        await _asked_for(stack, task_id, at)
    for task_id in ids[:2]:
        await put(stack, task_id, "succeeded")
    assert await _ids(owner, **{"from": times[1].isoformat()}) == [ids[3], ids[2], ids[1]]
    assert await _ids(owner, **{"from": times[1].isoformat(), "to": times[3].isoformat()}) == [ids[2], ids[1]]
    assert await _ids(owner, to=times[1].isoformat()) == [ids[0]]
    assert await _ids(owner, **{"from": times[1].isoformat(), "status": "succeeded"}) == [ids[1]]
    assert await _ids(owner, **{"from": now.isoformat()}) == []
    assert await _ids(owner, **{"from": "0001-01-01T00:00:00Z", "to": FAR.isoformat()}) == ids[::-1]


async def test_of_tasks_whose_order_and_times_differ_a_little_none_is_missed(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    now = utc_now()
    ids = [await make(owner) for _ in range(3)]
    for task_id, seconds in zip(ids, (20, 40, 30), strict=True):  # three processes, whose clocks differ
        await _asked_for(stack, task_id, now - timedelta(seconds=seconds))
    assert await _ids(owner, **{"from": (now - timedelta(seconds=35)).isoformat()}) == [ids[2], ids[0]]
    assert await _ids(owner, to=(now - timedelta(seconds=25)).isoformat()) == [ids[2], ids[1]]


async def test_tasks_are_found_by_what_they_say(stack: Stack, owner: httpx.AsyncClient) -> None:
    told, failed, other = [await make(owner) for _ in range(3)]
    await write(stack, "UPDATE tasks_task SET message = 'Page 100% read' WHERE public_id = :id", id=told)
    await write(stack, "UPDATE tasks_task SET error = 'ShopError: 没有库存' WHERE public_id = :id", id=failed)
    await put(stack, failed, "failed")
    assert await _ids(owner, q="page 100%") == [told]
    assert await _ids(owner, q="没有") == [failed]
    assert await _ids(owner, q="没有", status="queued") == []
    assert await _ids(owner, q="1000%") == []
    assert await _ids(owner, q=other) == [other]
    assert await _ids(owner, q="ECHO") == [other, failed, told]


async def _fill(stack: Stack, count: int) -> None:
    """So many that have ended in the last 30 days, one of a hundred of another kind, which failed."""
    today = utc_now().date()
    async with stack.kernel.database.unit_of_work() as uow:
        await ENDED_DAYS.ensure(uow.db, [today - timedelta(days=n) for n in range(31)])
    await write(
        stack,
        """
INSERT INTO tasks_ended (finished_at, id, public_id, kind, status, priority, payload, attempt, max_attempts, timeout_s,
  progress, message, owner, request_id, created_at, run_at, started_at, queue, depends_on, error)
SELECT at + interval '1 second', nextval('tasks_task_id_seq'), 'task_old_' || n,
  CASE n % 100 WHEN 0 THEN 'demo.fail' ELSE 'demo.echo' END, CASE n % 100 WHEN 0 THEN 'failed' ELSE 'succeeded' END,
  0, '{}', 1, 3, 60, 1, '', 'system', '', at, at, at, 'default', '[]', CASE n % 100 WHEN 0 THEN 'Odd: ' || n END
FROM (SELECT n, now() - (:count - n) * (interval '30 days' / :count) AS at FROM generate_series(1, :count) n) AS old
ORDER BY n
""",
        count=count,
    )
    async with stack.kernel.database.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("ANALYZE tasks_ended"))


async def test_ended_tasks_are_found_by_kind_and_status_on_their_days_alone(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    failed, fine, other = await make(owner, "demo.fail"), await make(owner), await make(owner, "demo.fail")
    await put(stack, failed, "failed")
    await put(stack, fine, "succeeded")
    await put(stack, other, "cancelled")
    assert await _ids(owner, kind="demo.fail", status="failed") == [failed]
    assert await _ids(owner, kind="demo.fail", status="cancelled") == [other]
    assert await _ids(owner, kind="demo.echo", status="failed") == []
    assert (await owner.post(f"/api/tasks/{failed}/retry")).status_code == 200
    assert await _ids(owner, kind="demo.fail", status="failed") == []


def _nodes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [plan, *(node for part in plan.get("Plans", []) for node in _nodes(part))]


@pytest.mark.parametrize(
    "filters",
    [
        {"from": timedelta(hours=1)},
        {"from": timedelta(days=7), "q": "nothing like it"},
        {"from": timedelta(days=20), "to": timedelta(days=19), "status": "failed"},
        {"to": timedelta(days=29, hours=23), "kind": "demo.fail"},
        {"q": "Odd: "},
        {"q": "fail", "status": "failed"},
    ],
    ids=str,
)
async def test_no_look_at_a_long_history_reads_it_through(
    stack: Stack, owner: httpx.AsyncClient, filters: dict[str, Any]
) -> None:
    await _fill(stack, 30_000)
    await _look(stack, owner, filters)


async def test_a_kind_and_a_status_that_never_meet_read_nothing_of_a_long_history(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    await _fill(stack, 30_000)
    await write(stack, "UPDATE tasks_ended SET kind = 'demo.fail', status = 'failed' WHERE id % 2 = 0")
    await _look(stack, owner, {"kind": "demo.echo", "status": "failed"})


def _read_by(node: dict[str, Any]) -> float:
    return float(node["Actual Rows"] + node.get("Rows Removed by Filter", 0))


async def _look(stack: Stack, owner: httpx.AsyncClient, filters: dict[str, Any]) -> None:
    """Fails where it reads more than it may."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "tasks_ended" in statement:
            statements.append((statement, parameters))

    engine = stack.kernel.database.engine
    event.listen(engine.sync_engine, "before_cursor_execute", note)
    now = utc_now()
    given = {name: (now - one).isoformat() if isinstance(one, timedelta) else one for name, one in filters.items()}
    answer = await owner.get("/api/tasks", params={"limit": 20, **given})
    event.remove(engine.sync_engine, "before_cursor_execute", note)
    assert answer.status_code == 200, answer.text
    assert statements
    async with engine.connect() as connection:
        for statement, parameters in statements:
            explain = f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}"
            answers = (await connection.exec_driver_sql(explain, parameters)).scalar_one()
            nodes = _nodes((json.loads(answers) if isinstance(answers, str) else answers)[0]["Plan"])
            whole = [node for node in nodes if node["Node Type"] == "Seq Scan" and _read_by(node) > A_PAGE_OR_TWO]
            assert [node for node in whole if node["Relation Name"].startswith("tasks_ended")] == []
            passed = sum(node["Actual Loops"] * _read_by(node) for node in nodes if "Relation Name" in node)
            assert passed < MOST_COUNTED + store.MOST_READ, statement
