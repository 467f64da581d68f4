"""From the admin API to the data plane and back into the log: changes are followed while it runs."""

import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from gateway_admin import Admin, eventually
from openai import AsyncOpenAI
from relay_kit import Seen, answer, scripted, upstream
from sqlalchemy import text

from relaydesk.gateway.api import BUILTIN_MODEL, Source, encode_sources

MESSAGES = [{"role": "user", "content": "A helmet?"}]


async def test_a_new_upstream_is_proxied_to_and_its_keys_take_turns(admin: Admin) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        made = await admin.upstream(stub)
        keys = [await admin.key(made, f"sk-pool-key-{n}") for n in range(3)]
        caller, client_key = await admin.caller()
        await admin.stack.gateway.refresh()  # a request may come before the last of the keys is known
        for _ in range(6):
            got = await caller.get("/proxy/stub/x")
            assert got.status_code == 200
        rows = await admin.logs(6, upstream="stub")
    sent = [s.header("authorization") for s in stub.seen]
    assert sorted(sent) == sorted([f"Bearer sk-pool-key-{n}" for n in range(3)] * 2)
    assert {r["key_id"] for r in rows} == {k["id"] for k in keys}
    assert {(r["client_key_id"], r["status"], r["end_reason"], r["path"]) for r in rows} == {
        (client_key["id"], 200, "done", "/proxy/stub/x")
    }


async def test_each_change_reaches_the_data_plane_without_a_restart(admin: Admin) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        made = await admin.upstream(stub)
        key = await admin.key(made, "sk-only-key-1")
        caller, client_key = await admin.caller()

        async def answers(status: int) -> bool:
            return (await caller.get("/proxy/stub/x")).status_code == status

        await eventually(lambda: answers(200))
        await admin.http.patch(f"/api/admin/keys/{key['id']}", json={"status": "disabled"})
        await eventually(lambda: answers(503))
        await admin.http.patch(f"/api/admin/keys/{key['id']}", json={"status": "active"})
        await eventually(lambda: answers(200))
        await admin.http.patch(f"/api/admin/upstreams/{made['id']}", json={"enabled": False})
        await eventually(lambda: answers(503))
        await admin.http.delete(f"/api/admin/upstreams/{made['id']}")
        await eventually(lambda: answers(404))
        await admin.http.delete(f"/api/keys/{client_key['id']}")
        await eventually(lambda: answers(401))


async def test_a_rotated_client_key_works_beside_the_old_one(admin: Admin) -> None:
    caller, made = await admin.caller()
    rotated = await admin.post(f"/api/keys/{made['id']}/rotate", status=200)
    async with admin.stack.client(**{"X-API-Key": rotated["key"]}) as renewed:

        async def is_known() -> bool:
            return (await renewed.get("/v1/models")).status_code == 200

        await eventually(is_known)
        assert (await caller.get("/v1/models")).status_code == 200


async def test_a_client_keys_own_limit_holds(admin: Admin) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        await admin.upstream(stub)
        async with admin.stack.kernel.database.unit_of_work() as uow:
            # an id that no earlier test had: the relay may still hold permits of theirs
            await uow.db.execute(text("SELECT setval('identity_client_key_id_seq', 4711)"))
        caller, _ = await admin.caller(rate_limit_per_minute=20)
        began = time.monotonic()
        got = await asyncio.gather(*(caller.get("/proxy/stub/x") for _ in range(40)))
    statuses = [g.status_code for g in got]
    assert statuses.count(200) == len(stub.seen)
    refilled = int((time.monotonic() - began) / 3) + 1  # one each three seconds
    assert 0 < statuses.count(200) < 20 + refilled  # finding out that the key is known took at least one
    assert statuses.count(200) + statuses.count(429) == 40
    assert all("retry-after" in g.headers for g in got if g.status_code == 429)


