"""Why a task failed, by a code that stays the same: shown, kept for good, and found by."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from harness import Stack
from rows import make, odd_kind, put, run, show, write

from relaydesk.kernel.errors import DatabaseUnavailable
from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.engine.celery_app import Publisher
from relaydesk.tasks.engine.dispatcher import Dispatcher
from relaydesk.tasks.errors import PermanentFailure, TaskNotFound
from relaydesk.tasks.kinds import AnyPayload
from relaydesk.tasks.types import MOST_RESULT_BYTES, FailureCode


def _permanent_behind_ours() -> Exception:
    error = PermanentFailure("gone")
    error.__cause__ = TaskNotFound(task_id="task_1")
    return error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (lambda: ValueError("boom"), FailureCode.HANDLER_FAILED),
        (lambda: TimeoutError("its own"), FailureCode.HANDLER_FAILED),
        (lambda: PermanentFailure("no"), FailureCode.HANDLER_FAILED),
        (lambda: TaskNotFound(task_id="task_1"), "TASK_NOT_FOUND"),
        (_permanent_behind_ours, "TASK_NOT_FOUND"),
    ],
)
async def test_what_a_handler_raised_gives_the_code(
    stack: Stack, owner: httpx.AsyncClient, error: Callable[[], Exception], code: str
) -> None:
    async def fails(_context: TaskContext, _payload: AnyPayload) -> None:
        raise error()

    with odd_kind(fails, max_attempts=1) as kind:
        task_id = await make(owner, kind)
        await run(stack, task_id)
    assert (await show(owner, task_id))["error_code"] == code


async def test_a_refusal_that_its_handler_foresaw_has_words_and_no_traceback(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    async def fails(_context: TaskContext, _payload: AnyPayload) -> None:
        raise _permanent_behind_ours()

    with odd_kind(fails, max_attempts=3) as kind:
        task_id = await make(owner, kind)
        await run(stack, task_id)
    shown = await show(owner, task_id)
    assert (shown["status"], shown["error"]) == ("failed", "gone")
    [line] = (await owner.get(f"/api/tasks/{task_id}/log")).json()["items"]
    assert (line["message"], line["detail"]) == ("gone", None)


async def test_an_attempt_that_is_tried_again_has_its_code_until_the_next_begins(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    async def fails_once(context: TaskContext, _payload: AnyPayload) -> None:
        if context.attempt == 1:
            raise DatabaseUnavailable
        assert (await show(owner, context.public_id))["error_code"] is None

    with odd_kind(fails_once, max_attempts=2) as kind:
        task_id = await make(owner, kind)
        assert (await run(stack, task_id))["error_code"] == "DATABASE_UNAVAILABLE"
        assert (await show(owner, task_id))["status"] == "retrying"
        await put(stack, task_id, "queued")
        await run(stack, task_id, 2)
    assert [(await show(owner, task_id))[name] for name in ("status", "error_code")] == ["succeeded", None]


async def _gives(result: Any, stack: Stack, owner: httpx.AsyncClient, **limits: Any) -> str:
    async def gives(_context: TaskContext, _payload: AnyPayload) -> Any:
        return result

    with odd_kind(gives, **limits) as kind:
        task_id = await make(owner, kind)
        await run(stack, task_id)
    return task_id


async def test_failures_of_each_reason_are_found_by_it(stack: Stack, owner: httpx.AsyncClient, redis_url: str) -> None:
    by_code: dict[str, str] = {}
    by_code["RESULT_UNREADABLE"] = await _gives({1, 2}, stack, owner)
    with odd_kind(lambda _c, _p: None, max_attempts=1) as kind:  # type: ignore[arg-type, return-value]
        by_code["HANDLER_MISSING"] = await make(owner, kind)
    await run(stack, by_code["HANDLER_MISSING"])
    slow = by_code["TIMED_OUT"] = await make(owner, "demo.sleep", payload={"seconds": 5})
    await write(stack, "UPDATE tasks_task SET timeout_s = 0, max_attempts = 1 WHERE public_id = :id", id=slow)
    await run(stack, slow)
    for code, end in (("DEPENDENCY_FAILED", "failed"), ("DEPENDENCY_CANCELLED", "cancelled")):
        first = await make(owner)
        await put(stack, first, end)
        by_code[code] = await make(owner, depends_on=[first])
    lost = by_code["WORKER_LOST"] = await make(owner)
    await write(
        stack,
        "UPDATE tasks_task SET status = 'running', attempt = 1, max_attempts = 1, worker = 'w', "
        "lease_until = now() - interval '1 s' WHERE public_id = :id",
        id=lost,
    )
    await Dispatcher(stack.kernel, Publisher(redis_url))._keep_house()
    for code, task_id in by_code.items():
        answer = await owner.get("/api/tasks", params={"error_code": code})
        rows = [(row["id"], row["status"], row["error_code"]) for row in answer.json()["items"]]
        assert rows == [(task_id, "failed", code)]
    assert (await owner.get("/api/tasks", params={"error_code": "ODD"})).json()["items"] == []


async def test_a_task_that_is_run_again_keeps_its_code_until_it_begins(stack: Stack, owner: httpx.AsyncClient) -> None:
    task_id = await _gives({1, 2}, stack, owner)
    answer = await owner.post(f"/api/tasks/{task_id}/retry")
    assert (answer.json()["status"], answer.json()["error_code"]) == ("queued", "RESULT_UNREADABLE")
    await owner.post(f"/api/tasks/{task_id}/cancel")
    assert (await show(owner, task_id))["error_code"] == "RESULT_UNREADABLE"


async def test_a_result_that_nobody_could_read_at_once_is_refused(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def work(_context: TaskContext, payload: AnyPayload) -> str:
        return "é" * int(payload.size)

    with odd_kind(work) as kind:
        rows = [
            await run(stack, await make(owner, kind, payload={"size": size}))
            for size in (MOST_RESULT_BYTES // 2 - 1, MOST_RESULT_BYTES // 2)
        ]
    assert [(row["status"], row["error_code"]) for row in rows] == [
        ("succeeded", None),
        ("failed", "RESULT_UNREADABLE"),
    ]
