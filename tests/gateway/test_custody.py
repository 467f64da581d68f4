"""Keys never go where they were not given for: a moved upstream's keys rest until given again or confirmed."""

import asyncio
from typing import Any

import httpx
import pytest
from gateway_admin import Admin, eventually
from harness import OWNER_PASSWORD, People, Stack
from relay_kit import StubUpstream, answer, upstream
from sqlalchemy import text

from relaydesk.identity.sign_in.guesses import FROM_ONE_ADDRESS

SECRET = "sk-planted-secret-4711"


def _address(stub: StubUpstream) -> str:
    return f"http://127.0.0.1:{stub.port}"


async def _made(admin: Admin, stub: StubUpstream) -> tuple[dict[str, Any], dict[str, Any]]:
    made = await admin.upstream(stub)
    return made, await admin.key(made, SECRET)


async def _patch(admin: Admin, made: dict[str, Any], **changes: Any) -> dict[str, Any]:
    got = await admin.http.patch(f"/api/admin/upstreams/{made['id']}", json=changes)
    assert got.status_code == 200, got.text
    return dict(got.json())


async def _confirm(http: httpx.AsyncClient, made: dict[str, Any], **body: Any) -> httpx.Response:
    return await http.post(f"/api/admin/upstreams/{made['id']}/confirm", json={"password": OWNER_PASSWORD, **body})


async def _follows(caller: httpx.AsyncClient, status: int) -> None:
    async def answers() -> bool:
        return (await caller.get("/proxy/stub/x")).status_code == status

    await eventually(answers, within_s=5)


def _secrets(stub: StubUpstream) -> set[str]:
    return {value for seen in stub.seen for _, value in seen.headers if SECRET in value}


@pytest.mark.parametrize("until", ["now() + interval '1 hour'", "now() - interval '1 hour'"])
async def test_another_address_ends_a_hold(admin: Admin, stack: Stack, until: str) -> None:
    async with upstream(answer()) as stub, upstream(answer()) as other:
        made = await admin.upstream(stub)
        async with stack.kernel.database.unit_of_work() as uow:
            await uow.db.execute(text(f"UPDATE gateway_upstream SET held_until = {until}, held_reason = 'down'"))  # noqa: S608
        renamed = await _patch(admin, made, name="other")
        moved = await _patch(admin, made, base_url=_address(other))
        assert (renamed["held_reason"], moved["held_reason"], moved["held_until"]) == ("down", None, None)


async def test_a_moved_upstream_gets_none_of_its_keys_from_anything_that_reads_it(admin: Admin) -> None:
    async with upstream(answer()) as stub, upstream(answer()) as listener:
        made, key = await _made(admin, stub)
        caller, _ = await admin.caller()
        await _follows(caller, 200)
        shown = await _patch(admin, made, base_url=_address(listener))
        assert (shown["awaiting_keys"], shown["keys"]["active"]) == (1, 1)
        await _follows(caller, 503)
        for path in (f"/api/admin/upstreams/{made['id']}/test", f"/api/admin/keys/{key['id']}/test"):
            refused = await admin.http.post(path)
            assert (refused.status_code, refused.json()["code"]) == (409, "UPSTREAM_KEYS_REST")
        assert (await admin.http.get(f"/api/admin/keys/{key['id']}")).json()["state"] == "awaiting"
        assert (await admin.http.get("/api/admin/keys/counts")).json()["awaiting"] == 1
        assert _secrets(listener) == set()


async def test_a_key_given_again_works_and_the_others_rest_on(admin: Admin) -> None:
    async with upstream(answer()) as stub, upstream(answer()) as other:
        made, key = await _made(admin, stub)
        await admin.key(made, f"{SECRET}-second")
        caller, _ = await admin.caller()
        assert (await _patch(admin, made, base_url=_address(other)))["awaiting_keys"] == 2
        await _follows(caller, 503)
        again = await admin.http.patch(f"/api/admin/keys/{key['id']}", json={"key_value": SECRET})
        assert (again.status_code, again.json()["state"]) == (200, "active")
        await _follows(caller, 200)
        await _follows(caller, 200)
        shown = (await admin.http.get(f"/api/admin/upstreams/{made['id']}")).json()
        assert (shown["awaiting_keys"], _secrets(other)) == (1, {f"Bearer {SECRET}"})


async def test_an_owner_confirms_with_their_password_and_the_log_names_old_and_new(admin: Admin) -> None:
    async with upstream(answer()) as stub, upstream(answer()) as other:
        made, _ = await _made(admin, stub)
        caller, _ = await admin.caller()
        await _patch(admin, made, base_url=_address(other))
        await _follows(caller, 503)
        wrong = await _confirm(admin.http, made, password="not this one")
        assert (wrong.status_code, wrong.json()["code"]) == (403, "WRONG_CREDENTIALS")
        assert [error["field"] for error in wrong.json()["details"]["errors"]] == ["password"]
        elsewhere = await _confirm(admin.http, made, base_url=_address(stub))
        assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "UPSTREAM_MOVED")
        confirmed = await _confirm(admin.http, made, base_url=_address(other))
        assert (confirmed.status_code, confirmed.json()["awaiting_keys"]) == (200, 0)
        await _follows(caller, 200)
        assert _secrets(other) == {f"Bearer {SECRET}"}
    moved = (await admin.http.get("/api/audit", params={"action": "upstream.moved"})).json()["items"]
    urls = [(e["details"]["before"]["base_url"], e["details"]["after"]["base_url"]) for e in moved]
    assert urls == [(_address(stub), _address(other))]