async def test_a_route_serves_a_model_through_the_official_sdk(admin: Admin) -> None:
    body = (
        b'{"id":"1","object":"chat.completion","created":1,"model":"theirs","choices":[{"index":0,"finish_reason":"stop",'
        b'"message":{"role":"assistant","content":"Yes."}}],"usage":{"prompt_tokens":4,"completion_tokens":2,'
        b'"total_tokens":6}}'
    )
    async with upstream(answer(200, body, "Content-Type: application/json")) as stub:
        made = await admin.upstream(stub)
        target = {"upstream_id": made["id"], "model": "theirs"}
        await admin.post("/api/admin/routes", model="ours", targets=[target])
        caller, client_key = await admin.caller()

        async def is_listed() -> bool:
            return "ours" in [m["id"] for m in (await caller.get("/v1/models")).json()["data"]]

        await eventually(is_listed)
        async with AsyncOpenAI(api_key=client_key["key"], base_url=f"{admin.stack.url}/v1") as sdk:
            got = await sdk.chat.completions.create(model="ours", messages=MESSAGES)
        [row] = await admin.logs(1, model="ours")
    assert got.choices[0].message.content == "Yes."
    assert b'"theirs"' in stub.seen[0].body
    assert (row["tokens_in"], row["tokens_out"], row["upstream"]) == (4, 2, "stub")


async def test_the_built_in_model_is_there_from_the_start(admin: Admin) -> None:
    _, client_key = await admin.caller()
    source = Source("1", "Helmet Pico", "Light.", None, "29.99 EUR", available=True)
    messages = [{"role": "system", "content": encode_sources([source])}, *MESSAGES]
    async with AsyncOpenAI(api_key=client_key["key"], base_url=f"{admin.stack.url}/v1") as sdk:
        stream = await sdk.chat.completions.create(model=BUILTIN_MODEL, messages=messages, stream=True)
        said = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
    assert said == "Helmet Pico: 29.99 EUR. In stock."
    [row] = await admin.logs(1, model=BUILTIN_MODEL)
    assert (row["upstream"], row["key_id"], row["end_reason"]) == ("builtin", None, "done")


@pytest.fixture
async def varied(admin: Admin) -> dict[str, Any]:
    """A log with requests of every sort."""

    async def by_path(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if "slow" in seen.target:
            await asyncio.sleep(0.25)
        writer.write(answer(int(seen.target.rsplit("/", 1)[1]), b"{}"))

    async with upstream(by_path) as stub:
        made = await admin.upstream(stub, retry={"max_attempts": 2, "statuses": [503]})
        key = await admin.key(made, "sk-varied-key-1")
        caller, client_key = await admin.caller()
        paths = ["a/200", "b/404", "c/503", "slow/200"]
        answers = [await caller.get(f"/proxy/stub/{path}") for path in paths]
        missing = await caller.get("/proxy/none/x", headers={"X-Request-ID": "find-me"})
        await admin.logs(5)
    assert [a.status_code for a in [*answers, missing]] == [200, 404, 503, 200, 404]
    return {"upstream": made, "key": key, "client_key": client_key, "ids": [a.headers["x-request-id"] for a in answers]}


async def test_the_log_is_filtered(admin: Admin, varied: dict[str, Any]) -> None:
    async def paths(**params: Any) -> list[str]:
        items = (await admin.http.get("/api/admin/logs", params=params)).json()["items"]
        return [i["path"].removeprefix("/proxy/") for i in items]

    everything = ["none/x", "stub/slow/200", "stub/c/503", "stub/b/404", "stub/a/200"]
    now = datetime.now(UTC)
    assert await paths() == everything
    assert await paths(upstream="stub") == await paths(upstream=str(varied["upstream"]["id"])) == everything[1:]
    assert await paths(key_id=varied["key"]["id"]) == everything[1:]
    assert await paths(client_key_id=varied["client_key"]["id"]) == everything
    assert await paths(status="404") == ["none/x", "stub/b/404"]
    assert await paths(status="5xx") == ["stub/c/503"]
    assert await paths(min_latency_ms=240) == ["stub/slow/200"]
    assert await paths(q="slow") == ["stub/slow/200"]
    assert await paths(q="find-me") == ["none/x"]
    assert await paths(**{"from": (now - timedelta(minutes=1)).isoformat()}) == everything
    assert await paths(to=(now - timedelta(minutes=1)).isoformat()) == []
    assert await paths(model="none") == await paths(rule_id=1) == []


async def test_the_log_is_read_page_by_page(admin: Admin, varied: dict[str, Any]) -> None:
    seen: list[str] = []
    cursor = None
    for _ in range(3):
        params = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = (await admin.http.get("/api/admin/logs", params=params)).json()
        seen += [i["path"] for i in page["items"]]
        cursor = page["next_cursor"]
    assert (len(seen), len(set(seen)), cursor) == (5, 5, None)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "YQ"}, "cursor"),
        ({"status": "9xx"}, "status"),
        ({"limit": 0}, "limit"),
        ({"from": "yesterday"}, "from"),
        ({"key_id": 0}, "key_id"),
    ],
)
async def test_a_wrong_filter_is_named(admin: Admin, params: dict[str, Any], field: str) -> None:
    refused = await admin.http.get("/api/admin/logs", params=params)
    assert refused.status_code == 422
    assert refused.json()["details"]["errors"][0]["field"] == field


