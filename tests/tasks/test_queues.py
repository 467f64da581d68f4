"""Which task is begun next: the one due first, a minute earlier for each point of priority, by turns of the queues."""

from datetime import timedelta

import httpx
import pytest
from harness import Stack
from rows import make, read, row_of, run, write
from sqlalchemy import text

from relaydesk.kernel.database import utc_now
from relaydesk.kernel.postgres.leadership import Leadership
from relaydesk.kernel.postgres.statements import Record, Statement
from relaydesk.tasks.engine.celery_app import Deliveries
from relaydesk.tasks.engine.dispatcher import Dispatcher
from relaydesk.tasks.engine.store import Due, find_due, save_worker, take_publishable
from relaydesk.tasks.types import ROOM


async def _next(stack: Stack, limit: int, **weights: int) -> list[str]:
    async with stack.kernel.database.single_write() as one:
        taken = await take_publishable(one, utc_now(), limit=limit, weights=weights)
    rows = await read(stack, "SELECT id, public_id FROM tasks_task")
    names = {row["id"]: row["public_id"] for row in rows}
    return [names[task_id] for task_id, _ in taken]


async def test_a_priority_comes_first_but_nothing_waits_for_ever(stack: Stack, owner: httpx.AsyncClient) -> None:
    plain, urgent, idle = [await make(owner, priority=priority) for priority in (0, 10, -10)]
    aged = await make(owner, priority=-10)
    await write(stack, "UPDATE tasks_task SET rank = rank - interval '30 minutes' WHERE public_id = :id", id=aged)
    assert await _next(stack, 10) == [aged, urgent, plain, idle]


async def test_queues_have_their_turns_by_weight(stack: Stack, owner: httpx.AsyncClient) -> None:
    bulk = [await make(owner, queue="bulk") for _ in range(8)]
    mail = [await make(owner, queue="mail") for _ in range(8)]
    assert await _next(stack, 8, mail=3) == [mail[0], mail[1], bulk[0], mail[2], mail[3], mail[4], bulk[1], mail[5]]
    assert await _next(stack, 4) == [bulk[2], mail[6], bulk[3], mail[7]]
    assert await _next(stack, 10) == bulk[4:]


@pytest.mark.parametrize("queue", ["", "a b", "Ä", "x" * 51, "a\n"])
async def test_a_queue_has_a_plain_name(owner: httpx.AsyncClient, queue: str) -> None:
    answer = await owner.post("/api/tasks", json={"kind": "demo.echo", "queue": queue})
    assert (answer.status_code, answer.json()["details"]["errors"][0]["field"]) == (422, "queue")


async def test_the_list_shows_one_queue(owner: httpx.AsyncClient) -> None:
    mail, _ = await make(owner, queue="mail"), await make(owner)
    shown = (await owner.get("/api/tasks", params={"queue": "mail"})).json()["items"]
    assert [(item["id"], item["queue"]) for item in shown] == [(mail, "mail")]


async def test_times_at_both_ends_of_the_calendar_are_ranked(stack: Stack, owner: httpx.AsyncClient) -> None:
    for priority in (-100, 100):
        for run_at in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"):
            task_id = await make(owner, run_at=run_at, priority=priority)
            assert (await owner.post(f"/api/tasks/{task_id}/cancel")).json()["status"] == "cancelled"


async def _due(stack: Stack) -> Due:
    async with stack.kernel.database.leadership(7_305_517_229_999) as leadership:
        assert leadership is not None
        return await find_due(leadership, utc_now(), silent=utc_now())


class _Recorded:
    """What the dispatcher sends."""

    def __init__(self) -> None:
        self.sent: list[int] = []

    async def publish(self, messages: list[Deliveries]) -> None:
        self.sent += [task_id for message in messages for task_id, _ in message]


async def test_what_waits_at_full_workers_is_not_taken_for_lost(stack: Stack, owner: httpx.AsyncClient) -> None:
    publisher = _Recorded()
    dispatcher = Dispatcher(stack.kernel, publisher)  # type: ignore[arg-type]  # it only publishes
    async with stack.kernel.database.single_write() as one:
        await save_worker(one, name="w", slots=1, started_at=utc_now(), now=utc_now())
    for _ in range(ROOM + 2):
        await make(owner)
    await dispatcher._dispatch(await _due(stack))
    assert len(publisher.sent) == ROOM + 2
    await write(stack, "UPDATE tasks_task SET published_at = now() - interval '1 minute'")
    running = "UPDATE tasks_task SET status = 'running' WHERE id IN (SELECT id FROM tasks_task ORDER BY id LIMIT :n)"
    await write(stack, running, n=ROOM)
    await dispatcher._dispatch(await _due(stack))
    assert len(publisher.sent) == ROOM + 2
    await write(stack, "DELETE FROM tasks_task WHERE id IN (SELECT min(id) FROM tasks_task)")
    await dispatcher._dispatch(await _due(stack))
    assert len(publisher.sent) == ROOM + 4
    await write(stack, "DELETE FROM tasks_worker")


_PLANS = Statement(text("SELECT set_config('plan_cache_mode', :mode, false) AS mode"))
_READ_THROUGH = Statement(
    text("""
SELECT seq_tup_read AS rows, pg_stat_force_next_flush() AS done FROM pg_stat_user_tables WHERE relname = 'tasks_task'
""")
)


async def test_what_is_scheduled_for_later_is_not_read_at_each_look(stack: Stack, owner: httpx.AsyncClient) -> None:
    public_id = await make(owner, run_at=(utc_now() + timedelta(days=1)).isoformat())
    row = await row_of(stack, public_id)
    columns = [name for name in row if name not in ("id", "public_id")]
    copied = f"INSERT INTO tasks_task (public_id, {', '.join(columns)}) SELECT 'task_' || n, {', '.join(columns)} "
    await write(stack, f"{copied} FROM tasks_task, generate_series(1, 20000) AS n")
    async with stack.kernel.database.engine.connect() as connection:
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("ANALYZE tasks_task"))
    async with stack.kernel.database.leadership(7_305_517_229_999) as leadership:
        assert leadership is not None
        # as on a connection that has asked for long: one plan for whatever the values are
        await leadership.ask(_PLANS, {"mode": "force_generic_plan"})
        try:
            before = (await _read_through(leadership))["rows"]
            due = await find_due(leadership, utc_now(), silent=utc_now())
            assert (await _read_through(leadership))["rows"] == before
        finally:
            await leadership.ask(_PLANS, {"mode": "auto"})
    assert (due.has_due, due.next_at) == (False, row["run_at"])


async def _read_through(leadership: Leadership) -> Record:
    await leadership.ask(_READ_THROUGH, {})
    return await leadership.ask(_READ_THROUGH, {})


async def test_queues_are_named_once_whether_their_tasks_have_ended_or_not(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    assert (await owner.get("/api/tasks/queues")).json() == ["default"]
    for queue in ("bulk", "mail", "mail", "ahead"):
        await run(stack, await make(owner, queue=queue))
    for queue in ("mail", "zeal"):
        await make(owner, queue=queue)
    assert (await owner.get("/api/tasks/queues")).json() == ["ahead", "bulk", "default", "mail", "zeal"]
