"""CONTRACT.md as outsiders rely on it: errors, health, metrics, sign-in, lists; names and shapes to the letter."""

import re
from datetime import datetime
from typing import Any

import httpx
import pytest
from harness import OWNER_EMAIL, OWNER_PASSWORD, People

from relaydesk import __version__

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")
METRICS = {
    "http_request_duration_seconds", "http_requests_total", "http_active_connections", "agent_requests_total",
    "agent_errors_total", "messages_sent_total", "message_send_duration_seconds", "system_memory_usage_bytes",
    "system_cpu_usage_percent", "request_count", "request_duration", "active_sessions", "pending_manual", "error_count",
    "api_key_usage_total", "db_connections", "active_users", "redis_pool_connections", "cache_requests_total",
    "proxy_requests_total", "proxy_overhead_seconds", "proxy_journal_backlog", "task_duration_seconds", "tasks",
    "task_oldest_waiting_seconds", "sync_records_total", "model_operations_total",
}  # fmt: skip
LISTS = [
    "/api/users", "/api/keys", "/api/audit", "/api/tasks", "/api/schedules", "/api/workers", "/api/admin/upstreams",
    "/api/admin/keys", "/api/admin/routes", "/api/models", "/api/assistants", "/api/sessions", "/merchants",
    "/products", "/products/sync",
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/api/users", None, 401, "UNAUTHENTICATED"),
        ("GET", "/api/nothing", None, 404, "NOT_FOUND"),
        ("DELETE", "/api/users", None, 405, "METHOD_NOT_ALLOWED"),
        ("POST", "/api/auth/login", {}, 422, "VALIDATION_FAILED"),
        ("POST", "/api/auth/login", {"email": OWNER_EMAIL, "password": "x"}, 403, "WRONG_CREDENTIALS"),
        ("POST", "/api/auth/login", {"email": "x" * 2**20, "password": "x"}, 413, "BODY_TOO_LARGE"),
        ("GET", "/api/sessions/none", None, 401, "UNAUTHENTICATED"),
        ("GET", "/proxy/none/x", None, 401, "UNAUTHENTICATED"),
        ("POST", "/v1/chat/completions", {}, 401, None),
    ],
)
async def test_every_error_has_the_one_format(
    client: httpx.AsyncClient, method: str, path: str, body: Any, status: int, code: str | None
) -> None:
    answer = await client.request(method, path, json=body, headers={"X-Request-ID": "mine-1"})
    assert answer.status_code == status
    assert answer.headers["X-Request-ID"] == "mine-1"
    if code is None:  # /v1 speaks OpenAI's error format
        assert set(answer.json()) == {"error"}
        return
    found = answer.json()
    assert set(found) == {"code", "message", "details", "timestamp", "request_id"}
    assert (found["code"], found["request_id"], bool(found["message"])) == (code, "mine-1", True)
    assert TIME.match(found["timestamp"])


async def test_an_invalid_body_names_each_field(client: httpx.AsyncClient) -> None:
    errors = (await client.post("/api/auth/register", json={"email": "x"})).json()["details"]["errors"]
    assert [set(error) for error in errors] == [{"field", "message"}] * 3
    assert sorted(error["field"] for error in errors) == ["email", "name", "password"]


async def test_an_invalid_body_names_the_reason_of_each_error_for_callers_with_words_of_their_own(
    owner: httpx.AsyncClient,
) -> None:
    body = {"name": "x", "base_url": "https://api.example.com", "timeout_ms": "soon", "retry": {"max_attempts": 99}}
    details = (await owner.post("/api/admin/upstreams", json=body)).json()["details"]
    assert [error["field"] for error in details["errors"]] == ["timeout_ms", "retry.max_attempts"]
    assert details["reasons"] == [
        {"field": "timeout_ms", "type": "int_parsing"},
        {"field": "retry.max_attempts", "type": "less_than_equal", "ctx": {"le": 20}},
    ]


