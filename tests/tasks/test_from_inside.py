"""What a handler tells while it runs: lines for whoever looks, and where the next attempt goes on."""

from typing import Any

import httpx
import pytest
from harness import Stack
from rows import make, odd_kind, read, row_of, run, show, write

from relaydesk.tasks.context import MOST_LINES, TaskContext
from relaydesk.tasks.kinds import AnyPayload


async def _log(client: httpx.AsyncClient, task_id: str, **params: int) -> dict[str, Any]:
    return dict((await client.get(f"/api/tasks/{task_id}/log", params=params)).json())


async def test_lines_are_read_in_order_and_from_where_one_has_read(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def tell(context: TaskContext, _payload: AnyPayload) -> None:
        for number in range(5):
            context.log(f"line {number}", "warning" if number == 3 else "info")

    with odd_kind(tell) as kind:
        task_id = await make(owner, kind)
        await run(stack, task_id)
    first = await _log(owner, task_id, limit=3)
    assert [line["message"] for line in first["items"]] == ["line 0", "line 1", "line 2"]
    rest = await _log(owner, task_id, after=first["next_after"])
    assert [(line["message"], line["level"]) for line in rest["items"]] == [("line 3", "warning"), ("line 4", "info")]
    none = await _log(owner, task_id, after=rest["next_after"])
    assert none == {"items": [], "next_after": rest["next_after"]}


async def test_each_failed_attempt_leaves_its_line_and_traceback(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await make(owner, "demo.fail", payload={"times": 1})
    await run(stack, task_id)
    await write(stack, "UPDATE tasks_task SET status = 'queued' WHERE public_id = :id", id=task_id)
    assert (await run(stack, task_id, attempt=2))["status"] == "succeeded"
    [line] = (await _log(owner, task_id))["items"]
    assert (line["attempt"], line["level"]) == (1, "error")
    assert line["message"] == "DemoFailure: This demo task fails on purpose."
    assert line["detail"].startswith("Traceback")


async def test_a_talkative_handler_is_kept_short(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def tell(context: TaskContext, _payload: AnyPayload) -> None:
        for number in range(MOST_LINES + 500):
            context.log(f"{number} \x00 \ud800 " + "x" * 5000)

    with odd_kind(tell) as kind:
        task_id = await make(owner, kind)
        assert (await run(stack, task_id))["status"] == "succeeded"
    [count] = await read(stack, "SELECT count(*) AS n, max(length(message)) AS longest FROM tasks_log")
    assert count == {"n": MOST_LINES, "longest": 2000}
    last = (await _log(owner, task_id, limit=1000))["items"][-1]
    assert last["message"] == "further lines of this attempt are not kept"


async def test_what_progress_and_a_checkpoint_say_is_made_fit_to_be_kept(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    async def tell(context: TaskContext, _payload: AnyPayload) -> None:
        if context.restored is None:
            await context.progress(1, 2, "product a\0b \ud800, by sk-abcdefghijklmnop " + "x" * 600)
            await context.checkpoint({"last": "a\0b \ud800", "loss": 1e30})
            raise RuntimeError

    with odd_kind(tell, max_attempts=1) as kind:
        task_id = await make(owner, kind)
        ended = await run(stack, task_id)
    assert (ended["error"], ended["progress"]) == ("RuntimeError: ", 0.5)
    assert ended["message"].startswith("product a\ufffdb ?, by [redacted] x")
    assert len(ended["message"]) == 500
    assert ended["checkpoint"] == {"last": "a\ufffdb ?", "loss": 10**30}


async def test_a_client_key_reads_the_log_of_its_own_tasks_alone(stack: Stack, owner: httpx.AsyncClient) -> None:
    foreign = await make(owner)
    made = (await owner.post("/api/keys", json={"name": "k", "scopes": ["tasks"]})).json()
    async with stack.client(**{"X-API-Key": made["key"]}) as program:
        assert (await program.get(f"/api/tasks/{foreign}/log")).status_code == 404
        own = await make(program)
        assert (await program.get(f"/api/tasks/{own}/log")).json() == {"items": [], "next_after": 0}


async def test_the_next_attempt_goes_on_where_the_last_one_was(stack: Stack, owner: httpx.AsyncClient) -> None:
    seen: list[Any] = []

    async def step(context: TaskContext, _payload: AnyPayload) -> None:
        seen.append(context.restored)
        await context.checkpoint({"page": context.attempt})
        if context.attempt < 3:
            raise ValueError("once more")

    with odd_kind(step) as kind:
        task_id = await make(owner, kind)
        for attempt in (1, 2, 3):
            await run(stack, task_id, attempt)
            await write(stack, "UPDATE tasks_task SET status = 'queued' WHERE public_id = :id", id=task_id)
    assert seen == [None, {"page": 1}, {"page": 2}]
    ended = await row_of(stack, task_id)
    assert (ended["status"], ended["checkpoint"]) == ("succeeded", None)


async def test_a_task_that_failed_is_retried_from_its_checkpoint(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def fail(context: TaskContext, _payload: AnyPayload) -> dict[str, Any]:
        if context.restored is not None:
            return {"from": context.restored}
        await context.checkpoint({"page": 7})
        raise ValueError("no more")

    with odd_kind(fail, max_attempts=1) as kind:
        task_id = await make(owner, kind)
        assert (await run(stack, task_id))["status"] == "failed"
        assert (await owner.post(f"/api/tasks/{task_id}/retry")).json()["checkpoint"] == {"page": 7}
        assert (await run(stack, task_id, attempt=2))["result"] == {"from": {"page": 7}}


async def test_a_running_task_is_paused_at_its_checkpoint_and_goes_on_from_there(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    async def step(context: TaskContext, _payload: AnyPayload) -> dict[str, Any]:
        if context.restored is not None:
            return {"from": context.restored}
        answer = await owner.post(f"/api/tasks/{context.public_id}/pause")
        assert (answer.status_code, answer.json()["status"]) == (200, "running")
        await context.progress(1, 2, "not here")
        await context.checkpoint({"page": 1})
        raise AssertionError("it went on")

    with odd_kind(step, is_pausable=True, max_attempts=1) as kind:
        task_id = await make(owner, kind)
        assert (await run(stack, task_id))["status"] == "paused"
        assert (await owner.post(f"/api/tasks/{task_id}/resume")).json()["status"] == "queued"
        row = await run(stack, task_id, attempt=2)
    assert (row["status"], row["result"]) == ("succeeded", {"from": {"page": 1}})
    assert await _changes(owner, task_id) == [(1, "paused"), (1, "resumed")]


async def test_an_attempt_that_goes_on_has_begun_when_it_first_did(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def step(context: TaskContext, _payload: AnyPayload) -> None:
        await context.checkpoint({"done": True})
        if context.attempt < 3:
            await owner.post(f"/api/tasks/{context.public_id}/pause")
            await context.checkpoint({"done": True})

    with odd_kind(step, is_pausable=True, max_attempts=2) as kind:
        task_id = await make(owner, kind=kind)
        began_at = (await run(stack, task_id))["started_at"]
        for attempt in (2, 3):
            await owner.post(f"/api/tasks/{task_id}/resume")
            row = await run(stack, task_id, attempt)
            assert (began_at is not None, row["started_at"]) == (True, began_at)
        assert row["status"] == "succeeded"
        other = await make(owner, kind=kind)
        assert (await run(stack, other))["started_at"] > began_at


async def test_which_attempts_do_not_count_is_told_until_its_end_and_after_a_retry(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    async def step(context: TaskContext, _payload: AnyPayload) -> None:
        if context.attempt == 2:
            await owner.post(f"/api/tasks/{context.public_id}/pause")
            await context.checkpoint({})
        raise ValueError("on purpose")

    def told(task: dict[str, Any]) -> list[Any]:
        return [task[name] for name in ("status", "attempt", "max_attempts", "uncounted_attempts")]

    with odd_kind(step, is_pausable=True, max_attempts=2) as kind:
        task_id = await make(owner, kind)
        assert told(await run(stack, task_id)) == ["retrying", 1, 2, []]
        await write(stack, "UPDATE tasks_task SET status = 'queued'")
        await run(stack, task_id, attempt=2)
        [listed] = (await owner.get("/api/tasks")).json()["items"]
        assert told(await show(owner, task_id)) == told(listed) == ["paused", 2, 3, [2]]
        await owner.post(f"/api/tasks/{task_id}/resume")
        await run(stack, task_id, attempt=3)
        [listed] = (await owner.get("/api/tasks")).json()["items"]
        assert told(await show(owner, task_id)) == told(listed) == ["failed", 3, 3, [2]]
        assert told((await owner.post(f"/api/tasks/{task_id}/retry")).json()) == ["queued", 3, 4, [2]]


async def test_a_task_that_is_paused_while_it_waits_says_so_and_when_it_was_resumed(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    with odd_kind(_nothing) as kind:
        task_id = await make(owner, kind)
        for action in ("pause", "resume"):
            assert (await owner.post(f"/api/tasks/{task_id}/{action}")).status_code == 200
        await run(stack, task_id)
    assert await _changes(owner, task_id) == [(0, "paused while it waited"), (0, "resumed")]


async def _nothing(_context: TaskContext, _payload: AnyPayload) -> None:
    return None


async def _changes(client: httpx.AsyncClient, task_id: str) -> list[tuple[int, str]]:
    lines = (await _log(client, task_id))["items"]
    return [(line["attempt"], line["message"]) for line in lines if line["level"] == "state"]


@pytest.mark.parametrize("action", ["cancel"])
async def test_a_cancel_meets_a_pause_and_wins(stack: Stack, owner: httpx.AsyncClient, action: str) -> None:
    async def step(context: TaskContext, _payload: AnyPayload) -> None:
        await owner.post(f"/api/tasks/{context.public_id}/pause")
        await owner.post(f"/api/tasks/{context.public_id}/{action}")
        await context.checkpoint({"page": 1})

    with odd_kind(step, is_pausable=True) as kind:
        task_id = await make(owner, kind)
        await run(stack, task_id)
    assert (await show(owner, task_id))["status"] == "cancelled"


async def test_a_running_task_without_checkpoints_is_not_paused(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def ask(context: TaskContext, _payload: AnyPayload) -> dict[str, Any]:
        return {"status": (await owner.post(f"/api/tasks/{context.public_id}/pause")).status_code}

    with odd_kind(ask) as kind:
        assert (await run(stack, await make(owner, kind)))["result"] == {"status": 409}


async def test_a_progress_demo_tells_each_step_and_may_be_told_its_steps(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    task_id = await make(owner, "demo.progress", payload={"steps": 3, "step_s": 0})
    assert (await run(stack, task_id))["result"] == {"steps": 3, "began_at_step": 0}
    assert [line["message"] for line in (await _log(owner, task_id))["items"]] == [
        f"step {number} of 3" for number in (1, 2, 3)
    ]
    wrong = await owner.post("/api/tasks", json={"kind": "demo.progress", "payload": {"steps": 0, "stops": 1}})
    fields = [error["field"] for error in wrong.json()["details"]["errors"]]
    assert (wrong.status_code, fields) == (422, ["payload.steps", "payload.stops"])
