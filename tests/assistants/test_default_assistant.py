"""There is a default assistant, and it answers: whatever is changed, in whichever order."""

from typing import Any

import httpx
import pytest


async def assistants(owner: httpx.AsyncClient) -> tuple[str, str]:
    """The paths of the default one and of another."""
    listed = (await owner.get("/api/assistants")).json()["items"]
    [default_id] = [one["id"] for one in listed if one["is_default"]]
    other = (await owner.post("/api/assistants", json={"name": "Other"})).json()
    return f"/api/assistants/{default_id}", f"/api/assistants/{other['id']}"


@pytest.mark.parametrize(
    "changes", [[{"is_enabled": False}, {"is_default": True}], [{"is_default": True, "is_enabled": False}]]
)
async def test_a_disabled_assistant_does_not_become_the_default(
    owner: httpx.AsyncClient, client: httpx.AsyncClient, changes: list[dict[str, Any]]
) -> None:
    default, other = await assistants(owner)
    answers = [await owner.patch(other, json=change) for change in changes]
    error = answers[-1].json()["details"]["errors"]
    assert (answers[-1].status_code, [one["field"] for one in error]) == (422, ["is_enabled"])
    assert [(await owner.get(path)).json()["is_default"] for path in (default, other)] == [True, False]
    assert (await client.post("/api/chat", json={"message": "Hello"})).status_code == 200


async def test_one_becomes_the_default_as_it_is_enabled(owner: httpx.AsyncClient) -> None:
    default, other = await assistants(owner)
    await owner.patch(other, json={"is_enabled": False})
    assert (await owner.patch(other, json={"is_enabled": True, "is_default": True})).status_code == 200
    assert [(await owner.get(path)).json()["is_default"] for path in (default, other)] == [False, True]


@pytest.mark.parametrize("change", [{"is_enabled": False}, {"is_default": False}])
async def test_the_default_assistant_stays_one_and_enabled(owner: httpx.AsyncClient, change: dict[str, bool]) -> None:
    default, _ = await assistants(owner)
    answer = await owner.patch(default, json=change)
    assert (answer.status_code, answer.json()["code"]) == (409, "DEFAULT_ASSISTANT_NEEDED")
