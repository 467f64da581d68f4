"""Many at once: asked for with one progress, and acted upon together."""

import tracemalloc
from typing import Any

import httpx
import pytest
from harness import Stack
from rows import make, put, read, show

from relaydesk.tasks.queue.store import add_dependencies


async def _batch(client: httpx.AsyncClient, payloads: list[dict[str, Any]], **given: Any) -> dict[str, Any]:
    answer = await client.post("/api/tasks/batch", json={"kind": "demo.echo", "payloads": payloads, **given})
    assert answer.status_code == 202, answer.text
    return dict(answer.json())


async def _ids(stack: Stack, batch_id: str) -> list[str]:
    rows = await read(stack, "SELECT public_id FROM tasks_task WHERE batch_id = :id ORDER BY id", id=batch_id)
    return [row["public_id"] for row in rows]


async def test_a_batch_is_one_progress_over_its_tasks(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await _batch(owner, [{"n": n} for n in range(4)], priority=3, queue="bulk")
    assert made["total"] == 4
    ids = await _ids(stack, made["batch_id"])
    task = await show(owner, ids[2])
    assert (task["payload"], task["priority"], task["queue"], task["batch_id"]) == (
        {"n": 2},
        3,
        "bulk",
        made["batch_id"],
    )
    path = f"/api/tasks/batches/{made['batch_id']}"
    seen = []
    for task_id, status in zip(ids, ("succeeded", "succeeded", "cancelled", "failed"), strict=True):
        await put(stack, task_id, status)
        shown = (await owner.get(path)).json()
        seen.append((shown["progress"], shown["status"]))
    assert seen == [(0.25, "running"), (0.5, "running"), (0.75, "running"), (1.0, "failed")]
    shown = (await owner.get(path)).json()
    assert (shown["total"], shown["succeeded"], shown["failed"], shown["cancelled"]) == (4, 2, 1, 1)
    listed = (await owner.get("/api/tasks", params={"batch_id": made["batch_id"]})).json()
    assert [item["id"] for item in listed["items"]] == ids[::-1]
    assert (await owner.get("/api/tasks/batches")).json()["items"] == [shown]


async def test_ten_thousand_are_asked_for_at_once(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await _batch(owner, [{"n": n} for n in range(10_000)])
    assert len(await _ids(stack, made["batch_id"])) == 10_000
    assert (await owner.get("/api/tasks")).json()["total"] == 10_000
    await owner.post("/api/tasks/bulk", json={"ids": (await _ids(stack, made["batch_id"]))[:1000], "action": "cancel"})
    shown = (await owner.get(f"/api/tasks/batches/{made['batch_id']}")).json()
    assert (shown["cancelled"], shown["status"]) == (1000, "running")


async def test_all_of_a_batch_wait_for_several_and_are_refused_where_that_is_too_much(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    others = [await make(owner) for _ in range(11)]
    body = {"kind": "demo.echo", "payloads": [{}] * 10_000, "depends_on": others}
    answer = await owner.post("/api/tasks/batch", json=body)
    assert (answer.status_code, answer.json()["details"]["errors"][0]["field"]) == (422, "depends_on")
    [reason] = answer.json()["details"]["reasons"]
    assert (reason["type"], reason["ctx"]) == ("batch_waits", {"tasks": 10_000, "most": 10})
    await _batch(owner, [{}] * 10_000, depends_on=[*others[:10], others[0]])
    [row] = await read(stack, "SELECT count(*) AS pairs, count(DISTINCT task_id) AS tasks FROM tasks_dependency")
    assert (row["pairs"], row["tasks"]) == (100_000, 10_000)


async def test_what_waits_for_what_takes_no_memory_by_pairs(stack: Stack) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await add_dependencies(uow.db, [1], [2])  # the first brings along what it is made of
        tracemalloc.start()
        await add_dependencies(uow.db, range(1000), range(1000, 1100))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 1024 * 1024


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"payloads": []}, "payloads"),
        ({"payloads": [{}] * 10_001}, "payloads"),
        ({"payloads": [{}, "x"]}, "payloads.1"),
        ({"kind": "demo.sleep", "payloads": [{"seconds": 1}, {"seconds": "soon"}]}, "payloads.1.seconds"),
        ({"kind": "demo.none"}, "kind"),
        ({"queue": "Not a queue"}, "queue"),
    ],
)
async def test_of_a_batch_with_a_wrong_field_there_is_nothing(
    owner: httpx.AsyncClient, given: dict[str, Any], field: str
) -> None:
    answer = await owner.post("/api/tasks/batch", json={"kind": "demo.echo", "payloads": [{}], **given})
    assert (answer.status_code, answer.json()["details"]["errors"][0]["field"]) == (422, field)
    assert (await owner.get("/api/tasks")).json()["total"] == 0
    assert (await owner.get("/api/tasks/batches")).json()["total"] == 0


async def test_a_client_key_sees_its_own_batches_alone(stack: Stack, owner: httpx.AsyncClient) -> None:
    foreign = await _batch(owner, [{}])
    made = (await owner.post("/api/keys", json={"name": "k", "scopes": ["tasks"]})).json()
    async with stack.client(**{"X-API-Key": made["key"]}) as program:
        own = await _batch(program, [{}])
        listed = (await program.get("/api/tasks/batches")).json()["items"]
        answers = [await program.get(f"/api/tasks/batches/{one}") for one in (foreign["batch_id"], "batch_none")]
    assert [item["batch_id"] for item in listed] == [own["batch_id"]]
    assert [(a.status_code, a.json()["code"]) for a in answers] == [(404, "BATCH_NOT_FOUND")] * 2


async def test_what_may_be_done_to_some_is_done_to_these_and_the_others_say_why(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    waiting, failed, running = [await make(owner) for _ in range(3)]
    await put(stack, failed, "failed")
    await put(stack, running, "running")
    body = {"ids": [waiting, failed, running, "task_none", waiting], "action": "cancel"}
    answer = (await owner.post("/api/tasks/bulk", json=body)).json()
    assert answer["done"] == [waiting, running]
    refused = {item["id"]: (item["code"], item["details"]) for item in answer["refused"]}
    assert refused == {
        failed: ("TASK_STATUS_CONFLICT", {"action": "cancel", "status": "failed"}),
        "task_none": ("TASK_NOT_FOUND", {"task_id": "task_none"}),
    }
    assert [(await show(owner, one))["status"] for one in (waiting, running)] == ["cancelled", "running"]
    again = (await owner.post("/api/tasks/bulk", json={"ids": [waiting, failed], "action": "retry"})).json()
    assert (again["done"], again["refused"]) == ([waiting, failed], [])
    paused = (await owner.post("/api/tasks/bulk", json={"ids": [waiting, failed], "action": "pause"})).json()
    assert paused["done"] == [waiting, failed]
    assert {(await show(owner, one))["status"] for one in (waiting, failed)} == {"paused"}
    audit = (await owner.get("/api/audit", params={"action": "task.bulk_pause"})).json()["items"]
    assert (audit[0]["target"], audit[0]["details"]["task_ids"]) == ("2 tasks", [waiting, failed])
