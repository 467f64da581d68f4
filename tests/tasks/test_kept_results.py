"""A result that was kept is given at once to whoever asks for the same again."""

import httpx
import pytest
from harness import Stack
from rows import make, odd_kind, read, run, show, write

from relaydesk.tasks.context import TaskContext
from relaydesk.tasks.kinds import AnyPayload


async def test_the_same_payload_is_answered_by_the_result_before(stack: Stack, owner: httpx.AsyncClient) -> None:
    first = await make(owner, payload={"a": 1, "b": 2}, cache_ttl_s=60)
    assert (await show(owner, first))["status"] == "queued"
    await run(stack, first)
    again = await show(owner, await make(owner, payload={"b": 2, "a": 1}, cache_ttl_s=60))
    assert (again["status"], again["result"], again["attempt"]) == ("succeeded", {"echo": {"a": 1, "b": 2}}, 0)
    assert (again["worker"], again["progress"]) == (None, 1.0)
    for other in ({"payload": {"a": 1}, "cache_ttl_s": 60}, {"payload": {"a": 1, "b": 2}}):
        assert (await show(owner, await make(owner, **other)))["status"] == "queued"


async def test_a_result_is_given_until_it_is_too_old(stack: Stack, owner: httpx.AsyncClient) -> None:
    await run(stack, await make(owner, payload={"n": 1}, cache_ttl_s=60))
    await write(stack, "UPDATE tasks_cache SET stored_at = stored_at - interval '30 seconds'")
    for ttl_s, status in ((29, "queued"), (40, "succeeded")):
        assert (await show(owner, await make(owner, payload={"n": 1}, cache_ttl_s=ttl_s)))["status"] == status
    await write(stack, "UPDATE tasks_cache SET expires_at = now()")
    assert (await show(owner, await make(owner, payload={"n": 1}, cache_ttl_s=3600)))["status"] == "queued"


async def test_nothing_is_kept_of_a_failure_nor_across_versions(stack: Stack, owner: httpx.AsyncClient) -> None:
    async def fail(_context: TaskContext, _payload: AnyPayload) -> None:
        raise ValueError("no")

    async def succeed(_context: TaskContext, _payload: AnyPayload) -> dict[str, int]:
        return {"n": 1}

    with odd_kind(fail, max_attempts=1) as kind:
        await run(stack, await make(owner, kind, cache_ttl_s=60))
        assert await read(stack, "SELECT * FROM tasks_cache") == []
    for version, status in (("1", "queued"), ("1", "succeeded"), ("2", "queued")):
        with odd_kind(succeed, version=version) as kind:
            task_id = await make(owner, kind, cache_ttl_s=60)
            assert (await show(owner, task_id))["status"] == status
            if status == "queued" and version == "1":
                await run(stack, task_id)


@pytest.mark.parametrize("ttl_s", [0, -1, 2592001, "soon"])
async def test_how_long_is_checked(owner: httpx.AsyncClient, ttl_s: object) -> None:
    answer = await owner.post("/api/tasks", json={"kind": "demo.echo", "cache_ttl_s": ttl_s})
    assert (answer.status_code, answer.json()["details"]["errors"][0]["field"]) == (422, "cache_ttl_s")
