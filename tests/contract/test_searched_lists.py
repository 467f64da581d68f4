"""Lists that grow are searched by `q`: whatever is typed is a text, never a pattern."""

import httpx
import pytest

NAMED = {
    "/api/assistants": {"persona": "Helps."},
    "/api/admin/channels": {"kind": "webhook", "url": "https://hooks.example.com/x"},
    "/api/schedules": {"kind": "demo.echo", "payload": {}, "interval_s": 3600},
}


async def _found(client: httpx.AsyncClient, path: str, q: str, name: str = "name") -> list[str]:
    answer = await client.get(path, params={"q": q})
    assert answer.status_code == 200, answer.text
    return [row[name] for row in answer.json()["items"]]


@pytest.mark.parametrize("path", NAMED)
async def test_a_list_of_named_things_is_searched_by_a_part_of_the_name(owner: httpx.AsyncClient, path: str) -> None:
    for name in ("Night 100%", "Night 1000"):
        answer = await owner.post(path, json={"name": name, **NAMED[path]})
        assert answer.status_code == 201, answer.text
    assert sorted(await _found(owner, path, "nIGHT")) == ["Night 100%", "Night 1000"]
    assert await _found(owner, path, "100%") == ["Night 100%"]
    assert await _found(owner, path, "zebra") == []


async def test_tasks_and_batches_are_found_by_id_and_by_a_part_of_their_kind(owner: httpx.AsyncClient) -> None:
    echo = (await owner.post("/api/tasks", json={"kind": "demo.echo", "payload": {}})).json()["id"]
    batch = (await owner.post("/api/tasks/batch", json={"kind": "demo.fail", "payloads": [{}, {}]})).json()["batch_id"]
    assert await _found(owner, "/api/tasks", echo, "id") == [echo]
    assert await _found(owner, "/api/tasks", "O.Echo", "id") == [echo]
    assert await _found(owner, "/api/tasks", batch, "batch_id") == [batch, batch]
    assert await _found(owner, "/api/tasks", "%", "id") == []
    assert await _found(owner, "/api/tasks/batches", batch, "batch_id") == [batch]
    assert await _found(owner, "/api/tasks/batches", "fail", "batch_id") == [batch]
    assert await _found(owner, "/api/tasks/batches", "echo", "batch_id") == []


async def test_scripts_are_named_without_their_sources_and_without_an_entry(owner: httpx.AsyncClient) -> None:
    await owner.post("/api/admin/scripts", json={"name": "Hide", "source": "function onRequest(r) {}"})
    answer = await owner.get("/api/admin/scripts", params={"sources": False})
    assert [(row["name"], row["source"]) for row in answer.json()["items"]] == [("Hide", "")]
    entries = await owner.get("/api/audit", params={"action": "script.sources_read"})
    assert entries.json()["total"] == 0
