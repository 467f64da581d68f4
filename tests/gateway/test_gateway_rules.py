"""Rules over the admin API: kept, checked, tried on the log, counted over all processes."""

import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from gateway_admin import Admin, eventually
from harness import People
from instance import free_port

from relaydesk.gateway.log.store import copy_lines
from relaydesk.gateway.relay.journal.ids import new_request_id
from relaydesk.gateway.relay.journal.records import Attempt, EndReason, Finished, encode
from relaydesk.gateway.relay.rules.counting import Threshold
from relaydesk.gateway.relay.rules.engine import compile_rule
from relaydesk.gateway.relay.snapshot import Rule
from relaydesk.gateway.rules.dry_run import dry_run
from relaydesk.gateway.runtime.builder import SnapshotBuilder
from relaydesk.gateway.runtime.shared.rule_counter import SharedCounter
from relaydesk.kernel.redis import RedisClient

RULE = {
    "name": "Quota exhausted",
    "condition": {"all": [{"status": {"in": [429]}}, {"body": {"contains": "insufficient_quota"}}]},
    "actions": [{"disable_key": {"for_s": 3600}}, {"retry": {}}],
}
RULES, TRY = "/api/admin/rules", "/api/admin/rules/dry-run"


async def test_a_rule_is_kept_with_its_defaults_changed_and_deleted(admin: Admin) -> None:
    made = await admin.post(RULES, **RULE)
    expected = {
        "id": made["id"],
        **RULE,
        "upstream_id": None,
        "threshold": {"count": 1, "window_s": 60},
        "cooldown_s": 0,
        "priority": 0,
        "enabled": True,
        "created_at": made["created_at"],
        "updated_at": made["updated_at"],
    }
    assert (type(made["id"]), made) == (int, expected)
    path = f"{RULES}/{made['id']}"
    assert (await admin.http.get(path)).json() == expected
    upstream = await admin.post("/api/admin/upstreams", name="one", base_url="https://api.example.com")
    change = {"threshold": {"count": 3, "window_s": 30}, "upstream_id": upstream["id"], "enabled": False, "priority": 5}
    changed = (await admin.http.patch(path, json=change)).json()
    assert changed == {**expected, **change, "updated_at": changed["updated_at"]}
    for_all = (await admin.http.patch(path, json={"upstream_id": None})).json()
    assert (for_all["upstream_id"], for_all["priority"]) == (None, 5)
    assert (await admin.http.delete(path)).status_code == 204
    assert (await admin.http.get(path)).json()["code"] == "RULE_NOT_FOUND"
    entries = (await admin.http.get("/api/audit", params={"limit": 200})).json()["items"]
    written = [e["action"] for e in entries if e["action"].startswith("rule.")]
    assert sorted(written) == ["rule.changed", "rule.changed", "rule.created", "rule.deleted"]