async def test_what_the_log_calls_failed_is_what_statistics_count_as_errors(
    admin: Admin, varied: dict[str, Any]
) -> None:
    broken = "UPDATE gateway_request_log SET end_reason = 'truncated' WHERE request_id = :id"
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text(broken), {"id": varied["ids"][0]})
    failed = (await admin.http.get("/api/admin/logs", params={"status": "failed"})).json()["items"]
    paths = [row["path"].removeprefix("/proxy/") for row in failed]
    assert paths == ["none/x", "stub/c/503", "stub/b/404", "stub/a/200"]
    refused = await admin.http.get("/api/admin/logs", params={"status": "fail"})
    assert refused.status_code == 422


async def test_what_the_log_calls_refused_failed_without_an_attempt(admin: Admin, varied: dict[str, Any]) -> None:
    refused = (await admin.http.get("/api/admin/logs", params={"status": "refused"})).json()["items"]
    assert [row["path"] for row in refused] == ["/proxy/none/x"]


async def test_one_request_shows_its_attempts(admin: Admin, varied: dict[str, Any]) -> None:
    found = (await admin.http.get(f"/api/admin/logs/{varied['ids'][2]}")).json()
    key_id, upstream_id = varied["key"]["id"], varied["upstream"]["id"]
    assert [(a["status"], a["key_id"], a["upstream_id"]) for a in found["attempts"]] == [(503, key_id, upstream_id)] * 2
    assert (found["attempt_count"], found["request_id"]) == (2, varied["ids"][2])
    for wrong in ("nothing", "0" * 32, "f" * 32):
        assert (await admin.http.get(f"/api/admin/logs/{wrong}")).json()["code"] == "LOGGED_REQUEST_NOT_FOUND"


async def test_a_logged_request_keeps_the_names_of_what_is_gone(admin: Admin, varied: dict[str, Any]) -> None:
    path = f"/api/admin/logs/{varied['ids'][2]}"
    before = (await admin.http.get(path)).json()
    rule = await admin.post("/api/admin/rules", name="R", condition={"status": {"in": [429]}}, actions=[{"retry": {}}])
    written = (
        "UPDATE gateway_request_log SET rules_fired = jsonb_build_array(CAST(:rule AS int)), rule_whys = '[\"s\"]'"
    )
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text(written), {"rule": rule["id"]})
    gone = (
        f"/api/admin/keys/{varied['key']['id']}",
        f"/api/admin/upstreams/{varied['upstream']['id']}",
        f"/api/admin/rules/{rule['id']}",
        f"/api/keys/{before['client_key_id']}",
    )
    assert [(await admin.http.delete(one)).status_code for one in gone] == [204] * 4
    after = (await admin.http.get(path)).json()
    assert (after["key"], after["client_key"], after["rules"]) == (before["key"], before["client_key"], ["R"])
    assert None not in (after["key"], after["client_key"])
    names = [[(attempt["upstream"], attempt["key"]) for attempt in shown["attempts"]] for shown in (before, after)]
    assert names[0] == names[1] == [("stub", before["key"])] * 2
    [listed] = [row for row in await admin.logs(5) if row["id"] == after["id"]]
    assert (listed["key"], listed["client_key"]) == (before["key"], before["client_key"])


