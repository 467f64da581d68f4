"""Many upstream keys: found by filters, counted by state, changed, tried out and exported in bulk."""

import asyncio
import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from attempts import run_attempt
from gateway_admin import Admin
from relay_kit import Seen, answer, upstream
from sqlalchemy import text

from relaydesk.kernel.database import utc_now

BASE = {"base_url": "http://127.0.0.1:9", "allow_private": True}


async def five_states(admin: Admin) -> dict[str, dict[str, Any]]:
    """A key of each state, named after it."""
    made = await admin.post("/api/admin/upstreams", name="one", **BASE)
    names = ("active", "cooling", "exhausted", "disabled", "banned")
    keys = {name: await admin.key(made, f"sk-{name}-12", name=name) for name in names}
    for name in ("disabled", "banned"):
        await admin.http.patch(f"/api/admin/keys/{keys[name]['id']}", json={"status": name})
    until = utc_now() + timedelta(hours=1)
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(
            text("UPDATE gateway_upstream_key SET cool_until = :until WHERE name IN ('cooling', 'disabled')"),
            {"until": until},
        )
        await uow.db.execute(
            text("UPDATE gateway_upstream_key SET quota = CAST(:quota AS jsonb) WHERE name = 'exhausted'"),
            {"quota": '{"requests": 5, "period": "day"}'},
        )
        await uow.db.execute(
            text(
                "INSERT INTO gateway_key_quota (key_id, period, starts_on, resets_at, requests_reserved, is_exhausted) "
                "VALUES (:id, 'day', :today, :until, 5, true)"
            ),
            {"id": keys["exhausted"]["id"], "today": until.date(), "until": until},
        )
    return keys


async def names(admin: Admin, **params: Any) -> list[str]:
    answered = await admin.http.get("/api/admin/keys", params=params)
    assert answered.status_code == 200, answered.text
    page = answered.json()
    assert page["total"] == len(page["items"])
    return [key["name"] for key in page["items"]]


async def test_keys_are_found_and_counted_by_what_has_become_of_them(admin: Admin) -> None:
    await five_states(admin)
    shown = (await admin.http.get("/api/admin/keys")).json()["items"]
    assert [key["state"] for key in shown] == [key["name"] for key in shown]
    for state in ("active", "cooling", "exhausted", "disabled", "banned"):
        assert await names(admin, state=state) == [state]
    assert await names(admin, status="active") == ["active", "cooling", "exhausted"]
    assert await names(admin, q="ed", sort="-name") == ["exhausted", "disabled", "banned"]
    assert await names(admin, q="g-12") == ["cooling"]
    assert await names(admin, sort="status") == ["active", "cooling", "exhausted", "banned", "disabled"]
    counts = (await admin.http.get("/api/admin/keys/counts")).json()
    assert counts == {"active": 1, "awaiting": 0, "cooling": 1, "exhausted": 1, "disabled": 1, "banned": 1}
    counts = (await admin.http.get("/api/admin/keys/counts", params={"q": "ex"})).json()
    assert counts == {"active": 0, "awaiting": 0, "cooling": 0, "exhausted": 1, "disabled": 0, "banned": 0}
    for wrong in ({"state": "sleepy"}, {"sort": "secret"}, {"upstream_id": 0}):
        refused = await admin.http.get("/api/admin/keys", params=wrong)
        assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, next(iter(wrong)))


async def test_a_bulk_change_reaches_ids_or_all_that_match(admin: Admin) -> None:
    keys = await five_states(admin)

    async def bulk(**body: Any) -> int:
        return int((await admin.post("/api/admin/keys/bulk", status=200, **body))["changed"])

    assert await bulk(action="enable", filter={"status": "active"}) == 1  # the one that rested
    assert await names(admin, state="active") == ["active", "cooling"]
    assert await bulk(action="ban", ids=[keys["active"]["id"], keys["banned"]["id"], 999_999]) == 1
    assert await bulk(action="set_weight", weight=7, filter={"q": "ban"}) == 1
    assert await bulk(action="disable", filter={}) == 4
    assert await names(admin, status="disabled") == ["active", "cooling", "exhausted", "disabled", "banned"]
    history = (await admin.http.get(f"/api/admin/keys/{keys['active']['id']}/history")).json()["items"]
    assert [(e["status"], e["reason"]) for e in history] == [("disabled", "by Owner"), ("banned", "by Owner")]
    assert await bulk(action="delete", filter={"q": "bled"}) == 1
    assert await names(admin) == ["active", "cooling", "exhausted", "banned"]
    for wrong in (
        {"action": "enable"},
        {"action": "enable", "ids": [1], "filter": {}},
        {"action": "set_weight", "ids": [1]},
        {"action": "enable", "ids": [1], "weight": 1},
        {"action": "enable", "filter": {"colour": "red"}},
    ):
        assert (await admin.http.post("/api/admin/keys/bulk", json=wrong)).status_code == 422


