"""Whether an assistant's model is offered by a route: shown, as long as the two are saved apart."""

from typing import Any

import httpx


async def _assistant(owner: httpx.AsyncClient, assistant_id: str) -> dict[str, Any]:
    return dict((await owner.get(f"/api/assistants/{assistant_id}")).json())


async def test_an_assistant_says_whether_an_enabled_route_offers_its_model(owner: httpx.AsyncClient) -> None:
    made = (await owner.post("/api/assistants", json={"name": "mute", "model": "gpt-shop"})).json()
    assert (made["model"], made["is_model_offered"]) == ("gpt-shop", False)
    upstream = {"name": "acme", "base_url": "https://api.example.com"}
    upstream_id = (await owner.post("/api/admin/upstreams", json=upstream)).json()["id"]
    route = {"model": "gpt-shop", "targets": [{"upstream_id": upstream_id}]}
    route_id = (await owner.post("/api/admin/routes", json=route)).json()["id"]
    assert (await _assistant(owner, made["id"]))["is_model_offered"] is True
    assert (await owner.get("/api/assistants/models")).json() == ["gpt-shop", "relaydesk-extractive"]
    await owner.patch(f"/api/admin/routes/{route_id}", json={"enabled": False})
    assert (await _assistant(owner, made["id"]))["is_model_offered"] is False
    (listed,) = [one for one in (await owner.get("/api/assistants")).json()["items"] if one["id"] == made["id"]]
    assert listed["is_model_offered"] is False
    assert (await owner.get("/api/assistants/models")).json() == ["relaydesk-extractive"]


async def test_the_default_assistants_model_is_built_in(owner: httpx.AsyncClient) -> None:
    made = (await owner.post("/api/assistants", json={"name": "as it comes"})).json()
    assert (made["model"], made["is_model_offered"]) == ("relaydesk-extractive", True)