async def test_bodies_reach_the_log_without_secrets_where_the_upstream_asks_for_them(admin: Admin) -> None:
    told = b'{"text": "Yes.", "echo": "sk-own-key-12345"}'
    async with upstream(answer(200, told, "Content-Type: application/json")) as stub:
        for name, is_kept in (("kept", True), ("bare", False)):
            made = await admin.upstream(stub, name, log_bodies=is_kept)
            await admin.key(made, "sk-own-key-12345")
        caller, _ = await admin.caller()
        for name in ("kept", "bare"):
            sent = await caller.post(f"/proxy/{name}/x", json={"question": "A helmet?", "password": "hunter2"})
            assert sent.content == told
        found = []
        for name in ("kept", "bare"):
            [row] = await admin.logs(1, upstream=name)
            found.append(await admin.http.get(f"/api/admin/logs/{row['id']}"))
    kept, bare = found
    assert json.loads(kept.json()["request_body"]) == {"question": "A helmet?", "password": "[redacted]"}
    assert json.loads(kept.json()["answer_body"]) == {"text": "Yes.", "echo": "[redacted]"}
    assert b"hunter2" in stub.seen[0].body
    assert all(secret not in kept.text for secret in ("hunter2", "sk-own-key-12345"))
    assert (bare.json()["request_body"], bare.json()["answer_body"]) == (None, None)


async def test_a_model_that_nobody_offers_is_found_in_the_log_and_makes_no_sum_of_its_own(admin: Admin) -> None:
    caller, _ = await admin.caller()
    asked = await caller.post("/v1/chat/completions", json={"model": "made-up", "messages": MESSAGES})
    [row] = await admin.logs(1, model="made-up")
    stats = (await admin.http.get("/api/admin/stats")).json()
    assert (asked.status_code, row["status"], row["end_reason"]) == (404, 404, "refused")
    assert [(g["key"], g["requests"]) for g in stats["by_model"]] == [("", 1)]


async def test_statistics_sum_the_log_up(admin: Admin, varied: dict[str, Any]) -> None:
    stats = (await admin.http.get("/api/admin/stats")).json()
    assert (stats["totals"]["requests"], stats["totals"]["errors"]) == (5, 3)
    by_status = {g["key"]: g["requests"] for g in stats["by_status"]}
    assert by_status == {"200": 2, "404": 2, "503": 1}
    assert {g["key"]: g["requests"] for g in stats["by_upstream"]} == {"stub": 4, "": 1}
    assert {g["key"]: g["requests"] for g in stats["by_key"]} == {str(varied["key"]["id"]): 4, "": 1}
    empty = (await admin.http.get("/api/admin/stats", params={"to": "2020-01-01T00:00:00Z"})).json()
    assert empty["totals"]["requests"] == 0
    wrong = await admin.http.get("/api/admin/stats", params={"from": "2030-01-01T00:00:00Z"})
    assert wrong.status_code == 422


async def test_usage_of_the_client_key_is_counted(admin: Admin, varied: dict[str, Any]) -> None:
    usage = (await admin.http.get(f"/api/keys/{varied['client_key']['id']}/usage")).json()
    assert (usage["requests"], usage["errors"], usage["refused"]) == (4, 2, 1)


async def test_figures_are_in_the_metrics_and_on_the_health_page(admin: Admin, varied: dict[str, Any]) -> None:
    async def counted() -> bool:
        text = (await admin.http.get("/metrics")).text
        return 'proxy_requests_total{status="503",upstream="stub"}' in text and "proxy_overhead_seconds_sum" in text

    await eventually(counted)
    health = (await admin.http.get("/api/health/detailed")).json()["gateway"]
    assert (health["status"], health["is_configuration_current"]) == ("ok", True)


async def test_a_strange_path_is_logged_without_harm(admin: Admin) -> None:
    async with upstream(scripted(answer())) as stub:
        await admin.upstream(stub)
        caller, _ = await admin.caller()
        await eventually(lambda: _is_proxied(caller))
        await caller.get("/proxy/stub/%00/%ff/%E4%BD%A0")
        rows = await admin.logs(1, q="%00")
    assert rows[0]["path"] == "/proxy/stub/%00/%ff/%E4%BD%A0"


async def _is_proxied(caller: httpx.AsyncClient) -> bool:
    return (await caller.get("/proxy/stub/ready")).status_code == 200
