"""Rules from the admin API to live requests: durable decisions, their end, the history and the log's reasons."""

import json
import time
from typing import Any
from uuid import UUID

import pytest
from attempts import run_attempt
from gateway_admin import Admin, eventually
from relay_kit import answer, upstream
from sqlalchemy import text

from relaydesk.gateway.keys.store import Decision, decide
from relaydesk.gateway.log.store import copy_lines
from relaydesk.gateway.relay.snapshot import Rule
from relaydesk.gateway.types import Reason
from relaydesk.kernel.database import utc_now

NO_MONEY_REASON = {
    "type": "condition_json_equals",
    "ctx": {"path": "$.error.code", "value": '"insufficient_quota"'},
    "parts": [],
}
NO_MONEY = answer(429, b'{"error": {"code": "insufficient_quota"}}', "Content-Type: application/json")


async def make_rule(admin: Admin, *actions: dict, **fields: object) -> dict:
    condition = {"json": {"path": "$.error.code", "equals": "insufficient_quota"}}
    made = await admin.post(
        "/api/admin/rules", **{"name": "No money", "condition": condition, "actions": list(actions), **fields}
    )
    relay = admin.stack.gateway.relay

    async def is_known() -> bool:
        return any(isinstance(rule, Rule) and rule.id == made["id"] for rule in relay.snapshot.rules)

    await eventually(is_known)
    return made


async def test_a_disabled_key_says_why_comes_back_by_itself_and_keeps_its_history(admin: Admin) -> None:
    async with upstream(NO_MONEY) as stub:
        key = await admin.key(await admin.upstream(stub, retry={"max_attempts": 1}), "sk-poor-key")
        caller, _ = await admin.caller()
        made = await make_rule(admin, {"disable_key": {"for_s": 3600}})
        assert (await caller.get("/proxy/stub/x")).status_code == 429
        assert (await caller.get("/proxy/stub/x")).status_code == 503

        async def state() -> dict:
            return (await admin.http.get(f"/api/admin/keys/{key['id']}")).json()

        async def is_disabled() -> bool:
            return (await state())["status"] == "disabled"

        await eventually(is_disabled)
        disabled = await state()
        assert disabled["status_reason"] == '$.error.code is "insufficient_quota"'
        ctx = {"why": disabled["status_reason"]}
        assert disabled["status_because"] == {"type": "key_rule", "ctx": ctx, "parts": [NO_MONEY_REASON]}
        assert disabled["status_until"] is not None

        async with admin.stack.kernel.database.unit_of_work() as uow:
            await uow.db.execute(text("UPDATE gateway_upstream_key SET status_until = now() - interval '1 second'"))

        async def is_back() -> bool:
            return (await state())["status"] == "active"

        await eventually(is_back, within_s=10)
        events = (await admin.http.get(f"/api/admin/keys/{key['id']}/history")).json()
        rows = await admin.logs(2, upstream="stub")
    assert [(e["status"], e["rule_id"]) for e in events["items"]] == [("active", None), ("disabled", made["id"])]
    assert events["items"][1]["because"] == disabled["status_because"]
    [listed] = [row for row in rows if row["rules_fired"]]
    assert {"rule_whys", "rule_because"}.isdisjoint(listed)
    fired = (await admin.http.get(f"/api/admin/logs/{listed['id']}")).json()
    assert (fired["rules_fired"], fired["rule_whys"]) == ([made["id"]], ['$.error.code is "insufficient_quota"'])
    assert fired["rule_because"] == [NO_MONEY_REASON]


