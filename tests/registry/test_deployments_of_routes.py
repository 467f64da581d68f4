"""Deployments of routes of the gateway: made, asked for by their names, stopped and started again."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from gateway_admin import Admin, eventually
from harness import Stack
from inference_host import running_host
from model_registry import Registry
from openai import APIStatusError, AsyncOpenAI
from relay_kit import StubUpstream, answer, scripted, upstream
from two_gateways import two_gateways

from relaydesk.gateway.upstreams.service import ROUTES
from relaydesk.identity.api import SYSTEM

DEPLOYMENTS = "/api/deployments"
MESSAGES: Any = [{"role": "user", "content": "A helmet?"}]
SAID = {
    "id": "1",
    "object": "chat.completion",
    "created": 1,
    "model": "large",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Yes."}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 4, "completion_tokens": 2, "total_tokens": 6},
}


@pytest.fixture
async def admin(owner: httpx.AsyncClient, stack: Stack) -> AsyncIterator[Admin]:
    made = Admin(owner, stack)
    yield made
    await made.close()


@pytest.fixture
async def stub() -> AsyncIterator[StubUpstream]:
    async with upstream(answer(200, json.dumps(SAID).encode(), "Content-Type: application/json")) as made:
        yield made


@pytest.fixture
async def route(admin: Admin, stub: StubUpstream) -> dict[str, Any]:
    """`vendor/large`, whose upstream has one key."""
    made = await admin.upstream(stub)
    await admin.key(made, "sk-only-key-1")
    return await admin.post("/api/admin/routes", model="vendor/large", targets=[{"upstream_id": made["id"]}])


async def deploy(admin: Admin, **values: Any) -> dict[str, Any]:
    return await admin.post(DEPLOYMENTS, **{"name": "support", "route": "vendor/large", **values})


async def refused(admin: Admin, **values: Any) -> tuple[int, str, list[str]]:
    answer = await admin.http.post(DEPLOYMENTS, json={"name": "support", **values})
    body = answer.json()
    return answer.status_code, body["code"], [one["field"] for one in body["details"].get("errors", [])]


async def test_a_deployment_of_a_route_is_made_read_listed_and_deleted(admin: Admin, route: dict[str, Any]) -> None:
    made = await deploy(admin)
    assert made == {
        "id": made["id"],
        "name": "support",
        "kind": "route",
        "model": None,
        "alias": None,
        "route": "vendor/large",
        "route_id": route["id"],
        "status": "ready",
        "reason": None,
        "because": None,
        "replicas": 0,
        "max_batch_rows": 0,
        "sticky": False,
        "unload_after_s": None,
        "batches": 0,
        "traffic": [],
        "previous_traffic": [],
        "revision": 1,
        "live": [],
        "created_at": made["created_at"],
        "updated_at": made["updated_at"],
    }
    path = f"{DEPLOYMENTS}/{made['id']}"
    assert (await admin.http.get(path)).json() == made
    for kind, shown in (("route", [made]), ("model", [])):
        assert (await admin.http.get(DEPLOYMENTS, params={"kind": kind})).json()["items"] == shown
    assert (await admin.http.delete(path)).status_code == 204
    assert (await admin.http.get(path)).json()["code"] == "DEPLOYMENT_NOT_FOUND"
    assert (await deploy(admin))["status"] == "ready"  # its name is free again
    entries = (await admin.http.get("/api/audit")).json()["items"]
    written = [(e["action"], e["details"].get("route")) for e in entries if e["action"].startswith("deployment")]
    assert written == [
        ("deployment.created", "vendor/large"),
        ("deployment.deleted", None),
        ("deployment.created", "vendor/large"),
    ]


async def test_what_is_wrong_with_a_deployment_of_a_route_is_said_at_its_field(
    admin: Admin, route: dict[str, Any]
) -> None:
    upstream_id = route["targets"][0]["upstream_id"]
    await admin.post("/api/admin/routes", model="taken", targets=[{"upstream_id": upstream_id}])
    invalid = (422, "VALIDATION_FAILED")
    assert await refused(admin) == (*invalid, ["model"])
    assert await refused(admin, route="none") == (*invalid, ["route"])
    assert await refused(admin, route="vendor/large", model="churn") == (*invalid, ["route"])
    assert await refused(admin, route="vendor/large", replicas=2) == (*invalid, ["replicas"])
    assert await refused(admin, route="vendor/large", version=1) == (*invalid, ["version"])
    assert await refused(admin, route="vendor/large", name="taken") == (409, "ROUTE_ALIAS_TAKEN", ["name"])
    await deploy(admin)
    assert await refused(admin, route="vendor/large") == (409, "DEPLOYMENT_NAME_TAKEN", ["name"])


async def test_no_route_takes_the_name_of_a_deployment_and_none_goes_from_under_it(
    admin: Admin, route: dict[str, Any]
) -> None:
    made = await deploy(admin)
    body = {"model": "support", "targets": route["targets"]}
    answer = await admin.http.post("/api/admin/routes", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "ROUTE_MODEL_ALIASED")
    assert answer.json()["details"]["errors"][0]["field"] == "model"
    path = f"/api/admin/routes/{route['id']}"
    assert (await admin.http.patch(path, json={"model": "support"})).json()["code"] == "ROUTE_MODEL_ALIASED"
    answer = await admin.http.delete(path)
    assert (answer.status_code, answer.json()["code"]) == (409, "ROUTE_IN_USE")
    assert answer.json()["details"] == {"deployments": "support"}
    assert (await admin.http.patch(path, json={"model": "vendor/larger"})).status_code == 200
    assert (await admin.http.get(f"{DEPLOYMENTS}/{made['id']}")).json()["route"] == "vendor/larger"
    await admin.http.delete(f"{DEPLOYMENTS}/{made['id']}")
    assert (await admin.http.delete(path)).status_code == 204


async def test_deployments_share_their_names_and_one_of_a_model_may_have_that_of_a_route(
    admin: Admin, registry: Registry, route: dict[str, Any]
) -> None:
    await registry.make()
    await registry.upload()
    made = await deploy(admin, name="shared")
    assert await refused(admin, name="shared", model="churn") == (409, "DEPLOYMENT_NAME_TAKEN", ["name"])
    await admin.http.delete(f"{DEPLOYMENTS}/{made['id']}")
    await admin.post(DEPLOYMENTS, name="shared", model="churn")
    assert await refused(admin, name="shared", route="vendor/large") == (409, "DEPLOYMENT_NAME_TAKEN", ["name"])
    await admin.post("/api/admin/routes", model="shared", targets=route["targets"])
    await admin.post("/api/admin/routes", model="other", targets=route["targets"])
    await admin.post(DEPLOYMENTS, name="other", model="churn")


async def test_a_deployment_of_a_route_that_is_renamed_meanwhile_waits_for_that(
    admin: Admin, route: dict[str, Any], stack: Stack
) -> None:
    async with stack.kernel.database.unit_of_work() as uow:
        await ROUTES.lock(uow.db, route["id"])
        making = asyncio.create_task(refused(admin, route="vendor/large"))
        await asyncio.sleep(0.5)
        assert not making.done()
        await ROUTES.change(uow, SYSTEM, route["id"], {"model": "vendor/larger"})
    assert await making == (422, "VALIDATION_FAILED", ["route"])


async def test_a_refusal_to_delete_a_route_names_the_first_of_many_deployments(
    admin: Admin, route: dict[str, Any]
) -> None:
    for number in range(22):
        await deploy(admin, name=f"name-{number:02}")
    answer = await admin.http.delete(f"/api/admin/routes/{route['id']}")
    names = ", ".join(f"name-{number:02}" for number in range(20))
    assert (answer.status_code, answer.json()["details"]) == (409, {"deployments": f"{names} and 2 more"})


async def test_it_has_failed_while_its_route_cannot_answer(admin: Admin, route: dict[str, Any]) -> None:
    path = f"{DEPLOYMENTS}/{(await deploy(admin))['id']}"
    upstream_id = route["targets"][0]["upstream_id"]

    async def standing() -> tuple[str, str | None]:
        shown = (await admin.http.get(path)).json()
        assert shown["reason"] is None or shown["reason"].strip()
        return shown["status"], shown["because"] and shown["because"]["type"]

    [key] = (await admin.http.get("/api/admin/keys", params={"upstream_id": upstream_id})).json()["items"]
    for place, off, on, reason in (
        (f"/api/admin/keys/{key['id']}", {"status": "disabled"}, {"status": "active"}, "no_key"),
        (f"/api/admin/upstreams/{upstream_id}", {"enabled": False}, {"enabled": True}, "upstream_off"),
        (f"/api/admin/routes/{route['id']}", {"enabled": False}, {"enabled": True}, "route_off"),
    ):
        assert (await admin.http.patch(place, json=off)).status_code == 200
        assert await standing() == ("failed", reason)
        assert (await admin.http.patch(place, json=on)).status_code == 200
        assert await standing() == ("ready", None)
    await admin.http.patch(f"/api/admin/keys/{key['id']}", json={"status": "disabled"})
    fallbacks = [{"upstream_id": 0, "model": "relaydesk-extractive"}]
    await admin.http.patch(f"/api/admin/routes/{route['id']}", json={"fallbacks": fallbacks})
    assert await standing() == ("ready", None)
    assert (await admin.http.post(f"{path}/stop")).json()["status"] == "stopped"
    assert await standing() == ("stopped", None)


async def test_it_has_failed_while_its_upstream_refuses_all_keys_also_when_it_is_held_no_more(admin: Admin) -> None:
    async with upstream(scripted(*[answer(401)] * 2, answer(200))) as picky:
        made = await admin.upstream(picky, name="picky", breaker={"failures": 0, "hold_s": 1})
        for secret in ("sk-first-1", "sk-second-2"):
            await admin.key(made, secret)
        route = await admin.post("/api/admin/routes", model="vendor/large", targets=[{"upstream_id": made["id"]}])
        path = f"{DEPLOYMENTS}/{(await deploy(admin))['id']}"
        caller, _ = await admin.caller()

        async def standing() -> tuple[str, str | None, str | None]:
            shown = (await admin.http.get(path)).json()
            own = (await admin.http.get(f"/api/admin/routes/{route['id']}")).json()["problem"]
            return shown["status"], shown["because"] and shown["because"]["type"], own and own["type"]

        async def stands(*wanted: str | None) -> bool:
            return await standing() == wanted

        assert route["problem"] is None
        assert await standing() == ("ready", None, None)
        assert [(await caller.get("/proxy/picky/x")).status_code for _ in range(2)] == [401, 401]
        await eventually(lambda: stands("failed", "keys_refused", "keys_refused"))
        await asyncio.sleep(1.5)
        assert await standing() == ("failed", "keys_refused", "keys_refused")
        assert (await caller.get("/proxy/picky/x")).status_code == 200
        await eventually(lambda: stands("ready", None, None))


async def test_what_only_models_have_is_refused(admin: Admin, route: dict[str, Any]) -> None:
    path = f"{DEPLOYMENTS}/{(await deploy(admin))['id']}"
    weights = {"weights": [{"version": 1, "weight": 1}]}
    answers = [
        await admin.http.post(f"{path}/traffic", json=weights),
        await admin.http.post(f"{path}/rollback"),
        await admin.http.patch(path, json={"replicas": 2}),
        await admin.http.post(f"{path}/batch", content=b"{}"),
    ]
    assert {(one.status_code, one.json()["code"]) for one in answers} == {(409, "DEPLOYMENT_OF_ROUTE")}
    assert (await admin.http.get(f"{path}/batch")).json()["items"] == []


async def test_people_without_the_right_neither_make_nor_stop_it(
    admin: Admin, route: dict[str, Any], stack: Stack, people: Any
) -> None:
    path = f"{DEPLOYMENTS}/{(await deploy(admin))['id']}"
    viewer, developer = await people.named("viewer"), await people.named("developer")
    assert (await viewer.get(path)).status_code == 403
    assert (await viewer.post(f"{path}/stop")).status_code == 403
    assert (await developer.post(f"{path}/stop")).status_code == 200
    body = {"name": "other", "route": "vendor/large"}
    assert (await viewer.post(DEPLOYMENTS, json=body)).status_code == 403
    assert (await developer.post(DEPLOYMENTS, json=body)).status_code == 201


async def test_programs_ask_for_it_by_its_name_while_it_is_started(
    admin: Admin, route: dict[str, Any], stub: StubUpstream, stack: Stack
) -> None:
    price = {"model": "vendor/large", "currency": "EUR", "input_micros_per_million": 1_000_000}
    await admin.post("/api/admin/prices", **price, output_micros_per_million=2_000_000)
    made = await deploy(admin)
    path = f"{DEPLOYMENTS}/{made['id']}"
    _, key = await admin.caller()

    async with AsyncOpenAI(api_key=key["key"], base_url=f"{stack.url}/v1", max_retries=0) as sdk:

        async def said() -> str | None:
            try:
                completion = await sdk.chat.completions.create(model="support", messages=MESSAGES)
            except APIStatusError as error:
                return f"{error.status_code} {error.code}"
            return completion.choices[0].message.content

        async def names() -> list[str]:
            return sorted([model.id async for model in sdk.models.list() if "relaydesk" not in model.id])

        async def says(words: str) -> bool:
            return await said() == words

        await eventually(lambda: says("Yes."))
        assert await names() == ["support", "vendor/large"]
        assert b'"vendor/large"' in stub.seen[-1].body
        [row] = await admin.logs(1, model="support", status=200)
        assert (row["upstream"], row["tokens_in"], row["cost_nanos"], row["currency"]) == ("stub", 4, 8000, "EUR")
        assert (await admin.http.post(f"{path}/stop")).status_code == 200
        await eventually(lambda: says("503 model_stopped"))
        assert await names() == ["vendor/large"]
        with pytest.raises(APIStatusError, match="'support' is stopped"):
            await sdk.models.retrieve("support")
        own = await sdk.chat.completions.create(model="vendor/large", messages=MESSAGES)
        assert own.choices[0].message.content == "Yes."
        assert (await admin.http.post(f"{path}/start")).status_code == 200
        await eventually(lambda: says("Yes."))
        await admin.http.patch(f"/api/admin/routes/{route['id']}", json={"enabled": False})
        await eventually(lambda: says("503 model_stopped"))
        await admin.http.delete(path)
        await eventually(lambda: says("404 model_not_found"))


async def test_its_figures_are_those_of_what_was_asked_by_its_name(
    admin: Admin, route: dict[str, Any], stub: StubUpstream, stack: Stack
) -> None:
    made = await deploy(admin)
    caller, _ = await admin.caller()
    body = {"messages": MESSAGES}

    async def is_known() -> bool:
        return (await caller.get("/v1/models/support")).status_code == 200

    await eventually(is_known)
    key = (await admin.post("/api/keys", name="model user", scopes=["inference"]))["key"]
    async with stack.client(Authorization=f"Bearer {key}") as misdirected:  # is none of its own
        assert (await misdirected.post("/v2/models/support/infer", json={})).status_code in (404, 503)
        assert (await misdirected.get("/v2/models/support")).status_code in (404, 503)
    for model in ("support", "support", "vendor/large"):
        assert (await caller.post("/v1/chat/completions", json={"model": model, **body})).status_code == 200

    async def figures() -> dict[str, Any] | None:
        shown: dict[str, Any] = (await admin.http.get(f"{DEPLOYMENTS}/{made['id']}/figures")).json()
        return shown if shown["route"]["requests"] == 2 else None

    shown = await eventually(figures)
    assert (shown["versions"], shown["route"]["errors"], shown["route"]["tokens_in"]) == ([], 0, 8)
    assert shown["route"]["p50_ms"] > 0


async def test_two_processes_follow_its_start_and_stop(
    admin: Admin, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    async with two_gateways(admin, database_url, redis_url, tmp_path) as both:
        await admin.post("/api/admin/routes", model="vendor/large", targets=[{"upstream_id": both.upstream_id}])
        await both.budget(None)
        path = f"{DEPLOYMENTS}/{(await deploy(admin))['id']}"
        body = json.dumps({"model": "support", "messages": MESSAGES}).encode()
        for verb, status in (("start", 200), ("stop", 503), ("start", 200)):
            assert (await admin.http.post(f"{path}/{verb}")).status_code == 200
            await both.follow()
            assert await both.statuses(4, "/v1/chat/completions", body) == {status: 4}


async def test_an_assistant_may_speak_by_it_and_is_told_when_it_is_stopped(admin: Admin, route: dict[str, Any]) -> None:
    path = f"{DEPLOYMENTS}/{(await deploy(admin))['id']}"
    assert "support" in (await admin.http.get("/api/assistants/models")).json()
    [assistant] = (await admin.http.get("/api/assistants")).json()["items"]
    at = f"/api/assistants/{assistant['id']}"
    assert (await admin.http.patch(at, json={"model": "support"})).json()["is_model_offered"] is True
    await admin.http.post(f"{path}/stop")
    assert (await admin.http.get(at)).json()["is_model_offered"] is False
    await admin.http.patch(at, json={"model": assistant["model"]})


async def test_the_inference_protocol_says_where_it_is_asked(admin: Admin, route: dict[str, Any], stack: Stack) -> None:
    made = await deploy(admin)
    key = (await admin.post("/api/keys", name="model user", scopes=["inference"]))["key"]
    async with running_host(stack), stack.client(Authorization=f"Bearer {key}") as program:
        tensors = {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1, 1], "data": [1]}]}

        async def told(name: str) -> Any:
            answer = await program.post(f"/v2/models/{name}/infer", json=tensors)
            return answer.status_code == 404 and answer.json()["error"]

        async def is_told() -> bool:
            return "/v1/chat/completions" in (await told("support") or "")

        await eventually(is_told)
        await admin.post("/api/admin/routes", model="plain", targets=route["targets"])
        await admin.post(DEPLOYMENTS, name="last", route="plain")

        async def is_last_told() -> bool:
            return "/v1/chat/completions" in (await told("last") or "")

        await eventually(is_last_told)  # so the route is known, too
        assert await told("plain") == "there is no model 'plain'"
        assert "/v1" not in await told("unknown")
        assert (await program.post("/v2/repository/index", json={})).json() == []
        assert (await program.get("/v2/models/support")).status_code == 404
        assert (await program.get("/v2/health/ready")).status_code == 200
        answer = await admin.http.post("/v2/repository/models/support/unload")
        assert answer.status_code == 404
    assert (await admin.http.get(f"{DEPLOYMENTS}/{made['id']}")).json()["status"] == "ready"