async def test_the_export_has_every_key_and_no_secret(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", name="many", **BASE)
    rows = "\n".join(["key_value,name", *(f"sk-{n:08d},=name {n}" for n in range(2_300))])
    await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text=rows)
    got = await admin.http.get("/api/admin/keys/export", params={"upstream_id": made["id"]})
    assert got.headers["content-type"] == "text/csv; charset=utf-8"
    assert "sk-" not in got.text
    read = list(csv.DictReader(io.StringIO(got.text)))
    assert [row["name"] for row in read] == [f"'=name {n}" for n in range(2_300)]
    assert {(row["upstream"], row["state"], row["weight"]) for row in read} == {("many", "active", "1")}


NO_LIST: dict[str, Any] = {"type": "upstream_no_list", "ctx": {}, "parts": []}


@pytest.mark.parametrize(
    ("status", "body", "models", "message", "reason"),
    [
        (200, b'{"data": [{"id": "b"}, {"id": "a"}, {"id": "a"}, {"id": 7}]}', ["a", "b"], "", None),
        (200, b"[]", [], "The upstream's answer is no list of models", NO_LIST),
        (401, b"{}", [], "The upstream answered 401", {"type": "upstream_status", "ctx": {"status": 401}, "parts": []}),
    ],
)
async def test_an_upstream_is_asked_for_its_models_with_one_of_its_keys(
    admin: Admin, status: int, body: bytes, models: list[str], message: str, reason: dict[str, Any] | None
) -> None:
    async with upstream(answer(status, body)) as stub:
        made = await admin.upstream(stub)
        await admin.key(made, "sk-first-12345678")
        listed = await admin.http.get(f"/api/admin/upstreams/{made['id']}/models")
        assert listed.json() == {"models": models, "message": message, "reason": reason}
        assert stub.seen[0].header("authorization") == "Bearer sk-first-12345678"


def many_models(count: int) -> bytes:
    return b'{"data": [%b]}' % b",".join(b'{"id": "m%06d"}' % n for n in range(count))


DEEP = b"[" * 5000 + b"]" * 5000


@pytest.mark.parametrize(
    ("body", "models"),
    [
        pytest.param(b"[" * 200_000, None, id="unclosed"),
        pytest.param(b'{"data": %b}' % DEEP, None, id="deep"),
        pytest.param(b'{"x": %b, "data": []}' % DEEP, None, id="deep beside the list"),
        pytest.param(b'{"data": [{"id": %b}]}' % DEEP, None, id="deep in a name"),
        pytest.param(rb'{"data": [{"id": "a\ud800b"}]}', None, id="half a surrogate pair"),
        pytest.param(rb'{"data": [{"id": "a\u0000"}, {"id": ""}, {"id": " b"}, {"id": "c"}]}', ["c"], id="odd names"),
        pytest.param(b'{"data": [{"id": "%b"}, {"id": "c"}]}' % (b"x" * 3_000_000), ["c"], id="a long name"),
        pytest.param(many_models(40_000), [f"m{n:06}" for n in range(1000)], id="many"),
        pytest.param(many_models(200_000), None, id="too many"),
        pytest.param(many_models(1_000_000), None, id="too large"),
    ],
)
async def test_a_list_of_models_that_nobody_could_mean_costs_little(
    admin: Admin, body: bytes, models: list[str] | None
) -> None:
    problem = {"message": "The upstream's answer is no list of models", "reason": NO_LIST}
    said = {"message": "", "reason": None} if models is not None else problem
    async with upstream(answer(200, body)) as stub:
        made = await admin.upstream(stub)
        listed = await admin.http.get(f"/api/admin/upstreams/{made['id']}/models")
        assert (listed.status_code, listed.json()) == (200, {"models": models or [], **said})