async def test_what_is_confirmed_is_where_it_pointed_before_the_password_was_checked(
    admin: Admin, stack: Stack
) -> None:
    """Somebody moves it on at that moment: their transaction is open when the owner asks, and is through afterwards."""
    blocked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%upstream%'")
    database = stack.kernel.database
    async with upstream(answer()) as stub, upstream(answer()) as other, upstream(answer()) as third:
        made, _ = await _made(admin, stub)
        await _patch(admin, made, base_url=_address(other))
        async with asyncio.TaskGroup() as tasks, database.unit_of_work() as uow:
            move = text("UPDATE gateway_upstream SET base_url = :url WHERE id = :id")
            await uow.db.execute(move, {"url": _address(third), "id": made["id"]})
            confirming = tasks.create_task(_confirm(admin.http, made))

            async def waits() -> bool:
                async with database.read() as db:
                    return bool(await db.scalar(blocked))

            await eventually(waits)
        got = confirming.result()
        assert (got.status_code, got.json()["code"]) == (409, "UPSTREAM_MOVED")
        assert (await admin.http.get(f"/api/admin/upstreams/{made['id']}")).json()["awaiting_keys"] == 1


@pytest.mark.parametrize("changes", [{"auth": {"type": "query", "name": "leak"}}, {"allow_private": False}])
async def test_the_way_a_key_is_sent_is_part_of_where_it_goes(admin: Admin, changes: dict[str, Any]) -> None:
    made = await admin.post("/api/admin/upstreams", name="far", base_url="https://api.example.com", allow_private=True)
    await admin.key(made, SECRET)
    assert (await _patch(admin, made, **changes))["awaiting_keys"] == 1


async def test_what_changes_nothing_about_the_address_rests_no_key(admin: Admin) -> None:
    async with upstream(answer()) as stub:
        made, _ = await _made(admin, stub)
        same = {"base_url": _address(stub), "auth": {"type": "bearer"}, "allow_private": True, "timeout_ms": 5000}
        assert (await _patch(admin, made, **same))["awaiting_keys"] == 0


async def test_guesses_at_the_confirming_password_are_counted(admin: Admin) -> None:
    async with upstream(answer()) as stub:
        made, _ = await _made(admin, stub)
        answers = [await _confirm(admin.http, made, password="wrong") for _ in range(FROM_ONE_ADDRESS.free + 2)]
    assert [a.status_code for a in answers] == [403] * (FROM_ONE_ADDRESS.free + 1) + [429]


@pytest.mark.parametrize("role", ["admin", "developer"])
async def test_only_owners_confirm_and_reach_into_private_networks(admin: Admin, people: People, role: str) -> None:
    person = await people.named(role)
    async with upstream(answer()) as stub, upstream(answer()) as other:
        made, _ = await _made(admin, stub)
        refused = [
            await _confirm(person, made),
            await person.post(
                "/api/admin/upstreams", json={"name": "x", "base_url": _address(other), "allow_private": True}
            ),
            await person.patch(f"/api/admin/upstreams/{made['id']}", json={"base_url": _address(other)}),
        ]
        assert [(a.status_code, a.json()["code"]) for a in refused] == [(403, "FORBIDDEN")] * 3
        far = await person.post("/api/admin/upstreams", json={"name": "far", "base_url": "https://api.example.com"})
        private = await person.patch(f"/api/admin/upstreams/{far.json()['id']}", json={"allow_private": True})
        assert (far.status_code, private.status_code) == (201, 403)
        harmless = await person.patch(f"/api/admin/upstreams/{made['id']}", json={"timeout_ms": 5000})
        assert harmless.status_code == 200


async def test_only_owners_have_channels_and_stores_reach_into_private_networks(people: People) -> None:
    admin = await people.named("admin")
    merchant = (await admin.post("/merchants", json={"name": "Shop"})).json()["id"]
    store = {"platform": "shopify", "shop_domain": "127.0.0.1:9", "access_token": "t", "allow_private": True}
    channel = {"name": "hook", "kind": "webhook", "url": "http://127.0.0.1:9/", "allow_private": True}
    refused = [
        await admin.post(f"/merchants/{merchant}/connections", json=store),
        await admin.post("/api/admin/channels", json=channel),
    ]
    assert [(a.status_code, a.json()["code"]) for a in refused] == [(403, "FORBIDDEN")] * 2


async def test_a_store_connection_takes_no_new_address_without_its_token(owner: httpx.AsyncClient) -> None:
    merchant = (await owner.post("/merchants", json={"name": "Shop"})).json()["id"]
    store = {"platform": "shopify", "shop_domain": "one.example.com", "access_token": "t"}
    assert (await owner.post(f"/merchants/{merchant}/connections", json=store)).status_code == 201
    moved = {"platform": "shopify", "shop_domain": "two.example.com"}
    refused = await owner.post(f"/merchants/{merchant}/connections", json=moved)
    assert [e["field"] for e in refused.json()["details"]["errors"]] == ["access_token"]
