"""A stream ends within seconds, told as an error event, when its reader loses the right to it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
from events import read_events
from harness import OWNER_PASSWORD, People, Stack
from sqlalchemy import text

from relaydesk.kernel.database import utc_now

ENDS_WITHIN_S = 5.0
Losing = Callable[[People, httpx.AsyncClient, httpx.AsyncClient], Awaitable[None]]


@pytest.fixture
async def operator(people: People) -> AsyncIterator[httpx.AsyncClient]:
    await people.make("operator", "olga@shop.example", name="Olga")
    return await people.sign_in("olga@shop.example", OWNER_PASSWORD)


async def user_id(client: httpx.AsyncClient) -> str:
    found: str = (await client.get("/api/auth/me")).json()["id"]
    return found


async def is_deactivated(_people: People, owner: httpx.AsyncClient, operator: httpx.AsyncClient) -> None:
    await owner.post(f"/api/users/{await user_id(operator)}/deactivate")


async def signs_out(_people: People, _owner: httpx.AsyncClient, operator: httpx.AsyncClient) -> None:
    await operator.post("/api/auth/logout")


async def is_made_a_developer(_people: People, owner: httpx.AsyncClient, operator: httpx.AsyncClient) -> None:
    await owner.patch(f"/api/users/{await user_id(operator)}", json={"role": "developer"})


async def gets_another_password(_people: People, owner: httpx.AsyncClient, operator: httpx.AsyncClient) -> None:
    answer = await owner.patch(f"/api/users/{await user_id(operator)}", json={"password": "another long password"})
    assert answer.status_code == 200, answer.text


async def first_error(response: httpx.Response) -> dict[str, Any]:
    """The error event that ends the stream."""
    async with asyncio.timeout(ENDS_WITHIN_S):
        events = [event async for event in read_events(response)]
    assert [event["event"] for event in events[-1:]] == ["error"]
    found: dict[str, Any] = events[-1]["data"]
    return found


@pytest.mark.parametrize(
    ("loses", "code"),
    [
        (is_deactivated, "UNAUTHENTICATED"),
        (signs_out, "UNAUTHENTICATED"),
        (gets_another_password, "UNAUTHENTICATED"),
        (is_made_a_developer, "FORBIDDEN"),
    ],
)
async def test_a_person_who_loses_access_hears_no_more_of_desk_and_session(
    loses: Losing, code: str, people: People, owner: httpx.AsyncClient, operator: httpx.AsyncClient
) -> None:
    name = (await people.base.post("/api/chat", json={"message": "Hi"})).json()["session_name"]
    async with (
        operator.stream("GET", "/api/desk/events") as desk,
        operator.stream("GET", f"/api/sessions/{name}/events") as session,
    ):
        assert (desk.status_code, session.status_code) == (200, 200)
        await loses(people, owner, operator)
        assert (await first_error(desk))["code"] == code
        assert (await first_error(session))["code"] == code


async def test_a_stream_ends_with_the_access_token_it_was_opened_with(
    stack: Stack, operator: httpx.AsyncClient
) -> None:
    secret = stack.kernel.options.secret_key
    claims = jwt.decode(operator.headers["authorization"].removeprefix("Bearer "), secret, ["HS256"])
    token = jwt.encode({**claims, "exp": utc_now() + timedelta(seconds=2)}, secret, "HS256")
    async with stack.client(Authorization=f"Bearer {token}") as http, http.stream("GET", "/api/desk/events") as desk:
        assert (await first_error(desk))["code"] == "TOKEN_EXPIRED"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"is_active": False}, "UNAUTHENTICATED"),
        ({"scopes": ["proxy"]}, "FORBIDDEN"),
        ({"expires_at": "2020-01-01T00:00:00Z"}, "UNAUTHENTICATED"),
        (None, "UNAUTHENTICATED"),
    ],
)
async def test_a_client_key_that_is_revoked_narrowed_expired_or_deleted_hears_no_more_of_its_task(
    change: dict[str, Any] | None, code: str, stack: Stack, owner: httpx.AsyncClient
) -> None:
    key = (await owner.post("/api/keys", json={"name": "worker", "scopes": ["tasks"]})).json()
    async with stack.client(**{"X-API-Key": key["key"]}) as program:
        task = (await program.post("/api/tasks", json={"kind": "demo.sleep", "payload": {"seconds": 60}})).json()
        async with program.stream("GET", f"/api/tasks/{task['id']}/events") as stream:
            path = f"/api/keys/{key['id']}"
            answer = await (owner.patch(path, json=change) if change else owner.delete(path))
            assert answer.status_code in {200, 204}, answer.text
            assert (await first_error(stream))["code"] == code


@pytest.mark.parametrize(
    ("change", "code"),
    [({"is_active": False}, "UNAUTHENTICATED"), ({"scopes": ["proxy"]}, "FORBIDDEN"), (None, "UNAUTHENTICATED")],
)
async def test_a_client_key_that_loses_its_right_hears_no_more_of_a_conversation(
    change: dict[str, Any] | None, code: str, stack: Stack, owner: httpx.AsyncClient
) -> None:
    key = (await owner.post("/api/keys", json={"name": "shop", "scopes": ["chat"]})).json()
    stack.model.gate.clear()
    async with stack.client(**{"X-API-Key": key["key"]}) as program:
        name = (await program.post("/api/sessions", json={})).json()["session_name"]
        async with (
            program.stream("GET", f"/api/sessions/{name}/events") as session,
            program.stream("POST", "/api/chat/stream", json={"message": "Hi"}) as answer,
        ):
            assert (session.status_code, answer.status_code) == (200, 200)
            path = f"/api/keys/{key['id']}"
            changed = await (owner.patch(path, json=change) if change else owner.delete(path))
            assert changed.status_code in {200, 204}, changed.text
            assert (await first_error(session))["code"] == code
            assert (await first_error(answer))["code"] == code
    stack.model.gate.set()


async def test_the_old_secret_of_a_rotated_key_hears_no_more_and_the_new_one_does(
    stack: Stack, owner: httpx.AsyncClient
) -> None:
    key = (await owner.post("/api/keys", json={"name": "worker", "scopes": ["tasks"]})).json()
    async with stack.client(**{"X-API-Key": key["key"]}) as program:
        task = (await program.post("/api/tasks", json={"kind": "demo.sleep", "payload": {"seconds": 60}})).json()
        path = f"/api/tasks/{task['id']}/events"
        async with program.stream("GET", path) as old:
            assert old.status_code == 200
            rotated = await owner.post(f"/api/keys/{key['id']}/rotate", json={"overlap_seconds": 0})
            async with (
                stack.client(**{"X-API-Key": rotated.json()["key"]}) as renewed,
                renewed.stream("GET", path) as new,
            ):
                assert new.status_code == 200
                assert (await first_error(old))["code"] == "UNAUTHENTICATED"
                assert stack.kernel.live.count() == 1


async def test_a_visitors_stream_ends_when_its_session_is_erased_or_its_time_is_over(
    stack: Stack, client: httpx.AsyncClient
) -> None:
    for statement, code in (
        ("UPDATE desk_session SET expires_at = now() WHERE name = :name", "TOKEN_EXPIRED"),
        ("DELETE FROM desk_session WHERE name = :name", "SESSION_NOT_FOUND"),
    ):
        made = (await client.post("/api/sessions", json={})).json()
        visitor = {"Authorization": f"Bearer {made['visitor_token']}"}
        async with client.stream("GET", f"/api/sessions/{made['session_name']}/events", headers=visitor) as stream:
            assert stream.status_code == 200
            async with stack.kernel.database.unit_of_work() as uow:
                await uow.db.execute(text(statement), {"name": made["session_name"]})
            assert (await first_error(stream))["code"] == code


async def test_no_live_stream_holds_a_connection_of_the_database(stack: Stack, client: httpx.AsyncClient) -> None:
    made = (await client.post("/api/sessions", json={})).json()
    visitor = {"Authorization": f"Bearer {made['visitor_token']}"}
    path = f"/api/sessions/{made['session_name']}/events"
    before = stack.kernel.live.count()
    async with asyncio.TaskGroup() as group:
        streams = [client.build_request("GET", path, headers=visitor) for _ in range(60)]
        opened = [group.create_task(client.send(request, stream=True)) for request in streams]
    assert stack.kernel.live.count() - before == 60
    assert (await client.get(path.removesuffix("/events"), headers=visitor)).status_code == 200
    for one in opened:
        await one.result().aclose()
    until = asyncio.get_running_loop().time() + 5
    while stack.kernel.live.count() > before:
        assert asyncio.get_running_loop().time() < until
        await asyncio.sleep(0.02)