async def test_a_rule_of_the_product_names_its_reason_and_bounds(owner: httpx.AsyncClient) -> None:
    body = {"name": "x", "base_url": "ftp://api.example.com"}
    details = (await owner.post("/api/admin/upstreams", json=body)).json()["details"]
    assert details == {
        "errors": [{"field": "base_url", "message": "must start with http:// or https://"}],
        "reasons": [{"field": "base_url", "type": "url_start"}],
    }


async def test_an_object_that_a_change_makes_invalid_names_reasons_as_a_new_one_does(owner: httpx.AsyncClient) -> None:
    body = {"name": "k", "scopes": ["proxy"], "budget": {"requests": 5, "period": "day"}}
    key = (await owner.post("/api/keys", json=body)).json()
    answer = await owner.patch(f"/api/keys/{key['id']}", json={"budget": {"requests": None}})
    assert (answer.status_code, answer.json()["details"]["reasons"]) == (422, [{"field": "budget", "type": "no_limit"}])


@pytest.mark.parametrize("path", ["/", "/health", "/metrics", "/openapi.json", "/demo", "/docs", "/nothing"])
async def test_every_response_carries_a_request_id(client: httpx.AsyncClient, path: str) -> None:
    one, two = (await client.get(path)).headers["X-Request-ID"], (await client.get(path)).headers["X-Request-ID"]
    assert len(one) >= 16
    assert one != two


async def test_pages_are_where_the_contract_says(client: httpx.AsyncClient) -> None:
    root = await client.get("/")
    assert (root.status_code, root.headers["location"]) == (307, "/console/")
    document = (await client.get("/openapi.json")).json()
    assert document["openapi"].startswith("3.")


async def test_health_has_its_shape(client: httpx.AsyncClient) -> None:
    body = (await client.get("/health")).json()
    assert set(body) == {"status", "version", "database", "redis", "uptime_seconds"}
    assert (body["status"], body["version"], body["database"]["status"], body["redis"]["status"]) == (
        "ok", __version__, "ok", "ok",
    )  # fmt: skip
    assert [set(body[part]) for part in ("database", "redis")] == [{"status", "latency_ms"}] * 2
    assert [(await client.get(f"/health/{kind}")).status_code for kind in ("live", "ready")] == [200, 200]


async def test_detailed_health_shows_each_part(owner: httpx.AsyncClient) -> None:
    body = (await owner.get("/api/health/detailed")).json()
    assert {"status", "database", "redis", "disk", "tasks", "gateway"} <= set(body)
    assert [set(body[part]["pool"]) for part in ("database",)] == [{"in_use", "free", "max"}]


async def test_metrics_carry_the_names_of_the_contract(client: httpx.AsyncClient) -> None:
    await client.get("/health/live")
    pages = [await client.get(path) for path in ("/metrics", "/api/metrics")]
    assert [page.headers["content-type"].split(";")[0] for page in pages] == ["text/plain"] * 2
    for page in pages:
        found = set(re.findall(r"^# TYPE (\S+) ", page.text, re.MULTILINE))
        names = found | {name.removesuffix("_total") for name in found}
        assert sorted(name for name in METRICS if name not in names and name.removesuffix("_total") not in names) == []
    line = r'^http_requests_total\{method="GET",route="/health/live",status="200"\} '
    assert re.search(line, pages[0].text, re.MULTILINE)


async def test_every_list_is_a_page(owner: httpx.AsyncClient) -> None:
    for path in LISTS:
        body = (await owner.get(path)).json()
        assert {"items", "total", "limit", "offset"} == set(body), path
        assert len(body["items"]) == body["total"], path
    for path in [p for p in LISTS if p != "/api/workers"]:
        body = (await owner.get(path, params={"limit": 1, "offset": 5})).json()
        assert (body["items"], body["limit"], body["offset"]) == ([], 1, 5), path
    assert set((await owner.get("/api/admin/logs")).json()) >= {"items", "next_cursor"}


