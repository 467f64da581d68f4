"""A route, and a deployment of one, stay while an assistant speaks by their names."""

from collections.abc import AsyncIterator

import httpx
import pytest
from gateway_admin import Admin
from harness import Stack

BUILTIN = {"upstream_id": 0, "model": "relaydesk-extractive"}


@pytest.fixture
async def admin(owner: httpx.AsyncClient, stack: Stack) -> AsyncIterator[Admin]:
    made = Admin(owner, stack)
    yield made
    await made.close()


async def test_neither_goes_while_an_assistant_speaks_by_its_name(admin: Admin) -> None:
    route = await admin.post("/api/admin/routes", model="vendor/large", targets=[BUILTIN])
    deployment = await admin.post("/api/deployments", name="support", route="vendor/large")
    paths = {"support": f"/api/deployments/{deployment['id']}", "vendor/large": f"/api/admin/routes/{route['id']}"}
    made = await admin.post("/api/assistants", name="Helper", model="support", is_enabled=False)
    for model, path in paths.items():
        await admin.http.patch(f"/api/assistants/{made['id']}", json={"model": model})
        answer = await admin.http.delete(path)
        assert (answer.status_code, answer.json()["code"]) == (409, "MODEL_OF_ASSISTANTS")
        assert answer.json()["details"] == {"model": model, "assistants": "Helper"}
        assert (await admin.http.get(path)).status_code == 200
        await admin.http.patch(f"/api/assistants/{made['id']}", json={"model": "of-no-route"})
        assert (await admin.http.delete(path)).status_code == 204


async def test_the_model_of_the_default_assistant_stays(admin: Admin) -> None:
    routes = (await admin.http.get("/api/admin/routes")).json()["items"]
    [builtin] = [one for one in routes if one["model"] == "relaydesk-extractive"]
    answer = await admin.http.delete(f"/api/admin/routes/{builtin['id']}")
    assert (answer.status_code, answer.json()["code"]) == (409, "MODEL_OF_ASSISTANTS")
    assert answer.json()["details"] == {"model": "relaydesk-extractive", "assistants": "Shop assistant"}
