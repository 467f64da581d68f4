"""Times at both ends of the calendar, which people write for "at once" and "never": stored, shown and acted on."""

from dataclasses import replace
from typing import Any

import httpx
from gateway_admin import eventually
from harness import Stack
from rows import make, row_of, run, show, write

from relaydesk.kernel.background import Background
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.observe.metrics import TASK_OLDEST_WAITING
from relaydesk.tasks.api import collect_figures
from relaydesk.tasks.engine.celery_app import Deliveries
from relaydesk.tasks.engine.dispatcher import Dispatcher, _rest_s
from relaydesk.tasks.engine.failures import LONGEST_BACKOFF_S, backoff_s
from relaydesk.tasks.engine.store import find_due, find_waiting, save_worker
from relaydesk.tasks.kinds import KINDS

FIRST, LAST = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"
RUN_AT = "UPDATE tasks_task SET run_at = CAST(CAST(:time AS text) AS timestamptz)"


async def test_a_task_for_never_is_paused_and_resumed_and_shows_its_time(owner: httpx.AsyncClient) -> None:
    task_id = await make(owner, run_at=LAST)
    for action, status in (("pause", "paused"), ("resume", "scheduled"), ("pause", "paused")):
        acted = await owner.post(f"/api/tasks/{task_id}/{action}")
        assert (acted.status_code, acted.json()["status"], acted.json()["run_at"]) == (200, status, LAST)
    bulk = await owner.post("/api/tasks/bulk", json={"ids": [task_id], "action": "resume"})
    assert bulk.json() == {"done": [task_id], "refused": []}
    assert (await owner.get("/api/tasks")).json()["items"][0]["run_at"] == LAST


async def test_what_was_stored_as_infinity_is_read_as_the_end_of_the_calendar(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    first, last = [await make(owner) for _ in range(2)]
    await write(stack, "UPDATE tasks_task SET status = 'paused'")
    for task_id, time in ((first, "-infinity"), (last, "infinity")):
        await write(stack, f"{RUN_AT} WHERE public_id = :id", time=time, id=task_id)
    assert [(await show(owner, one))["run_at"] for one in (first, last)] == [FIRST, LAST]
    resumed = [(await owner.post(f"/api/tasks/{one}/resume")).json()["status"] for one in (first, last)]
    assert resumed == ["queued", "scheduled"]


async def _due(stack: Stack) -> Any:
    async with stack.kernel.database.leadership(7_305_517_229_998) as leadership:
        assert leadership is not None
        return await find_due(leadership, utc_now(), silent=utc_now())


async def test_the_dispatcher_rests_as_usual_until_a_task_for_never(stack: Stack, owner: httpx.AsyncClient) -> None:
    await make(owner, run_at=LAST)
    await write(stack, "UPDATE tasks_schedule SET enabled = false")
    due = await _due(stack)
    assert (due.next_at.isoformat(), _rest_s(due)) == ("9999-12-31T23:59:59.999999+00:00", 1.0)
    await write(stack, "UPDATE tasks_task SET run_at = 'infinity'")
    assert _rest_s(await _due(stack)) == 1.0
    await write(stack, "UPDATE tasks_schedule SET enabled = true")


async def test_what_was_due_long_ago_waits_since_it_was_asked_for(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await make(owner, run_at=FIRST)
    row = await row_of(stack, task_id)
    assert (row["run_at"], row["status"]) == (row["created_at"], "queued")
    for time in ("2020-01-01T00:00:00Z", "-infinity"):  # as earlier versions stored it
        await write(stack, f"{RUN_AT}, created_at = now() - interval '30 seconds'", time=time)
        assert 30 <= (await collect_figures(stack.kernel))["oldest_waiting_seconds"] < 60
        assert 30 <= TASK_OLDEST_WAITING._value.get() < 60
        assert 30 <= (await find_waiting(stack.kernel.database, "w")).oldest_s < 60
    await run(stack, task_id)
    [stats] = [one for one in (await owner.get("/api/tasks/stats")).json() if one["kind"] == "demo.echo"]
    assert 30_000 <= stats["wait_p95_ms"] < 60_000


async def test_what_was_asked_for_later_than_it_began_has_not_waited(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await make(owner)
    await write(stack, "UPDATE tasks_task SET run_at = 'infinity'")  # as earlier versions stored what was then retried
    assert (await find_waiting(stack.kernel.database, "w")).oldest_s == 0
    assert (await collect_figures(stack.kernel))["oldest_waiting_seconds"] == 0
    await run(stack, task_id)
    [stats] = [one for one in (await owner.get("/api/tasks/stats")).json() if one["kind"] == "demo.echo"]
    assert stats["wait_p95_ms"] == 0


def test_the_wait_after_any_number_of_attempts_is_bounded() -> None:
    assert 0 <= backoff_s(KINDS["demo.fail"], 5000) <= LONGEST_BACKOFF_S


class _Recorded:
    def __init__(self) -> None:
        self.sent: list[int] = []

    async def publish(self, messages: list[Deliveries]) -> None:
        self.sent += [task_id for message in messages for task_id, _ in message]


async def test_a_dispatcher_whose_figures_fail_leads_on(stack: Stack, owner: httpx.AsyncClient) -> None:
    kernel, publisher = replace(stack.kernel, background=Background()), _Recorded()
    async with kernel.database.single_write() as one:
        await save_worker(one, name="w", slots=4, started_at=utc_now(), now=utc_now())
    await write(stack, "ALTER TABLE tasks_ended_count RENAME TO counts_away")
    dispatcher = Dispatcher(kernel, publisher)  # type: ignore[arg-type]  # it only publishes
    dispatcher.start()
    try:
        for number in (1, 2, 3):
            await make(owner)

            async def is_sent(wanted: int = number) -> bool:
                return len(publisher.sent) == wanted

            await eventually(is_sent)
    finally:
        await write(stack, "ALTER TABLE counts_away RENAME TO tasks_ended_count")
        await write(stack, "DELETE FROM tasks_worker")
    failures = kernel.background.health()["loops"]["dispatcher"]["failures"]
    await dispatcher.stop()
    assert failures == 0
