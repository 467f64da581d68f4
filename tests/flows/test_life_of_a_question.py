"""The life of a question, over HTTP against real processes: sync, answer, gateway log, human, crash, resume."""

import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from instance import Instance, free_port, running_command, running_instance
from live_events import LiveEvents

PRODUCTS, VARIANTS = 284, 1121
TOKEN = "shpat_bicycles_of_the_test"
QUESTION = "Do you have the Kryptonite 12 U-Lock?"


@pytest.fixture(scope="module")
def store(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The bicycles store behind Shopify's API, refusing what Shopify's real schema would refuse."""
    with zipfile.ZipFile(shared_data / "catalog" / "shopify_sample_stores.zip") as archive:
        csv = Path(archive.extract("bicycles.csv", tmp_path_factory.mktemp("store")))
    port = free_port()
    schema = shared_data / "shopify" / "admin_schema_2026-10.graphql"
    arguments = [
        "--csv",
        str(csv),
        "--port",
        str(port),
        "--token",
        TOKEN,
        "--schema",
        str(schema),
        "--restore-rate",
        "1000",
    ]
    with running_command(["fake-shopify", *arguments], f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with running_instance() as running:
        yield running


def _sync(owner: httpx.Client, store: str) -> dict[str, Any]:
    merchant = owner.post("/merchants", json={"name": "Bicycles"}).json()
    connection = {"platform": "shopify", "shop_domain": "bicycles.myshopify.com", "access_token": TOKEN}
    body = {**connection, "api_base_url": store, "allow_private": True}
    made = owner.post(f"/merchants/{merchant['id']}/connections", json=body)
    assert made.status_code == 201, made.text
    started = owner.post("/products/sync/", json={"merchant_id": merchant["id"]})
    assert started.status_code == 202, started.text
    deadline = time.monotonic() + 90
    while True:
        sync: dict[str, Any] = owner.get(f"/products/sync/{started.json()['sync_id']}").json()
        if sync["status"] in {"succeeded", "failed"}:
            return {**sync, "merchant_id": merchant["id"]}
        assert time.monotonic() < deadline, sync
        time.sleep(0.2)


def _ask(client: httpx.Client, body: dict[str, Any], headers: dict[str, str]) -> list[tuple[str, Any]]:
    events, name = [], ""
    with client.stream("POST", "/api/chat/stream", json=body, headers=headers) as response:
        for line in response.iter_lines():
            if line.startswith("event: "):
                name = line[7:]
            elif line.startswith("data: "):
                events.append((name, json.loads(line[6:])))
    return events


def _operator(owner: httpx.Client, instance: Instance, name: str) -> httpx.Client:
    account = {"email": f"{name.lower()}@shop.example", "password": "a long password", "name": name}
    assert owner.post("/api/users", json={**account, "role": "operator"}).status_code == 201
    return instance.sign_in(account["email"], account["password"])


def _log_row(owner: httpx.Client, request_id: str) -> dict[str, Any]:
    """The gateway's record of a request; the journal is shipped within seconds."""
    deadline = time.monotonic() + 20
    while True:
        items = owner.get("/api/admin/logs", params={"limit": 50}).json()["items"]
        found = [item for item in items if item["request_id"] == request_id]
        if found:
            detail: dict[str, Any] = owner.get(f"/api/admin/logs/{found[0]['id']}").json()
            return detail
        assert time.monotonic() < deadline, items
        time.sleep(0.2)


@pytest.mark.timeout(300)
def test_a_question_is_answered_logged_taken_over_and_survives_a_crash(instance: Instance, store: str) -> None:
    owner, visitor = instance.sign_in(), instance.client()
    assistant = _synced_assistant(owner, store)
    name, mine, logged = _answered(owner, visitor, assistant)
    with LiveEvents(f"{instance.url}/api/sessions/{name}/events", mine) as stream:
        assert visitor.post(f"/api/sessions/{name}/escalate", headers=mine).json()["status"] == "waiting"
        first, second = _operator(owner, instance, "Olga"), _operator(owner, instance, "Piet")
        assert first.post(f"/api/sessions/{name}/takeover").json()["operator"]["name"] == "Olga"
        refused = second.post(f"/api/sessions/{name}/takeover")
        assert (refused.status_code, refused.json()["details"]["operator"]["name"]) == (409, "Olga")
        asked = {"message": "Is anybody there?", "session_name": name}
        assert visitor.post("/api/chat", json=asked, headers=mine).json()["message"] is None
        first.post("/api/manual/messages", json={"session_name": name, "content": "Olga here, hello!"})
        stream.wait_for("operator", "Olga here, hello!")
        before = owner.get(f"/api/sessions/{name}/messages").json()["items"]

        instance.kill()
        instance.start()

        owner, first = instance.sign_in(), instance.sign_in("olga@shop.example", "a long password")
        assert owner.get(f"/api/sessions/{name}/messages").json()["items"] == before
        assert owner.get(f"/api/sessions/{name}").json()["operator"]["name"] == "Olga"
        assert _log_row(owner, "life-1") == logged
        sent = {"session_name": name, "content": "Still with you after the restart."}
        assert first.post("/api/manual/messages", json=sent).status_code == 201
        stream.wait_for("operator", "Still with you after the restart.")
        assert stream.connections == 2
        assert stream.ids() == list(range(1, 8))
        assert [role for role, _ in stream.messages()] == ["visitor", "assistant", "visitor", "operator", "operator"]


def _synced_assistant(owner: httpx.Client, store: str) -> str:
    sync = _sync(owner, store)
    assert sync["status"] == "succeeded", sync
    assert sync["counts"] == {
        "created": PRODUCTS, "updated": 0, "unchanged": 0, "deleted": 0, "skipped": 0, "source_total": PRODUCTS,
    }  # fmt: skip
    listed = owner.get("/merchants").json()["items"][0]
    assert (listed["product_count"], listed["stale"]) == (PRODUCTS, False)
    asked = {"merchant_id": sync["merchant_id"], "limit": 100}
    pages = [owner.get("/products", params={**asked, "offset": offset}).json()["items"] for offset in (0, 100, 200)]
    assert sum(item["variant_count"] for page in pages for item in page) == VARIANTS
    made = owner.post("/api/assistants", json={"name": "Bikes", "merchant_id": sync["merchant_id"]})
    assistant: str = made.json()["id"]
    return assistant


def _answered(owner: httpx.Client, visitor: httpx.Client, assistant: str) -> tuple[str, dict[str, str], dict[str, Any]]:
    """The session, its visitor's header and the log row, after an answer that names the product with its source."""
    events = _ask(visitor, {"message": QUESTION, "assistant": assistant}, {"X-Request-ID": "life-1"})
    opening = events[0][1]
    answer = next(data for name, data in events if name == "message" and data["role"] == "assistant")
    assert "Kryptonite 12 U-Lock" in answer["content"]
    assert "Kryptonite 12 U-Lock" in answer["sources"][0]["title"]
    assert "".join(data["text"] for name, data in events if name == "delta").strip() == answer["content"]
    logged = _log_row(owner, "life-1")
    assert (logged["model"], logged["status"], logged["end_reason"]) == ("relaydesk-extractive", 200, "done")
    assert logged["attempts"][0]["key_id"] == logged["key_id"]
    return opening["session_name"], {"Authorization": f"Bearer {opening['visitor_token']}"}, logged
