"""Tasks that come after others: begun when the last of these has ended, failed where one of them does not succeed."""

import asyncio
from typing import Any

import httpx
import pytest
from harness import Stack
from rows import make, put, read, row_of, run, show

from relaydesk.kernel.database import utc_now
from relaydesk.tasks.ends.service import end_attempts, end_tasks
from relaydesk.tasks.ends.store import End, revive
from relaydesk.tasks.engine.store import claim
from relaydesk.tasks.types import ACTIONS, LEASE, Status


async def _end(stack: Stack, task_id: str, status: Status) -> None:
    row = await row_of(stack, task_id)
    async with stack.kernel.database.unit_of_work() as uow:
        await end_tasks(uow, [End(row["id"], row["attempt"], status)], waiting=True)


async def test_a_task_waits_for_all_that_it_depends_on(stack: Stack, owner: httpx.AsyncClient) -> None:
    first, second = await make(owner), await make(owner)
    last = await make(owner, depends_on=[first, second])
    waiting = await show(owner, last)
    assert (waiting["status"], waiting["depends_on"]) == ("waiting", [first, second])
    await run(stack, first)
    assert (await show(owner, last))["status"] == "waiting"
    await run(stack, second)
    assert (await show(owner, last))["status"] == "queued"
    assert (await run(stack, last))["status"] == "succeeded"
    assert await read(stack, "SELECT * FROM tasks_dependency") == []


async def test_of_two_ends_at_once_one_begins_what_waited_for_both(stack: Stack, owner: httpx.AsyncClient) -> None:
    for _ in range(5):
        first, second = await make(owner), await make(owner)
        last = await make(owner, depends_on=[first, second])
        await asyncio.gather(*(_end(stack, one, Status.SUCCEEDED) for one in (first, second)))
        assert (await show(owner, last))["status"] == "queued"


@pytest.mark.parametrize(("status", "word"), [(Status.FAILED, "failed"), (Status.CANCELLED, "was cancelled")])
async def test_what_cannot_be_begun_fails_and_names_why_as_do_those_after_it(
    stack: Stack, owner: httpx.AsyncClient, status: Status, word: str
) -> None:
    first = await make(owner)
    second = await make(owner, depends_on=[first])
    third = await make(owner, depends_on=[second])
    whatever = await make(owner, depends_on=[first], after="any")
    await _end(stack, first, status)
    rows = [await show(owner, one) for one in (second, third, whatever)]
    assert [(row["status"], row["error"]) for row in rows] == [
        ("failed", f"{first}, on which it depends, {word}"),
        ("failed", f"{second}, on which it depends, failed"),
        ("queued", None),
    ]
    late = await show(owner, await make(owner, depends_on=[first]))
    assert (late["status"], late["error"]) == ("failed", f"{first}, on which it depends, {word}")
    assert (await show(owner, await make(owner, depends_on=[first], after="any")))["status"] == "queued"


async def test_a_task_that_comes_after_one_that_has_succeeded_begins_at_once(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    first = await make(owner)
    await run(stack, first)
    assert (await show(owner, await make(owner, depends_on=[first])))["status"] == "queued"


async def test_one_that_is_asked_for_while_the_other_ends_waits_for_nothing(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    for _ in range(10):
        first = await make(owner)
        last, _ended = await asyncio.gather(make(owner, depends_on=[first]), _end(stack, first, Status.SUCCEEDED))
        assert (await show(owner, last))["status"] == "queued"


async def test_a_paused_task_that_waited_is_resumed_to_wait(stack: Stack, owner: httpx.AsyncClient) -> None:
    first = await make(owner)
    last = await make(owner, depends_on=[first])
    for action, status in (("pause", "paused"), ("resume", "waiting"), ("pause", "paused")):
        assert (await owner.post(f"/api/tasks/{last}/{action}")).json()["status"] == status
    await run(stack, first)
    assert (await show(owner, last))["status"] == "paused"
    assert (await owner.post(f"/api/tasks/{last}/resume")).json()["status"] == "queued"


async def test_a_task_that_is_cancelled_while_it_waits_holds_nothing(stack: Stack, owner: httpx.AsyncClient) -> None:
    first = await make(owner)
    second = await make(owner, depends_on=[first])
    assert (await owner.post(f"/api/tasks/{second}/cancel")).json()["status"] == "cancelled"
    assert await read(stack, "SELECT * FROM tasks_dependency") == []
    assert (await run(stack, first))["status"] == "succeeded"


async def _dependants(client: httpx.AsyncClient, task_id: str, **page: int) -> tuple[list[str], int]:
    answer = await client.get(f"/api/tasks/{task_id}/dependants", params=page)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]], answer.json()["total"]