@pytest.mark.parametrize(
    "because",
    [
        {},
        {"rule_because": [None]},
        {"rule_because": [{"type": "condition_status", "ctx": {"status": 410.5}}]},
        {"rule_because": [{"type": "condition_status", "ctx": {"status": [1]}}]},
        {"rule_because": {"type": "condition_status"}},
    ],
)
async def test_what_a_process_of_another_release_logs_of_rules_is_shown_in_its_english(
    admin: Admin, because: dict[str, Any]
) -> None:
    now_us = time.time_ns() // 1000
    line = {"id": str(UUID(int=now_us // 1000 << 80)), "started_us": now_us, "method": "POST", "path": "/v1/models"}
    fired = {"status": 401, "rules_fired": [7], "rule_whys": ["status 401"], **because}
    async with admin.stack.kernel.database.unit_of_work() as uow:
        await copy_lines(uow.db, [json.dumps({**line, **fired}).encode()])
    [listed] = await admin.logs(1)
    shown = (await admin.http.get(f"/api/admin/logs/{listed['id']}")).json()
    assert (shown["rule_whys"], shown["rule_because"]) == (["status 401"], [])


async def test_a_rest_outlives_the_process_that_found_it_and_ends_when_somebody_enables_the_key(admin: Admin) -> None:
    async with upstream(NO_MONEY) as stub:
        key = await admin.key(await admin.upstream(stub, retry={"max_attempts": 1}), "sk-busy-key")
        caller, _ = await admin.caller()
        await make_rule(admin, {"cool_down": {"from": "fixed", "default_s": 600}}, {"tag": "poor"})
        await caller.get("/proxy/stub/x")
        relay = admin.stack.gateway.relay

        async def is_known_to_all() -> bool:
            return key["id"] in relay.snapshot.cooling

        await eventually(is_known_to_all)
        path = f"/api/admin/keys/{key['id']}"
        resting = (await admin.http.get(path)).json()
        enabled = (await admin.http.patch(path, json={"status": "active"})).json()
        events = (await admin.http.get(f"{path}/history")).json()["items"]
        [row] = await admin.logs(1, upstream="stub")
    assert (resting["status"], resting["cool_until"] is not None) == ("active", True)
    assert (enabled["status"], enabled["cool_until"]) == ("active", None)
    assert [e["status"] for e in events] == ["active", "cooling"]
    assert row["tags"] == ["poor"]


async def test_what_a_person_decided_is_not_taken_back_when_a_pool_is_spared(admin: Admin) -> None:
    async with upstream(answer(401, b"no")) as stub:
        made = await admin.upstream(stub, retry={"max_attempts": 1})
        ruled, by_hand = [(await admin.key(made, f"sk-{name}-key"))["id"] for name in ("one", "two")]
        async with admin.stack.kernel.database.unit_of_work() as uow:
            by_rule = "SET status = 'disabled', status_reason = 'status 401' WHERE id = :id"
            await uow.db.execute(text(f"UPDATE gateway_upstream_key {by_rule}"), {"id": ruled})
        await admin.http.patch(f"/api/admin/keys/{by_hand}", json={"status": "banned"})
        async with admin.stack.kernel.database.unit_of_work() as uow:
            kept = [
                await decide(uow.db, Decision(key, utc_now(), "active", Reason.of("spared", reason="key_spared")))
                for key in (ruled, by_hand)
            ]
        states = [(await admin.http.get(f"/api/admin/keys/{key}")).json() for key in (ruled, by_hand)]
    assert kept == [True, False]
    assert [(s["status"], s["status_reason"]) for s in states] == [("active", None), ("banned", None)]


async def test_the_history_of_an_unknown_key_is_not_found(admin: Admin) -> None:
    assert (await admin.http.get("/api/admin/keys/999/history")).status_code == 404


async def test_a_disabled_key_that_answers_a_test_comes_back_where_the_upstream_wants_it(admin: Admin) -> None:
    async with upstream(answer(200, b'{"data":[]}', "Content-Type: application/json")) as stub:
        wanted = await admin.upstream(stub, "wanted", auto_test=True)
        other = await admin.upstream(stub, "other")
        ids = {
            name: (await admin.key(made, f"sk-{name.replace(' ', '-')}-key"))["id"]
            for name, made in (("ruled", wanted), ("by hand", wanted), ("banned", wanted), ("other", other))
        }
        async with admin.stack.kernel.database.unit_of_work() as uow:
            ruled = (
                "UPDATE gateway_upstream_key SET status = 'disabled', status_reason = 'status 401' WHERE id = ANY(:i)"
            )
            await uow.db.execute(text(ruled), {"i": [ids["ruled"], ids["other"]]})
        await admin.http.patch(f"/api/admin/keys/{ids['by hand']}", json={"status": "disabled"})
        await admin.http.patch(f"/api/admin/keys/{ids['banned']}", json={"status": "banned"})
        made = await admin.post("/api/tasks", 202, kind="gateway.recover_keys", payload={})
        async with admin.stack.kernel.database.read() as db:
            number = await db.scalar(text("SELECT max(id) FROM tasks_task"))
        await run_attempt(admin.stack.kernel, number, 1, worker="w")
        done = (await admin.http.get(f"/api/tasks/{made['id']}")).json()
        states = {
            name: (await admin.http.get(f"/api/admin/keys/{key_id}")).json()["status"] for name, key_id in ids.items()
        }
        history = (await admin.http.get(f"/api/admin/keys/{ids['ruled']}/history")).json()["items"]
    assert done["result"] == {"tested": 1, "back": 1}
    assert states == {"ruled": "active", "by hand": "disabled", "banned": "banned", "other": "disabled"}
    assert (history[0]["status"], history[0]["reason"]) == ("active", "a test was answered")
