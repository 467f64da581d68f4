"""Every endpoint × every caller, against the table in docs/reference/permissions.md; that table is the expectation."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness import OWNER_EMAIL, OWNER_PASSWORD, People, Stack

from relaydesk.main import ROUTERS

DOCS = Path(__file__).resolve().parents[2] / "docs"
DOCUMENT = DOCS / "reference" / "permissions.md"
OPENAPI = json.loads((DOCS / "openapi.json").read_text())  # a test of its own says that it is current
ROLES = ["owner", "admin", "staff", "developer", "operator", "viewer", "pending"]
SCOPES = ["proxy", "chat", "catalog", "orders", "tasks"]
SIGNS_OUT = {"/api/auth/logout", "/api/agent/logout"}


@dataclass(frozen=True, slots=True)
class Endpoint:
    method: str
    path: str
    needs: str
    who: frozenset[str]


def _table() -> list[Endpoint]:
    rows = [line.strip("| \n").split(" | ") for line in DOCUMENT.read_text().splitlines() if line.startswith("| ")]
    return [Endpoint(m, p, needs, frozenset(who.split(", "))) for m, p, needs, who in rows if m.isupper()]


ENDPOINTS = _table()


def _dependencies(dependant: Any) -> Iterator[Callable[..., Any]]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _dependencies(inner)


def _needs(route: Any) -> str | None:
    """What the signature asks for; None where the endpoint looks at the caller itself, or at nobody."""
    calls = list(_dependencies(route.dependant))
    named = [call.permission for call in calls if hasattr(call, "permission")]
    if named:
        return str(named[0])
    return "signed in" if "signed_in" in {getattr(call, "__name__", "") for call in calls} else None


def _routes() -> list[Any]:
    return [route for router in ROUTERS for route in router.routes]


def _methods(route: Any) -> set[str]:
    """HEAD is the same function as its GET."""
    return route.methods - {"HEAD"} if "GET" in route.methods else route.methods


def test_the_table_lists_exactly_the_endpoints_there_are() -> None:
    served = {(method, route.path) for route in _routes() for method in _methods(route)}
    listed = [(e.method, e.path) for e in ENDPOINTS]
    assert (sorted(served - set(listed)), sorted(set(listed) - served)) == ([], [])
    assert len(listed) == len(set(listed))


def test_each_signature_names_the_permission_of_the_table() -> None:
    table = {(e.method, e.path): e.needs for e in ENDPOINTS}
    wrong = [
        (method, route.path, _needs(route))
        for route in _routes()
        for method in _methods(route)
        if _needs(route) not in {None, table[method, route.path]}
    ]
    assert wrong == []


def _schemes(endpoint: Endpoint) -> set[str]:
    """What its callers may show. A client key is the visitor of the sessions that it began."""
    keys = {"clientKey", "clientKeyHeader"}
    visitors = {"visitorToken", *keys} if "visitor" in endpoint.who else set()
    programs = keys if any(who.startswith("key: ") for who in endpoint.who) else set()
    people = {"accessToken"} if endpoint.who & set(ROLES) else set()
    return people | programs | visitors


def _named_in_the_document(endpoint: Endpoint) -> set[str] | None:
    """Names of security schemes, with an empty one where none is needed; None where it is not in the document."""
    operation = OPENAPI["paths"].get(endpoint.path, {}).get(endpoint.method.lower())
    if operation is None:
        return None
    return {name for requirement in operation["security"] for name in (requirement or [""])}


def test_the_openapi_document_names_what_each_operation_takes_and_nothing_where_anybody_gets_in() -> None:
    named = {f"{e.method} {e.path}": (_named_in_the_document(e), e) for e in ENDPOINTS}
    shown = {name: (schemes, e) for name, (schemes, e) in named.items() if schemes is not None}
    assert len(shown) == sum(map(len, OPENAPI["paths"].values()))
    guarded = {name: schemes for name, (schemes, e) in shown.items() if "everyone" not in e.who}
    assert guarded == {name: _schemes(shown[name][1]) for name in guarded}
    optional = {"", "visitorToken", "clientKey", "clientKeyHeader"}
    chat = dict.fromkeys(["POST /api/sessions", "POST /api/chat", "POST /api/chat/stream"], optional)
    logout = {"POST /api/auth/logout": {"", "accessToken"}}
    assert {name: schemes for name, (schemes, _) in shown.items() if name not in guarded and schemes} == chat | logout


def test_every_security_scheme_that_is_named_is_described() -> None:
    named = {name for e in ENDPOINTS for name in _named_in_the_document(e) or set()} - {""}
    described = {name for name, scheme in OPENAPI["components"]["securitySchemes"].items() if scheme["description"]}
    assert described == named


def _url(endpoint: Endpoint, session: str) -> str:
    values = {"name": session, "action": "cancel", "platform": "shopify", "path:path": "index.html"}
    return "/".join(
        values.get(part.strip("{}"), "999999") if part.startswith("{") else part for part in endpoint.path.split("/")
    )


async def _answer(client: httpx.AsyncClient, endpoint: Endpoint, session: str) -> tuple[int, str]:
    """Status and error code; a body that never ends is not read."""
    body = {} if endpoint.method in {"POST", "PATCH"} else None
    async with client.stream(endpoint.method, _url(endpoint, session), json=body) as response:
        if response.status_code not in {401, 403}:
            return response.status_code, ""
        return response.status_code, (await response.aread()) and response.json()["code"]


def _verdict(answer: tuple[int, str]) -> str:
    """What the answer says about the caller: unknown, forbidden or let in (404, 409 and 422 are about the request)."""
    return {(401, "UNAUTHENTICATED"): "unknown", (403, "FORBIDDEN"): "forbidden"}.get(answer, "in")


async def _mismatches(client: httpx.AsyncClient, session: str, *, caller: str, refused: str) -> list[str]:
    """Signing out comes in a test of its own: whoever does it is nobody afterwards."""
    wrong = []
    for endpoint in [e for e in ENDPOINTS if e.path not in SIGNS_OUT]:
        answer = await _answer(client, endpoint, session)
        expected = "in" if {caller, "everyone"} & endpoint.who else refused
        if _verdict(answer) != expected or answer[0] >= 500:
            wrong.append(f"{caller}: {endpoint.method} {endpoint.path} expected {expected}, got {answer}")
    return wrong


async def _session(client: httpx.AsyncClient) -> tuple[str, str]:
    body = (await client.post("/api/sessions")).json()
    return body["session_name"], body["visitor_token"]


async def test_nobody_gets_in_where_a_sign_in_is_needed(client: httpx.AsyncClient) -> None:
    session, _ = await _session(client)
    assert await _mismatches(client, session, caller="nobody", refused="unknown") == []


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_gets_in_exactly_where_the_table_says(
    people: People, client: httpx.AsyncClient, role: str
) -> None:
    session, _ = await _session(client)
    person = await people.sign_in(OWNER_EMAIL, OWNER_PASSWORD) if role == "owner" else await people.named(role)
    assert await _mismatches(person, session, caller=role, refused="forbidden") == []


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("path", "of_nobody"), [("/api/auth/logout", 200), ("/api/agent/logout", 401)])
async def test_every_person_may_sign_out(
    people: People, client: httpx.AsyncClient, role: str, path: str, of_nobody: int
) -> None:
    person = await people.sign_in(OWNER_EMAIL, OWNER_PASSWORD) if role == "owner" else await people.named(role)
    assert [(await caller.post(path)).status_code for caller in (client, person)] == [of_nobody, 200]
    assert (await person.get("/api/auth/me")).status_code == 401
    assert (await person.post(path)).status_code == of_nobody


@pytest.mark.parametrize("scope", SCOPES)
async def test_a_client_key_gets_in_exactly_where_its_scope_says(
    stack: Stack, owner: httpx.AsyncClient, client: httpx.AsyncClient, scope: str
) -> None:
    session, _ = await _session(client)
    key = (await owner.post("/api/keys", json={"name": "k", "scopes": [scope]})).json()["key"]
    async with stack.client(Authorization=f"Bearer {key}") as program:
        wrong = await _mismatches(program, session, caller=f"key: {scope}", refused="forbidden")
    # a session that is not one's own asks for its visitor's token: 401 for programs, as for strangers
    assert [w for w in wrong if "/api/sessions/{name}" not in w] == []
    assert {w.split("expected ")[1] for w in wrong} == {"forbidden, got (401, 'UNAUTHENTICATED')"}


async def test_a_visitor_gets_into_their_own_session_alone(stack: Stack, client: httpx.AsyncClient) -> None:
    own, token = await _session(client)
    other, _ = await _session(client)
    async with stack.client(Authorization=f"Bearer {token}") as visitor:
        assert await _mismatches(visitor, own, caller="visitor", refused="unknown") == []
        shared = [e for e in ENDPOINTS if "visitor" in e.who]
        answers = [await _answer(visitor, endpoint, other) for endpoint in shared]
    assert answers == [(401, "UNAUTHENTICATED")] * 6
