"""Channels: kept without showing their secrets, told by rules and events, tried again, never in a storm."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from attempts import run_attempt
from gateway_admin import FOLLOWS_WITHIN_S, Admin, eventually
from relay_kit import StubUpstream, answer, scripted, upstream
from sqlalchemy import text

from relaydesk.commerce.types import SyncFailed
from relaydesk.gateway.relay.rules.conditions import cause
from relaydesk.gateway.relay.rules.engine import Fired, compile_rule
from relaydesk.gateway.relay.rules.plan import KeyFate
from relaydesk.gateway.relay.snapshot import Rule
from relaydesk.gateway.runtime.alerts import A_MINUTE_S, MOST_WAITING, Alerts
from relaydesk.gateway.runtime.key_fates import KeyFates
from relaydesk.gateway.types import RuleAlerted
from relaydesk.insight.channels.api import is_failing
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.options import Options
from relaydesk.kernel.runtime import Kernel, create_kernel
from relaydesk.main import subscribe_events

SECRET = "planted-secret-token-1234"


async def _channel(admin: Admin, stub: StubUpstream, **fields: Any) -> dict[str, Any]:
    url = f"http://127.0.0.1:{stub.port}/hooks/{SECRET}"
    made = {"name": "on call", "kind": "webhook", "url": url, "allow_private": True, **fields}
    return await admin.post("/api/admin/channels", **made)


async def _run_due(admin: Admin, attempt: int = 1) -> int:
    """What the worker would do now: how many notices it sent."""
    query = text(
        "SELECT id FROM tasks_task WHERE kind = 'insight.notify' AND status IN ('queued', 'retrying') ORDER BY id"
    )
    async with admin.stack.kernel.database.unit_of_work() as uow:
        numbers = (await uow.db.scalars(query)).all()
        await uow.db.execute(text("UPDATE tasks_task SET run_at = :now, status = 'queued'"), {"now": utc_now()})
    for number in numbers:
        await run_attempt(admin.stack.kernel, number, attempt, worker="w")
    return len(numbers)


async def test_a_channel_never_shows_what_its_url_holds(admin: Admin) -> None:
    async with upstream() as stub:
        made = await _channel(admin, stub, signing_secret="sign-" + SECRET)
        assert (made["shown_url"], made["is_signed"]) == (f"http://127.0.0.1:{stub.port}/…", True)
        changed = await admin.http.patch(f"/api/admin/channels/{made['id']}", json={"name": "night shift"})
        listed = await admin.http.get("/api/admin/channels")
        audit = await admin.http.get("/api/audit")
        slack = await admin.post("/api/admin/channels", name="s", url=f"discord://4174216298/{SECRET}")
        for shown in (made, changed.json(), listed.json(), audit.json(), slack):
            assert SECRET not in json.dumps(shown)
        async with admin.stack.kernel.database.read() as db:
            kept = (await db.execute(text("SELECT url, signing_secret FROM insight_channel"))).all()
    assert SECRET not in str(kept)
    assert (await admin.http.delete(f"/api/admin/channels/{made['id']}")).status_code == 204
    assert (await admin.http.get(f"/api/admin/channels/{made['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "webhook", "url": "http://127.0.0.1/x"}, "url"),
        ({"kind": "webhook", "url": "ftp://example.com/x"}, "url"),
        ({"kind": "webhook", "url": "http://\u0000"}, "url"),
        ({"url": "slack://\u0000"}, "url"),
        ({"url": "nonsense://x"}, "url"),
        ({"url": "dbus://"}, "url"),
        ({"url": "fcm://project@apikey/device?keyfile=/etc/hostname"}, "url"),
        ({"url": "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/?template=/etc/hostname"}, "url"),
        ({"url": "config://example.com/x"}, "url"),
        ({"url": "file:///etc/hostname"}, "url"),
        ({"url": "syslog://"}, "url"),
        ({"url": "mailto://a:b@example.com?pgp=yes"}, "url"),
        ({"url": "json://example.com/?redirect=yes"}, "url"),
        ({"url": "json://example.com/?:x=y"}, "url"),
        ({"url": "json://example.com/x;keyfile=/etc/hostname"}, "url"),
        ({"kind": "webhook", "url": "https://example.com/x#part"}, "url"),
        ({"url": "slack://A/B/C/", "events": ["everything"]}, "events.0"),
        ({"url": "slack://A/B/C/", "kind": "pigeon"}, "kind"),
        ({"url": "slack://A/B/C/", "signing_secret": "short"}, "signing_secret"),
    ],
)
async def test_what_is_wrong_with_a_channel_is_named(admin: Admin, fields: dict[str, Any], field: str) -> None:
    refused = await admin.http.post("/api/admin/channels", json={"name": "x", **fields})
    assert (refused.status_code, refused.json()["details"]["errors"][0]["field"]) == (422, field)


async def test_a_test_is_sent_at_once_and_says_what_came_of_it(admin: Admin) -> None:
    async with upstream(scripted(answer(204), answer(500))) as stub:
        made = await _channel(admin, stub, signing_secret="sixteen-or-more-chars")
        path = f"/api/admin/channels/{made['id']}/test"
        good, bad = await admin.post(path, 200), await admin.post(path, 200)
        assert (good["ok"], good["error"], bad["ok"], bad["error"]) == (True, None, False, "status_500")
        seen = stub.seen[0]
    given = dict(part.split("=") for part in (seen.header("x-relaydesk-signature") or "").split(","))
    signed = hmac.new(b"sixteen-or-more-chars", f"{given['t']}.".encode() + seen.body, hashlib.sha256).hexdigest()
    assert given["v1"] == signed
    assert json.loads(seen.body)["title"] == "Relaydesk: a test"


async def test_what_a_webhook_answers_is_not_read(admin: Admin) -> None:
    async with upstream(answer(200, b"x" * 34_000_000)) as stub:
        made = await _channel(admin, stub)
        sent = await admin.post(f"/api/admin/channels/{made['id']}/test", 200)
        assert (sent["ok"], sent["error"]) == (True, None)


async def test_apprise_reaches_a_service_at_home_only_with_leave(admin: Admin) -> None:
    async with upstream(answer(200)) as stub:
        url = f"json://127.0.0.1:{stub.port}/{SECRET}"
        outside = await admin.post("/api/admin/channels", name="a", url=url)
        inside = await admin.post("/api/admin/channels", name="b", url=url, allow_private=True)
        refused = await admin.post(f"/api/admin/channels/{outside['id']}/test", 200)
        arrived = await admin.post(f"/api/admin/channels/{inside['id']}/test", 200)
        assert (refused["error"], arrived["ok"], len(stub.seen)) == ("address_refused", True, 1)
        assert json.loads(stub.seen[0].body)["title"] == "Relaydesk: a test"


async def test_a_rules_alert_reaches_its_channel_once_a_minute_and_is_tried_again(admin: Admin) -> None:
    async with upstream(answer(429, b"{}")) as broken, upstream(scripted(answer(500), answer(200))) as told:
        made = await _channel(admin, told)
        await admin.key(await admin.upstream(broken, retry={"max_attempts": 1}), "sk-limited-key")
        await admin.post(
            "/api/admin/rules",
            name="Limited",
            condition={"status": {"in": [429]}},
            actions=[{"alert": {"channel": "on call"}}, {"alert": {"channel": "nobody"}}],
        )
        caller, _ = await admin.caller()

        async def is_limited() -> bool:
            await caller.get("/proxy/stub/x")
            return bool(admin.stack.gateway.relay.snapshot.rules)

        await eventually(is_limited)
        for _ in range(5):
            await caller.get("/proxy/stub/x")
        await admin.stack.gateway.ship()
        assert await eventually(lambda: _run_due(admin), within_s=FOLLOWS_WITHIN_S) == 1
        assert await _run_due(admin, attempt=2) == 1
        await caller.get("/proxy/stub/x")
        await admin.stack.gateway.ship()
        assert await _run_due(admin, attempt=3) == 0  # not twice a minute
        assert len(told.seen) == 2
        body = json.loads(told.seen[1].body)
        assert (body["event"], body["body"].startswith("status 429")) == ("rule_alerted", True)
        sent = (await admin.http.get(f"/api/admin/channels/{made['id']}/deliveries")).json()["items"]
    assert [(d["outcome"], d["attempts"], d["error"]) for d in sent] == [("sent", 2, None)]


async def test_a_held_upstream_is_told_to_those_who_asked_for_it(admin: Admin) -> None:
    async with upstream(answer(500)) as broken, upstream() as told:
        await _channel(admin, told, events=["upstream_held", "key_disabled"])
        await _channel(admin, told, name="other", events=["key_disabled"])
        made = await admin.upstream(broken, retry={"max_attempts": 1}, breaker={"failures": 2, "hold_s": 60})
        await admin.key(made, "sk-a-key")
        caller, _ = await admin.caller()
        assert [(await caller.get("/proxy/stub/x")).status_code for _ in range(3)] == [500, 500, 503]
        await admin.stack.gateway.ship()
        assert await eventually(lambda: _run_due(admin)) == 1
        body = json.loads(told.seen[0].body)
    assert (body["event"], body["title"]) == ("upstream_held", "The upstream stub is held")
    assert body["body"] == "2 attempts in a row failed, the last with status 500."


async def test_a_failed_sync_is_told_by_the_merchants_name(admin: Admin) -> None:
    async with upstream() as told:
        await _channel(admin, told, events=["sync_failed"])
        await _channel(admin, told, name="other", events=["upstream_held"])
        merchant = (await admin.post("/merchants", name="Bare"))["id"]
        payload = {"merchant_id": merchant}
        await admin.post("/api/tasks", 202, kind="commerce.sync_products", payload=payload)
        async with admin.stack.kernel.database.read() as db:
            [number] = await db.scalars(text("SELECT id FROM tasks_task WHERE kind = 'commerce.sync_products'"))
        await run_attempt(admin.stack.kernel, number, 1, worker="w")
        assert await eventually(lambda: _run_due(admin)) == 1
        body = json.loads(told.seen[0].body)
    assert (body["event"], body["title"]) == ("sync_failed", "A sync of Bare failed")
    assert body["body"] == f"Merchant {merchant} has no store connected; add a connection first."


@pytest.mark.parametrize(
    ("in_a_row", "is_told"), [(0, True), (1, False), (2, False), (3, True), (4, False), (24, True), (48, True)]
)
def test_a_store_that_fails_for_an_hour_is_nobodys_alarm(in_a_row: int, is_told: bool) -> None:
    event = SyncFailed(merchant_id="merch_1", sync_id="sync_1", reason="throttled", message="Later.", in_a_row=in_a_row)
    assert is_failing(event) is is_told


def _alert(upstream: str = "up") -> RuleAlerted:
    return RuleAlerted(
        channel="on call", rule_id=1, rule="Limited", why="status is 429", upstream=upstream, key_id=None, count=1
    )


def test_a_storm_becomes_one_message_a_minute_with_a_count() -> None:
    now = [0.0]
    alerts = Alerts(clock=lambda: now[0])
    for number in range(50):
        alerts.add(_alert(f"up-{number}"))
    assert alerts.take_due() == [replace(_alert("up-49"), count=50)]
    for _ in range(2):
        alerts.add(_alert())
    assert (alerts.is_due(), alerts.take_due()) == (False, [])
    now[0] += A_MINUTE_S
    assert (alerts.is_due(), alerts.take_due()) == (True, [replace(_alert(), count=2)])
    now[0] += A_MINUTE_S
    assert alerts.take_due() == []


def test_alerts_of_many_rules_are_bounded_until_some_are_told() -> None:
    now = [0.0]
    alerts = Alerts(clock=lambda: now[0])
    for rule_id in range(MOST_WAITING + 10):
        alerts.add(replace(_alert(), rule_id=rule_id))
    assert [alert.count for alert in alerts.take_due()] == [1] * MOST_WAITING
    now[0] += A_MINUTE_S
    alerts.add(replace(_alert(), rule_id=MOST_WAITING + 1))
    assert alerts.take_due() == [replace(_alert(), rule_id=MOST_WAITING + 1)]


async def test_a_thousand_keys_that_a_rule_bans_are_one_message(admin: Admin) -> None:
    kernel = admin.stack.kernel
    async with upstream() as told:
        await _channel(admin, told, events=["key_disabled"])
        made = await admin.post("/api/admin/upstreams", name="big", base_url="https://example.com")
        lines = "\n".join(f"sk-big-{number:04}" for number in range(1000))
        await admin.post("/api/admin/keys/import", 200, upstream_id=made["id"], text=lines)
        async with kernel.database.read() as db:
            ids = (await db.scalars(text("SELECT id FROM gateway_upstream_key ORDER BY id"))).all()
        fates, why = KeyFates(kernel.database), cause("condition_status", status=401)
        for key_id in ids:
            fates.decide(key_id, KeyFate(status="banned", for_s=None, why=why, rule_id=1))
        await fates.write()
        assert await _run_due(admin) == 1
        fates.decide(ids[0], KeyFate(status="banned", for_s=None, why=why, rule_id=1))
        await fates.write()
        assert await _run_due(admin, attempt=2) == 0
        [body] = [json.loads(seen.body) for seen in told.seen]
    assert (body["event"], body["title"]) == ("key_disabled", "1000 keys of big are banned")
    counts = (await admin.http.get("/api/admin/upstreams")).json()["items"][0]["keys"]
    assert counts["banned"] == 1000


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"ntfy://{SECRET}", "ntfy://…"),
        (f"ntfys://user:{SECRET}@ntfy.example.com/{SECRET}", "ntfys://ntfy.example.com/…"),
        (f"discord://4174216298/{SECRET}", "discord://…"),
        (f"tgram://123456789:{SECRET}/12315544/", "tgram://…"),
        (f"mailtos://user:{SECRET}@example.com", "mailtos://example.com/…"),
        (f"dingtalk://{SECRET.replace('-', '')}", "dingtalk://…"),
        (f"feishu://{SECRET}", "feishu://…"),
        (f"wecombot://{SECRET}", "wecombot://…"),
        (f"json://user:{SECRET}@example.com:8080/{SECRET}?+X={SECRET}", "json://example.com/…"),
    ],
)
async def test_of_a_url_only_the_scheme_and_a_real_host_are_shown(admin: Admin, url: str, shown: str) -> None:
    made = await admin.post("/api/admin/channels", name="x", url=url)
    assert made["shown_url"] == shown


async def test_a_webhook_may_have_its_token_in_the_query(admin: Admin) -> None:
    async with upstream(answer(200)) as stub:
        made = await _channel(admin, stub, url=f"http://127.0.0.1:{stub.port}/send?key={SECRET}")
        assert made["shown_url"] == f"http://127.0.0.1:{stub.port}/…"
        assert (await admin.post(f"/api/admin/channels/{made['id']}/test", 200))["ok"]
        assert stub.seen[0].target == f"/send?key={SECRET}"


async def test_redirects_are_not_followed(admin: Admin) -> None:
    async with AsyncExitStack() as running:
        inside = await running.enter_async_context(upstream(answer(200)))
        to_inside = answer(302, b"", f"Location: http://127.0.0.1:{inside.port}/")
        redirecting = await running.enter_async_context(upstream(to_inside))
        for kind, url in {"apprise": "json://127.0.0.1:{}/", "webhook": "http://127.0.0.1:{}/"}.items():
            made = await _channel(admin, redirecting, name=kind, kind=kind, url=url.format(redirecting.port))
            tried = await admin.post(f"/api/admin/channels/{made['id']}/test", 200)
            assert tried["error"] == {"apprise": "refused", "webhook": "status_302"}[kind]
        assert (len(redirecting.seen), len(inside.seen)) == (2, 0)


async def test_two_processes_tell_a_channel_of_a_rule_once_a_minute(
    admin: Admin, database_url: str, redis_url: str, tmp_path: Path
) -> None:
    rule = compile_rule(
        Rule(id=1, name="Limited", condition={"status": {"in": [429]}}, actions=({"alert": {"channel": "on call"}},))
    )
    left = 60 - time.time() % 60
    if left < 10:
        await asyncio.sleep(left)  # both within one minute
    async with upstream(answer(200)) as told, AsyncExitStack() as running:
        await _channel(admin, told)
        processes = []
        for _ in range(2):
            kernel = subscribe_events(await running.enter_async_context(_process(database_url, redis_url, tmp_path)))
            processes.append(KeyFates(kernel.database))
        for fates in processes * 50:
            fates.alert("on call", Fired(rule, cause("condition_status", status=429)), upstream="stub", key_id=None)
        await asyncio.gather(*(fates.write() for fates in processes))
        assert await _run_due(admin) == 1
        [body] = [json.loads(seen.body) for seen in told.seen]
    assert body["title"] == "Limited at stub (50 times)"


@asynccontextmanager
async def _process(database_url: str, redis_url: str, folder: Path) -> AsyncIterator[Kernel]:
    """A process of the installation, as far as PostgreSQL and Redis can see."""
    kernel = create_kernel(
        Options(version="test", data_dir=folder, secret_key="k" * 40),
        database_url=database_url,
        database_pool_size=2,
        redis_url=redis_url,
        redis_max_connections=5,
        encryption_keys=["test-encryption-key"],
        processes=2,
    )
    await kernel.start()
    yield kernel
    await kernel.stop()


async def test_a_mail_relay_named_in_a_parameter_is_checked_too(admin: Admin) -> None:
    async with upstream() as stub:
        url = f"mailto://user:{SECRET}@shop.example:{stub.port}?smtp=localhost&to=x@shop.example"
        made = await admin.post("/api/admin/channels", name="mail", url=url)
        tried = await admin.post(f"/api/admin/channels/{made['id']}/test", 200)
        assert (tried["error"], stub.connections) == ("address_refused", 0)


async def test_a_name_that_leads_inside_is_refused_at_the_connection(admin: Admin) -> None:
    async with upstream() as stub:
        made = await admin.post("/api/admin/channels", name="inside", url=f"json://localhost:{stub.port}/{SECRET}")
        tried = await admin.post(f"/api/admin/channels/{made['id']}/test", 200)
        assert (tried["error"], stub.connections) == ("address_refused", 0)


async def test_a_channel_is_pointed_elsewhere_only_with_its_secret_and_the_log_names_both(admin: Admin) -> None:
    async with upstream() as stub:
        path = f"/api/admin/channels/{(await _channel(admin, stub, signing_secret='sign-' + SECRET))['id']}"
        other = {"url": "https://other.example/hook"}
        refused = await admin.http.patch(path, json=other)
        assert refused.json()["details"]["errors"][0]["field"] == "signing_secret"
        changed = await admin.http.patch(
            path, json={**other, "signing_secret": "another-secret-1234", "allow_private": False}
        )
        assert (changed.status_code, changed.json()["shown_url"]) == (200, "https://other.example/…")
        opened = await admin.http.patch(path, json={"allow_private": True})
        assert opened.json()["details"]["errors"][0]["field"] == "url"
        entry = (await admin.http.get("/api/audit")).json()["items"][0]
        assert entry["details"]["url_before"] == f"http://127.0.0.1:{stub.port}/…"
        assert (entry["details"]["url"], SECRET in json.dumps(entry)) == ("https://other.example/…", False)