async def test_a_persons_sign_in_has_its_shape(client: httpx.AsyncClient) -> None:
    login = await client.post("/api/auth/login", json={"email": OWNER_EMAIL, "password": OWNER_PASSWORD})
    refreshed = await client.post("/api/auth/refresh", json={"refresh_token": login.json()["refresh_token"]})
    for answer in (login, refreshed):
        body = answer.json()
        assert set(body) == {"access_token", "refresh_token", "token_type", "expires_in", "user"}
        assert set(body["user"]) == {"id", "email", "name", "role"}
        assert (body["token_type"], body["user"]["role"]) == ("bearer", "owner")


async def test_an_operators_sign_in_has_its_shape(people: People, client: httpx.AsyncClient) -> None:
    await people.make("operator", "olga@shop.example")
    login = {"username": "olga@shop.example", "password": OWNER_PASSWORD}
    body = (await client.post("/api/agent/login", json=login)).json()
    assert set(body) == {"success", "token", "refresh_token", "token_type", "expires_in", "agent"}
    assert set(body["agent"]) == {"id", "username", "name", "role", "status", "max_sessions"}
    assert (body["success"], body["agent"]["role"], body["agent"]["status"]) == (True, "agent", "online")
    bearer = {"Authorization": f"Bearer {body['token']}"}
    profile = (await client.get("/api/agent/profile", headers=bearer)).json()
    assert profile == {"success": True, "agent": body["agent"]}
    again = (await client.post("/api/agent/refresh", json={"refresh_token": body["refresh_token"]})).json()
    assert set(again) == {"success", "token", "refresh_token", "expires_in"}


async def test_times_are_utc_with_a_z(owner: httpx.AsyncClient) -> None:
    task = (await owner.post("/api/tasks", json={"kind": "demo.echo"})).json()["id"]
    shown = (await owner.get(f"/api/tasks/{task}")).json()
    user = (await owner.get("/api/users")).json()["items"][0]
    times = [shown["created_at"], shown["run_at"], user["created_at"], user["last_login_at"]]
    assert [bool(TIME.match(value)) for value in times] == [True] * 4
    assert datetime.fromisoformat(shown["created_at"]).utcoffset() is not None


async def test_chat_and_sessions_have_their_shape(people: People, client: httpx.AsyncClient) -> None:
    operator = await people.named("operator")
    chat = (await client.post("/api/chat", json={"message": "Hi"})).json()
    assert {"success", "session_name", "message", "status", "visitor_token"} <= set(chat)
    assert {"id", "seq", "role", "content", "sources", "client_message_id", "created_at"} <= set(chat["message"])
    session = (await operator.get(f"/api/sessions/{chat['session_name']}")).json()
    assert {
        "session_name", "status", "epoch", "operator", "assistant", "unread", "last_message", "created_at",
        "updated_at",
    } <= set(session)  # fmt: skip


async def test_merchants_and_upstreams_have_their_shape(owner: httpx.AsyncClient) -> None:
    merchant = (await owner.post("/merchants", json={"name": "Pedals"})).json()
    assert re.fullmatch(r"merch_[0-9a-f]{16}", merchant["id"])
    listed = (await owner.get("/merchants")).json()["items"][0]
    assert {"id", "product_count", "last_synced_at", "stale"} <= set(listed)
    upstream = await owner.post("/api/admin/upstreams", json={"name": "up", "base_url": "https://api.example.com"})
    assert (upstream.status_code, type(upstream.json()["id"])) == (201, int)
    body = {"upstream_id": upstream.json()["id"], "name": "k", "key_value": "sk-planted-secret-1234"}
    key = await owner.post("/api/admin/keys", json=body)
    assert (key.status_code, "key_hint" in key.json(), "sk-planted" in key.text) == (201, True, False)
