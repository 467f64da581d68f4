"""Client keys through `/api/keys`: shown once, rotated with an overlap, limited, revoked."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from harness import People, Stack
from sqlalchemy import text

from relaydesk.identity.client_keys.uses import WRITES_EVERY_S
from relaydesk.kernel.database import utc_now

SHAPE = {
    "id", "name", "prefix", "scopes", "rate_limit_per_minute", "expires_at", "is_active", "last_used_at", "created_at",
    "tokens_per_minute", "max_concurrency", "requests_per_minute",
    "previous_until", "budget", "budget_used", "created_by",
}  # fmt: skip


async def _make(owner: httpx.AsyncClient, **given: Any) -> dict[str, Any]:
    answer = await owner.post("/api/keys", json={"name": "Till", "scopes": ["tasks"], **given})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def _ask(stack: Stack, key: str, path: str = "/api/tasks") -> httpx.Response:
    async with stack.client(Authorization=f"Bearer {key}") as program:
        return await program.get(path)


async def test_a_key_is_shown_once_and_works_by_either_header(
    stack: Stack, owner: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    made = await _make(owner)
    assert set(made) == SHAPE | {"key"}
    assert made["key"].startswith("rd_")
    assert made["prefix"] == made["key"][:9]
    assert (await _ask(stack, made["key"])).status_code == 200
    assert (await client.get("/api/tasks", headers={"X-API-Key": made["key"]})).status_code == 200
    listed = (await owner.get("/api/keys")).json()
    assert ([set(item) for item in listed["items"]], listed["total"]) == ([SHAPE], 1)


async def test_a_key_is_shown_by_itself_with_the_rate_that_holds_for_it(owner: httpx.AsyncClient) -> None:
    made = [await _make(owner, name="own", rate_limit_per_minute=60), await _make(owner, name="usual")]
    shown = [(await owner.get(f"/api/keys/{key['id']}")).json() for key in made]
    assert [(key["name"], key["rate_limit_per_minute"], key["requests_per_minute"]) for key in shown] == [
        ("own", 60, 60),
        ("usual", None, 1000),
    ]
    assert [set(key) for key in shown] == [SHAPE, SHAPE]
    assert (await owner.get("/api/keys/999999")).json()["code"] == "CLIENT_KEY_NOT_FOUND"


async def test_the_secret_is_in_no_other_answer(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await _make(owner)
    rotated = (await owner.post(f"/api/keys/{made['id']}/rotate", json={"overlap_seconds": 0})).json()
    paths = ["/api/keys", f"/api/keys/{made['id']}/usage", "/api/audit", "/api/health/detailed", "/metrics"]
    answers = [await owner.get(path) for path in paths]
    answers.append(await owner.patch(f"/api/keys/{made['id']}", json={"name": "Other"}))
    answers.append(await _ask(stack, made["key"]))
    assert [a.status_code for a in answers] == [200, 200, 200, 200, 200, 200, 401]
    assert [secret in a.text for a in answers for secret in (made["key"], rotated["key"])] == [False] * 14


async def test_a_rotated_key_overlaps_with_its_successor(stack: Stack, owner: httpx.AsyncClient) -> None:
    first = await _make(owner)
    second = (await owner.post(f"/api/keys/{first['id']}/rotate", json={"overlap_seconds": 600})).json()
    assert second["id"] == first["id"]
    assert [(await _ask(stack, k["key"])).status_code for k in (first, second)] == [200, 200]
    third = (await owner.post(f"/api/keys/{first['id']}/rotate", json={"overlap_seconds": 0})).json()
    assert [(await _ask(stack, k["key"])).status_code for k in (first, second, third)] == [401, 401, 200]


async def test_a_rotation_without_a_body_overlaps_for_a_day(owner: httpx.AsyncClient) -> None:
    made = await _make(owner)
    rotated = await owner.post(f"/api/keys/{made['id']}/rotate")
    assert rotated.status_code == 200
    assert rotated.json()["previous_until"][:13] == (utc_now() + timedelta(days=1)).isoformat()[:13]


@pytest.mark.parametrize("way", ["deactivated", "deleted"])
async def test_a_revoked_key_gets_401(stack: Stack, owner: httpx.AsyncClient, way: str) -> None:
    made = await _make(owner)
    path = f"/api/keys/{made['id']}"
    answer = await (owner.delete(path) if way == "deleted" else owner.patch(path, json={"is_active": False}))
    assert answer.status_code == (204 if way == "deleted" else 200)
    refused = await _ask(stack, made["key"])
    assert (refused.status_code, refused.json()["code"]) == (401, "UNAUTHENTICATED")
    again = await owner.delete("/api/keys/999")
    assert (again.status_code, again.json()["code"]) == (404, "CLIENT_KEY_NOT_FOUND")


async def test_scopes_can_be_changed_and_count_at_once(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await _make(owner, scopes=["proxy"])
    assert (await _ask(stack, made["key"])).json()["code"] == "FORBIDDEN"
    changed = await owner.patch(f"/api/keys/{made['id']}", json={"scopes": ["tasks", "proxy", "tasks"]})
    assert changed.json()["scopes"] == ["proxy", "tasks"]
    assert (await _ask(stack, made["key"])).status_code == 200


async def test_a_key_has_a_limit_of_its_own(stack: Stack, owner: httpx.AsyncClient) -> None:
    small, other = await _make(owner, rate_limit_per_minute=2), await _make(owner)
    answers = [await _ask(stack, small["key"]) for _ in range(3)]
    assert [a.status_code for a in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "RATE_LIMITED"
    assert answers[2].headers["ratelimit-policy"] == '"default";q=2;w=60'
    assert answers[2].headers["retry-after"].isdigit()
    assert (await _ask(stack, other["key"])).status_code == 200
    lifted = await owner.patch(f"/api/keys/{small['id']}", json={"rate_limit_per_minute": None})
    assert lifted.json()["rate_limit_per_minute"] is None


async def test_an_expired_key_gets_401(stack: Stack, owner: httpx.AsyncClient) -> None:
    made = await _make(owner, expires_at=(utc_now() + timedelta(hours=1)).isoformat())
    assert (await _ask(stack, made["key"])).status_code == 200
    past = (utc_now() - timedelta(seconds=1)).isoformat()
    await owner.patch(f"/api/keys/{made['id']}", json={"expires_at": past})
    assert (await _ask(stack, made["key"])).status_code == 401
    refused = await owner.post("/api/keys", json={"name": "Late", "expires_at": past})
    assert [e["field"] for e in refused.json()["details"]["errors"]] == ["expires_at"]


async def test_a_key_that_expires_at_the_end_of_the_calendar_works(stack: Stack, owner: httpx.AsyncClient) -> None:
    never = "9999-12-31T23:59:59.999999Z"
    made = await _make(owner, expires_at=never, scopes=["tasks", "proxy"])
    assert made["expires_at"] == never
    for infinite in (False, True):  # as earlier versions stored it
        if infinite:
            async with stack.kernel.database.unit_of_work() as uow:
                await uow.db.execute(text("UPDATE identity_client_key SET expires_at = 'infinity'"))
        assert (await _ask(stack, made["key"])).status_code == 200
        assert (await _ask(stack, made["key"], "/v1/models")).status_code == 200
        assert (await owner.get(f"/api/keys/{made['id']}")).json()["expires_at"] == never
    await owner.patch(f"/api/keys/{made['id']}", json={"expires_at": "0001-01-01T00:00:00Z"})
    assert (await _ask(stack, made["key"])).status_code == 401


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["root"]}, "scopes.0"),
        ({"rate_limit_per_minute": 0}, "rate_limit_per_minute"),
        ({"expires_at": "2030-01-01T00:00:00"}, "expires_at"),
        ({"name": ""}, "name"),
    ],
)
async def test_a_wrong_field_is_named(owner: httpx.AsyncClient, given: dict[str, Any], field: str) -> None:
    answer = await owner.post("/api/keys", json={"name": "Till", **given})
    assert (answer.status_code, [e["field"] for e in answer.json()["details"]["errors"]]) == (422, [field])


async def _sign_in_developer(people: People) -> tuple[httpx.AsyncClient, str]:
    developer = await people.named("developer")
    return developer, (await developer.get("/api/auth/me")).json()["id"]


async def test_a_key_shows_who_made_it(people: People, owner: httpx.AsyncClient) -> None:
    developer, person = await _sign_in_developer(people)
    made = await _make(developer)
    maker = {"id": person, "name": "Developer", "is_active": True}
    assert made["created_by"] == maker
    await _make(owner, name="Other")
    listed = (await owner.get("/api/keys", params={"created_by": person})).json()
    assert ([(key["id"], key["created_by"]) for key in listed["items"]], listed["total"]) == ([(made["id"], maker)], 1)
    assert (await owner.patch(f"/api/keys/{made['id']}", json={"name": "New"})).json()["created_by"] == maker


@pytest.mark.parametrize(
    ("body", "works"), [({"revoke_keys": True}, False), ({"revoke_keys": False}, True), (None, True)]
)
async def test_deactivating_somebody_takes_their_keys_along_if_asked(
    stack: Stack, people: People, owner: httpx.AsyncClient, body: dict[str, bool] | None, works: bool
) -> None:
    developer, person = await _sign_in_developer(people)
    theirs, other = await _make(developer), await _make(owner)
    assert (await owner.post(f"/api/users/{person}/deactivate", json=body)).status_code == 200
    assert [(await _ask(stack, key["key"])).status_code for key in (theirs, other)] == [200 if works else 401, 200]
    [shown] = (await owner.get("/api/keys", params={"created_by": person})).json()["items"]
    assert (shown["is_active"], shown["created_by"]["is_active"]) == (works, False)
    revoked = (await owner.get("/api/audit", params={"action": "client_key.revoked"})).json()["items"]
    assert [entry["target"] for entry in revoked] == ([] if works else [f"client_key {theirs['id']}"])


async def test_a_patch_that_deactivates_may_take_the_keys_along_too(
    stack: Stack, people: People, owner: httpx.AsyncClient
) -> None:
    developer, person = await _sign_in_developer(people)
    theirs = await _make(developer)
    await owner.patch(f"/api/users/{person}", json={"is_active": False, "revoke_keys": True})
    assert (await _ask(stack, theirs["key"])).status_code == 401


async def _last_used(owner: httpx.AsyncClient, key: dict[str, Any], *, after: datetime | None = None) -> datetime:
    async with asyncio.timeout(20):
        while True:
            shown = (await owner.get(f"/api/keys/{key['id']}")).json()["last_used_at"]
            used_at = datetime.fromisoformat(shown) if shown else None
            if used_at is not None and (after is None or used_at > after):
                return used_at
            await asyncio.sleep(0.1)


async def test_a_key_says_when_it_was_last_used_whatever_it_opens(stack: Stack, owner: httpx.AsyncClient) -> None:
    paths = {"tasks": "/api/tasks", "proxy": "/v1/models", "inference": "/v2/models/none"}
    keys = {scope: await _make(owner, name=scope, scopes=[scope]) for scope in (*paths, "chat")}
    unused, before = await _make(owner, name="unused"), utc_now()
    answers = [(await _ask(stack, keys[scope]["key"], path)).status_code for scope, path in paths.items()]
    async with stack.client(Authorization=f"Bearer {keys['chat']['key']}") as program:
        answers.append((await program.post("/api/sessions")).status_code)
    assert answers == [200, 200, 503, 201]  # no inference process runs here
    for key in keys.values():
        assert before <= await _last_used(owner, key) <= utc_now()
    assert (await owner.get(f"/api/keys/{unused['id']}")).json()["last_used_at"] is None


async def test_the_use_of_a_key_is_written_once_a_minute(stack: Stack, owner: httpx.AsyncClient) -> None:
    key = await _make(owner)
    await _ask(stack, key["key"])
    first = await _last_used(owner, key)
    await _ask(stack, key["key"])
    assert stack.kernel.key_uses == {}
    long_ago = first - timedelta(minutes=2)
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("UPDATE identity_client_key SET last_used_at = :at"), {"at": long_ago})
    await _ask(stack, key["key"])
    assert await _last_used(owner, key, after=long_ago) >= first


async def test_the_use_of_a_key_is_kept_until_the_database_takes_it(stack: Stack, owner: httpx.AsyncClient) -> None:
    key, used_at = await _make(owner), utc_now()
    async with stack.kernel.database.unit_of_work() as uow:
        await uow.db.execute(text("SELECT id FROM identity_client_key FOR UPDATE"))
        await _ask(stack, key["key"])
        await asyncio.sleep(WRITES_EVERY_S + 0.5)
        assert list(stack.kernel.key_uses) == [key["id"]]
    assert await _last_used(owner, key) >= used_at