async def test_what_waits_for_a_task_is_listed_until_it_has_ended(stack: Stack, owner: httpx.AsyncClient) -> None:
    first, other = await make(owner), await make(owner)
    waiting = [await make(owner, depends_on=names) for names in ([first], [first, other], [first])]
    assert await _dependants(owner, first) == (waiting, 3)
    assert await _dependants(owner, first, limit=1, offset=1) == (waiting[1:2], 3)
    assert await _dependants(owner, other) == (waiting[1:2], 1)
    assert await _dependants(owner, waiting[0]) == ([], 0)
    await _end(stack, first, Status.SUCCEEDED)
    assert await _dependants(owner, first) == ([], 0)
    assert await _dependants(owner, other) == (waiting[1:2], 1)
    assert (await owner.get("/api/tasks/task_none/dependants")).status_code == 404


async def test_a_client_key_sees_its_own_tasks_alone_among_those_that_wait(owner: httpx.AsyncClient) -> None:
    key = (await owner.post("/api/keys", json={"name": "till", "scopes": ["tasks"]})).json()["key"]
    headers = {"X-API-Key": key, "Authorization": ""}
    body = {"kind": "demo.echo", "payload": {}}
    first = (await owner.post("/api/tasks", json=body, headers=headers)).json()["id"]
    own = (await owner.post("/api/tasks", json={**body, "depends_on": [first]}, headers=headers)).json()["id"]
    foreign = await make(owner, depends_on=[first])
    answer = await owner.get(f"/api/tasks/{first}/dependants", headers=headers)
    assert [row["id"] for row in answer.json()["items"]] == [own]
    assert await _dependants(owner, first) == ([own, foreign], 2)


async def test_a_long_chain_falls_in_one_piece(stack: Stack, owner: httpx.AsyncClient) -> None:
    chain = [await make(owner)]
    for _ in range(60):
        chain.append(await make(owner, depends_on=[chain[-1]]))
    await owner.post(f"/api/tasks/{chain[0]}/cancel")
    statuses = [(await row_of(stack, one))["status"] for one in chain]
    assert statuses == ["cancelled"] + ["failed"] * 60


@pytest.mark.parametrize("depends_on", [["task_none"], [""], ["x"] * 101, "task_none"])
async def test_what_it_cannot_depend_on_is_named(owner: httpx.AsyncClient, depends_on: Any) -> None:
    answer = await owner.post("/api/tasks", json={"kind": "demo.echo", "depends_on": depends_on})
    assert answer.status_code == 422
    assert answer.json()["details"]["errors"][0]["field"].split(".")[0] == "depends_on"
    assert (await owner.get("/api/tasks")).json()["total"] == 0


async def test_a_client_key_cannot_depend_on_somebody_elses_task(stack: Stack, owner: httpx.AsyncClient) -> None:
    foreign = await make(owner)
    made = (await owner.post("/api/keys", json={"name": "k", "scopes": ["tasks"]})).json()
    async with stack.client(**{"X-API-Key": made["key"]}) as program:
        refused = await program.post("/api/tasks", json={"kind": "demo.echo", "depends_on": [foreign]})
        unknown = await program.post("/api/tasks", json={"kind": "demo.echo", "depends_on": ["task_none"]})
    assert (refused.status_code, unknown.status_code) == (422, 422)
    assert refused.json()["message"] == unknown.json()["message"].replace("task_none", foreign)


async def test_a_dependent_for_later_is_scheduled_when_it_is_released(stack: Stack, owner: httpx.AsyncClient) -> None:
    first = await make(owner)
    later = utc_now().replace(year=utc_now().year + 1).isoformat()
    last = await make(owner, depends_on=[first], run_at=later)
    await run(stack, first)
    assert (await show(owner, last))["status"] == "scheduled"
    await put(stack, last, "cancelled")


async def _retry(owner: httpx.AsyncClient, *task_ids: str) -> dict[str, Any]:
    answer = await owner.post("/api/tasks/bulk", json={"ids": task_ids, "action": "retry"})
    return dict(answer.json())


@pytest.mark.parametrize("status", [Status.FAILED, Status.CANCELLED])
async def test_what_is_retried_needs_what_it_depends_on(stack: Stack, owner: httpx.AsyncClient, status: Status) -> None:
    first = await make(owner)
    second = await make(owner, depends_on=[first])
    await _end(stack, first, status)
    refused = await owner.post(f"/api/tasks/{second}/retry")
    assert (refused.status_code, refused.json()["code"], refused.json()["details"]) == (
        409,
        "TASK_DEPENDENCY_UNMET",
        {"task": first},
    )
    assert (await show(owner, second))["status"] == "failed"
    assert (await owner.post(f"/api/tasks/{first}/retry")).json()["status"] == "queued"
    again = (await owner.post(f"/api/tasks/{second}/retry")).json()
    assert (again["status"], again["error"], again["error_code"]) == ("waiting", None, None)
    await run(stack, first)
    assert (await show(owner, second))["status"] == "queued"
    assert (await run(stack, second))["status"] == "succeeded"
    assert await read(stack, "SELECT * FROM tasks_dependency") == []