async def test_rules_are_listed_by_priority_and_filtered(admin: Admin) -> None:
    upstream = await admin.post("/api/admin/upstreams", name="one", base_url="https://api.example.com")
    for name, priority, fields in [("low", 0, {}), ("high", 9, {"upstream_id": upstream["id"]}), ("off", 5, {})]:
        await admin.post(RULES, **{**RULE, "name": name, "priority": priority, "enabled": name != "off", **fields})

    async def names(**params: Any) -> list[str]:
        page = (await admin.http.get(RULES, params=params)).json()
        assert set(page) == {"items", "total", "limit", "offset"}
        return [r["name"] for r in page["items"]]

    assert await names() == ["high", "off", "low"]
    assert await names(limit=1, offset=1) == ["off"]
    assert await names(enabled=True) == ["high", "low"]
    assert await names(upstream_id=upstream["id"]) == ["high"]
    assert await names(q="O") == ["off", "low"]
    await admin.http.delete(f"/api/admin/upstreams/{upstream['id']}")
    assert await names() == ["off", "low"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"condition": {"all": [{"status": {"in": [429]}}, {"body": {"regex": "("}}]}}, "condition.all[1].body.regex"),
        ({"condition": {"json": {"path": "no path", "equals": 1}}}, "condition.json.path"),
        ({"condition": {}}, "condition"),
        ({"condition": None}, "condition"),
        ({"actions": [{"retry": {}}, {"cool_down": {"from": "?"}}]}, "actions[1].cool_down.from"),
        ({"threshold": {"count": 0}}, "threshold.count"),
        ({"cooldown_s": -1}, "cooldown_s"),
        ({"upstream_id": 4711}, "upstream_id"),
        ({"name": " "}, "name"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_a_wrong_field_is_named_by_its_place(admin: Admin, change: dict[str, Any], field: str) -> None:
    refused = await admin.post(RULES, status=422, **{**RULE, **change})
    assert (refused["code"], [e["field"] for e in refused["details"]["errors"]]) == ("VALIDATION_FAILED", [field])
    assert (await admin.http.get(RULES)).json()["total"] == 0


async def test_a_change_is_checked_as_a_new_rule_is(admin: Admin) -> None:
    made = await admin.post(RULES, **RULE)
    await admin.post(RULES, **{**RULE, "name": "other"})
    path = f"{RULES}/{made['id']}"
    wrong = await admin.http.patch(path, json={"condition": {"not": {"status": {"in": []}}}})
    assert wrong.json()["details"]["errors"][0]["field"] == "condition.not.status.in"
    assert wrong.json()["details"]["reasons"] == [
        {"field": "condition.not.status.in", "type": "rule_statuses", "ctx": {"most": 100}}
    ]
    taken = await admin.http.patch(path, json={"name": "other"})
    assert (taken.status_code, taken.json()["code"]) == (409, "RULE_NAME_TAKEN")
    assert (await admin.post(RULES, status=409, **RULE))["code"] == "RULE_NAME_TAKEN"
    assert (await admin.http.get(path)).json()["condition"] == RULE["condition"]


async def test_every_preset_can_be_kept_as_it_is(admin: Admin) -> None:
    presets = (await admin.http.get(f"{RULES}/presets")).json()
    assert [p["key"] for p in presets] == [
        "invalid_key", "quota_exhausted", "rate_limited", "overloaded", "client_error",
    ]  # fmt: skip
    for preset in presets:
        kept = await admin.post(RULES, **preset["rule"])
        assert kept == {**kept, **preset["rule"]}


async def test_enabled_rules_are_in_the_relays_snapshot(admin: Admin) -> None:
    made = await admin.post(RULES, **RULE, cooldown_s=7, threshold={"count": 2, "window_s": 5}, priority=3)
    await admin.post(RULES, **{**RULE, "name": "off"}, enabled=False)
    kernel = admin.stack.kernel
    _, snapshot = await SnapshotBuilder(kernel.database, kernel.vault, rate_limit_per_minute=1).build()
    [rule] = snapshot.rules
    assert (rule.id, rule.name, rule.condition, list(rule.actions)) == (
        made["id"], RULE["name"], RULE["condition"], RULE["actions"],
    )  # fmt: skip
    assert (rule.threshold_count, rule.threshold_window_s, rule.cooldown_s, rule.priority) == (2, 5, 7, 3)

    async def is_followed() -> bool:
        return [r.id for r in admin.stack.gateway.relay.snapshot.rules] == [made["id"]]

    await eventually(is_followed)


async def log(admin: Admin, *attempts: Attempt, age_s: int = 0, end: EndReason = "done", **fields: Any) -> str:
    """A request in the log, as the relay writes it."""
    record = Finished(
        id=new_request_id(),
        started_us=time.time_ns() // 1000 - age_s * 1_000_000,
        method="POST",
        path="/v1/chat/completions",
        upstream_id=attempts[-1].upstream_id if attempts else None,
        upstream="one",
        status=attempts[-1].status or 0 if attempts else 429,
        attempts=list(attempts),
        end_reason=end,
        **fields,
    )
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await copy_lines(uow.db, [encode(record).rstrip()])
    return record.id


def attempt(key_id: int, status: int | None, *, upstream_id: int = 1, error: str | None = None, ms: int = 9) -> Attempt:
    return Attempt(upstream_id, key_id, status, error, ms)


async def try_rule(admin: Admin, condition: dict[str, Any], **fields: Any) -> dict[str, Any]:
    given = {"limit": fields.pop("limit")} if "limit" in fields else {}
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    rule = {"condition": condition, "actions": [{"cool_down": {}}], **fields}
    return await admin.post(TRY, status=200, rule=rule, since=since, **given)


async def test_a_dry_run_lists_the_requests_that_would_have_met_the_rule(admin: Admin) -> None:
    retried = await log(admin, attempt(5, 429, ms=7), attempt(6, 200), age_s=30, model="m")
    await log(admin, attempt(6, 200), age_s=20)
    plain = await log(admin, attempt(5, 429), age_s=10)
    await log(admin, age_s=5)
    await log(admin, attempt(5, 429), age_s=7200)
    got = await try_rule(admin, {"status": {"in": [429]}})
    counts = {k: got[k] for k in ("examined", "matched", "not_matched", "undecidable", "unknown", "ended_by")}
    assert counts == {
        "examined": 3, "matched": 2, "not_matched": 1, "undecidable": 0, "unknown": [], "ended_by": "log",
    }  # fmt: skip
    assert [m["id"] for m in got["matches"]] == [plain, retried]
    first = {k: got["matches"][1][k] for k in ("upstream", "key_id", "model", "path", "status", "latency_ms", "why")}
    assert first == {
        "upstream": "one",
        "key_id": 5,
        "model": "m",
        "path": "/v1/chat/completions",
        "status": 429,
        "latency_ms": 7,
        "why": "status 429",
    }
    status = {"type": "condition_status", "ctx": {"status": 429}, "parts": []}
    assert [match["because"] for match in got["matches"]] == [status] * 2
    assert got["keys"] == [{"key_id": 5, "key": None, "met": 2, "acts": 2, "actions": [{"cool_down": {}}]}]


async def test_a_dry_run_counts_what_hangs_on_bodies_apart(admin: Admin) -> None:
    await log(admin, attempt(5, 429))
    await log(admin, attempt(5, 200))
    await log(admin, attempt(5, None, error="timeout"), end="upstream_error")
    got = await try_rule(admin, RULE["condition"])  # type: ignore[arg-type]
    assert (got["matched"], got["not_matched"], got["undecidable"], got["unknown"]) == (0, 2, 1, ["body"])
    either = {"any": [{"header": {"name": "x", "exists": True}}, {"status": {"in": [0]}}]}
    got = await try_rule(admin, either)
    assert (got["matched"], got["not_matched"], got["undecidable"], got["unknown"]) == (1, 0, 2, ["headers"])
    assert got["matches"][0]["why"] == "no answer (timeout)"


async def test_a_dry_run_sees_bodies_that_were_kept(admin: Admin) -> None:
    met = await log(admin, attempt(5, 429), answer_body='{"error":{"message":"the quota is used up"}}')
    await log(admin, attempt(5, 429), answer_body='["quite", "other"]')
    await log(admin, attempt(5, 429), answer_body="[image/png]")
    got = await try_rule(admin, {"body": {"contains": "quota is used up"}})
    assert ([m["id"] for m in got["matches"]], got["not_matched"], got["undecidable"]) == ([met], 1, 1)


async def test_a_dry_run_knows_how_answers_ended_and_whose_fault_it_was_not(admin: Admin) -> None:
    cut = await log(admin, attempt(5, 200), end="truncated")
    await log(admin, attempt(5, 200))
    await log(admin, attempt(5, None, error="cancelled"), end="client_gone")
    got = await try_rule(admin, {"stream": {"end": "truncated"}})
    assert ([m["id"] for m in got["matches"]], got["not_matched"], got["undecidable"]) == ([cut], 2, 0)
    assert (await try_rule(admin, {"status": {"in": [0]}}))["matched"] == 0


async def test_a_dry_run_takes_the_threshold_into_account(admin: Admin) -> None:
    for age_s in (50, 40, 30, 20, 10):
        await log(admin, attempt(5, 429), age_s=age_s)
    await log(admin, attempt(6, 429), age_s=10)
    got = await try_rule(admin, {"status": {"in": [429]}}, threshold={"count": 2, "window_s": 15})
    assert got["keys"] == [
        {"key_id": 5, "key": None, "met": 5, "acts": 2, "actions": [{"cool_down": {}}]},
        {"key_id": 6, "key": None, "met": 1, "acts": 0, "actions": []},
    ]


async def test_a_dry_run_keeps_to_its_upstream_and_its_limit(admin: Admin) -> None:
    upstream = await admin.post("/api/admin/upstreams", name="own", base_url="https://api.example.com")
    ours = await log(admin, attempt(5, 429, upstream_id=upstream["id"]), attempt(6, 429, upstream_id=999), age_s=60)
    await log(admin, attempt(6, 429, upstream_id=999), age_s=9)
    got = await try_rule(admin, {"status": {"in": [429]}}, upstream_id=upstream["id"])
    assert (got["examined"], [(m["id"], m["key_id"]) for m in got["matches"]]) == (1, [(ours, 5)])
    got = await try_rule(admin, {"status": {"in": [429]}}, limit=1)
    assert (got["examined"], got["matched"], got["ended_by"]) == (1, 1, "limit")


async def test_a_dry_run_reads_more_than_one_batch(admin: Admin) -> None:
    started_us = time.time_ns() // 1000 - 60_000_000
    lines = [
        encode(Finished(new_request_id(), started_us + n, "GET", "/x", attempts=[attempt(n % 3, 429)])).rstrip()
        for n in range(2500)
    ]
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await copy_lines(uow.db, lines)
    got = await try_rule(admin, {"status": {"in": [429]}})
    assert (got["examined"], got["matched"], len(got["matches"]), got["ended_by"]) == (2500, 2500, 200, "log")
    assert [(k["key_id"], k["met"]) for k in got["keys"]] == [(0, 834), (1, 833), (2, 833)]


async def test_a_dry_run_ends_at_its_deadline_with_what_it_has(admin: Admin) -> None:
    await log(admin, attempt(5, 429))
    rule = compile_rule(Rule(id=0, name="r", condition={"status": {"in": [429]}}))
    database = admin.stack.kernel.database
    got = await dry_run(database, rule, actions=[], since=None, limit=10, deadline_s=0)
    assert (got.examined, got.ended_by) == (0, "time")
    got = await dry_run(database, rule, actions=[], since=None, limit=10)
    assert (got.matched, got.ended_by) == (1, "log")


async def test_a_wrong_rule_in_a_dry_run_is_named(admin: Admin) -> None:
    refused = await admin.post(TRY, status=422, rule={"condition": {"any": [{"body": {"regex": "("}}]}})
    assert refused["details"]["errors"][0]["field"] == "rule.condition.any[0].body.regex"
    refused = await admin.post(TRY, status=422, rule={**RULE, "upstream_id": 4711})
    assert refused["details"]["errors"][0]["field"] == "rule.upstream_id"
    refused = await admin.post(TRY, status=422, rule=RULE, limit=0)
    assert refused["details"]["errors"][0]["field"] == "limit"


async def test_a_viewer_neither_tries_rules_nor_changes_any(admin: Admin, people: People) -> None:
    viewer = await people.named("viewer")
    assert (await viewer.post(TRY, json={"rule": RULE})).json()["code"] == "FORBIDDEN"
    assert (await viewer.post(RULES, json=RULE)).json()["code"] == "FORBIDDEN"


async def test_a_threshold_is_counted_over_all_processes(admin: Admin) -> None:
    one, other = SharedCounter(admin.stack.kernel.redis), SharedCounter(admin.stack.kernel.redis)
    threshold = Threshold(count=3, window_s=30, cooldown_s=30)
    assert [await c.hit(1, 5, threshold) for c in (one, other, one)] == [False, False, True]
    assert [await c.hit(1, 5, threshold) for c in (one, other, one)] == [False, False, False]  # it rests
    assert [await one.hit(*pair, threshold) for pair in ((1, 6), (2, 5), (1, None))] == [False, False, False]
    at_once = Threshold(count=1, window_s=30, cooldown_s=0)
    assert [await other.hit(3, 5, at_once) for _ in range(2)] == [True, True]


async def test_old_hits_leave_the_shared_window(admin: Admin) -> None:
    counter, threshold = SharedCounter(admin.stack.kernel.redis), Threshold(count=2, window_s=1)
    assert await counter.hit(1, 5, threshold) is False
    await eventually(lambda: _is_forgotten(admin), within_s=3)
    assert [await counter.hit(1, 5, threshold) for _ in range(2)] == [False, True]


async def _is_forgotten(admin: Admin) -> bool:
    return await admin.stack.kernel.redis.attempt(lambda client: client.keys("relaydesk:rule:*")) == []


async def test_without_redis_a_process_counts_by_itself() -> None:
    redis = RedisClient(f"redis://127.0.0.1:{free_port()}")
    counter, threshold = SharedCounter(redis), Threshold(count=2, window_s=30)
    assert [await counter.hit(1, 5, threshold) for _ in range(3)] == [False, True, False]
    await redis.close()


async def test_half_a_surrogate_pair_as_a_name_is_a_clear_refusal(admin: Admin) -> None:
    for wrong in ({"\ud800": 1}, {"status": {"\udc00": [1]}}):
        body = json.dumps({"name": "odd", "condition": wrong, "actions": [{"tag": "a"}]}).encode()
        answer = await admin.http.post("/api/admin/rules", content=body, headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (422, "VALIDATION_FAILED")