async def test_one_key_is_tried_out_whatever_its_status(admin: Admin) -> None:
    async with upstream(answer(200, b"{}")) as stub:
        made = await admin.upstream(stub)
        await admin.key(made, "sk-first-12345678")
        key = await admin.key(made, "sk-second-12345678")
        await admin.http.patch(f"/api/admin/keys/{key['id']}", json={"status": "disabled"})
        tried = await admin.post(f"/api/admin/keys/{key['id']}/test", status=200)
        assert (tried["ok"], tried["status"], tried["message"]) == (True, 200, "")
        assert (stub.seen[0].target, stub.seen[0].header("authorization")) == (
            "/v1/models",
            "Bearer sk-second-12345678",
        )
    await admin.post("/api/admin/keys/999999/test", status=404)


async def test_many_keys_are_tried_out_as_a_task_that_may_disable_those_refused(admin: Admin) -> None:
    async def by_key(seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        status = {"Bearer sk-bad-12345678": 401, "Bearer sk-odd-12345678": 500}
        writer.write(answer(status.get(seen.header("authorization") or "", 200)))

    async with upstream(by_key) as stub:
        made = await admin.upstream(stub)
        for kind in ("good", "bad", "odd", "fine"):
            await admin.key(made, f"sk-{kind}-12345678", name=kind)
        body = {"filter": {"upstream_id": made["id"]}, "disable_refused": True}
        started = await admin.post("/api/admin/keys/test", status=202, **body)
        async with admin.stack.kernel.database.read() as db:
            found = await db.scalar(text("SELECT id FROM tasks_task WHERE public_id = :id"), {"id": started["task_id"]})
        await run_attempt(admin.stack.kernel, int(found or 0), 1, worker="test")
    task = (await admin.http.get(f"/api/tasks/{started['task_id']}")).json()
    assert (task["status"], task["progress"], task["message"]) == ("succeeded", 1.0, "4 of 4 keys")
    result = task["result"]
    assert {name: result[name] for name in ("tested", "ok", "refused", "failed")} == {
        "tested": 4,
        "ok": 2,
        "refused": 1,
        "failed": 1,
    }
    assert [(bad["status"], bad["message"]) for bad in result["bad"]] == [
        (401, "The upstream answered 401"),
        (500, "The upstream answered 500"),
    ]
    assert [bad["reason"] for bad in result["bad"]] == [
        {"type": "upstream_status", "ctx": {"status": status}} for status in (401, 500)
    ]
    [disabled] = (await admin.http.get("/api/admin/keys", params={"status": "disabled"})).json()["items"]
    assert (disabled["name"], disabled["status_reason"]) == ("bad", "a test was answered with 401")
    assert disabled["status_because"] == {"type": "key_test_refused", "ctx": {"status": 401}, "parts": []}
    [event, *_] = (await admin.http.get(f"/api/admin/keys/{disabled['id']}/history")).json()["items"]
    assert event["because"] == disabled["status_because"]


async def test_a_change_of_very_many_keys_is_a_task_that_leaves_later_keys_alone(admin: Admin) -> None:
    made = await admin.post("/api/admin/upstreams", name="many", **BASE)
    keys = "\n".join(f"sk-{n:08d}" for n in range(10_002))
    await admin.post("/api/admin/keys/import", status=200, upstream_id=made["id"], text=keys)
    few = await admin.post("/api/admin/keys/bulk", status=200, action="ban", filter={"q": "0001"})
    assert few == {"changed": 3}
    body = {"action": "disable", "filter": {"upstream_id": made["id"], "status": "active"}}
    await admin.post("/api/admin/keys/bulk", status=200, action="enable", filter={"q": "0001"})
    started = await admin.post("/api/admin/keys/bulk", status=202, **body)
    assert set(started) == {"task_id"}
    await admin.key(made, "sk-added-later")
    async with admin.stack.kernel.database.read() as db:
        found = await db.scalar(text("SELECT id FROM tasks_task WHERE public_id = :id"), {"id": started["task_id"]})
    await run_attempt(admin.stack.kernel, int(found or 0), 1, worker="test")
    task = (await admin.http.get(f"/api/tasks/{started['task_id']}")).json()
    assert (task["status"], task["message"]) == ("succeeded", "10002 of 10002 keys")
    assert task["result"] == {"changed": 10_002}
    counts = (await admin.http.get("/api/admin/keys/counts")).json()
    assert (counts["active"], counts["disabled"]) == (1, 10_002)
    [key] = (await admin.http.get("/api/admin/keys", params={"q": "imported 9000"})).json()["items"]
    history = (await admin.http.get(f"/api/admin/keys/{key['id']}/history")).json()["items"]
    assert [(event["status"], event["reason"]) for event in history] == [("disabled", "by Owner")]