async def test_what_is_retried_and_fails_again_takes_with_it_what_waits_again(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    first = await make(owner)
    second = await make(owner, depends_on=[first])
    await _end(stack, first, Status.FAILED)
    assert (await _retry(owner, second, first))["done"] == [second, first]
    await _end(stack, first, Status.CANCELLED)
    shown = await show(owner, second)
    assert (shown["status"], shown["error_code"]) == ("failed", "DEPENDENCY_CANCELLED")


async def test_tasks_that_depend_on_each_other_are_retried_together(stack: Stack, owner: httpx.AsyncClient) -> None:
    first, other = await make(owner), await make(owner)
    second = await make(owner, depends_on=[first])
    third = await make(owner, depends_on=[second, first])
    alone = await make(owner, depends_on=[other])
    after_alone = await make(owner, depends_on=[alone, first])
    for one in (first, other):
        await _end(stack, one, Status.FAILED)
    acted = await _retry(owner, third, after_alone, alone, second, first)
    assert acted["done"] == [third, second, first]
    assert {one["id"]: (one["code"], one["details"]) for one in acted["refused"]} == {
        alone: ("TASK_DEPENDENCY_UNMET", {"task": other}),
        after_alone: ("TASK_DEPENDENCY_UNMET", {"task": alone}),
    }
    assert [(await show(owner, one))["status"] for one in (first, second, third)] == ["queued", "waiting", "waiting"]
    for one in (first, second):
        await run(stack, one)
    assert (await show(owner, third))["status"] == "queued"


async def test_what_waits_for_the_end_of_others_alone_is_retried_whatever_that_was(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    first, second = await make(owner), await make(owner)
    last = await make(owner, depends_on=[first, second], after="any")
    await _end(stack, first, Status.FAILED)
    await _end(stack, last, Status.CANCELLED)
    assert (await owner.post(f"/api/tasks/{last}/retry")).json()["status"] == "waiting"
    await _end(stack, second, Status.CANCELLED)
    assert (await show(owner, last))["status"] == "queued"
    await _end(stack, last, Status.FAILED)
    assert (await owner.post(f"/api/tasks/{last}/retry")).json()["status"] == "queued"


async def test_one_that_somebody_else_retries_at_that_moment_keeps_no_other_from_it(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    first, other = await make(owner), await make(owner)
    last = await make(owner, depends_on=[first])
    for task_id in (first, other):
        await owner.post(f"/api/tasks/{task_id}/cancel")
    async with stack.kernel.database.unit_of_work() as uow:
        await revive(uow.db, [first], statuses=ACTIONS["retry"], now=utc_now())
        body = {"action": "retry", "ids": [first, last, other]}
        asking = asyncio.create_task(owner.post("/api/tasks/bulk", json=body))
        await asyncio.wait([asking], timeout=0.5)
        assert not asking.done()
    answer = (await asking).json()
    assert (answer["done"], [one["id"] for one in answer["refused"]]) == ([last, other], [first])
    assert [(await show(owner, one))["status"] for one in (first, last, other)] == ["queued", "waiting", "queued"]


async def test_cancels_of_what_waits_and_ends_that_take_it_with_them_do_not_lock_each_other_out(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    for _ in range(6):
        firsts = [await make(owner) for _ in range(4)]
        waiting = [await make(owner, depends_on=[first]) for first in firsts for _ in range(5)]
        now = utc_now()
        async with stack.kernel.database.single_write() as write:
            deliveries = [((await row_of(stack, first))["id"], 1) for first in firsts]
            await claim(write, deliveries, worker="w", now=now, until=now + LEASE)
        statuses = (Status.FAILED, Status.CANCELLED) * 2
        ends = [End(number, 1, status) for (number, _), status in zip(deliveries, statuses, strict=True)]

        async def end(ends: list[End] = ends) -> None:
            async with stack.kernel.database.unit_of_work() as uow:
                await end_attempts(uow, ends)

        body = {"action": "cancel", "ids": waiting[::-1]}
        cancels = (owner.post("/api/tasks/bulk", json=body) for _ in range(2))
        _, *answers = await asyncio.gather(end(), *cancels)
        assert [answer.status_code for answer in answers] == [200, 200]
