"""What browsers are told: cookies bound to the host, TLS for good, nothing stored, no host of the caller's choosing."""

import httpx
import pytest
from harness import OWNER_EMAIL, OWNER_PASSWORD, Stack

LOGIN = {"email": OWNER_EMAIL, "password": OWNER_PASSWORD}
TLS = {"X-Forwarded-Proto": "https"}


def _cookie(answer: httpx.Response) -> tuple[str, set[str]]:
    name, _, rest = answer.headers["set-cookie"].partition("=")
    return name, {part.strip() for part in rest.split(";")[1:]}


async def test_behind_a_trusted_tls_proxy_the_cookie_is_the_hosts_own(client: httpx.AsyncClient) -> None:
    name, marks = _cookie(await client.post("/api/auth/login", json=LOGIN, headers=TLS))
    assert name == "__Host-relaydesk_refresh"
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=strict"} <= marks
    assert not any(mark.startswith("Domain") for mark in marks)


async def test_over_plain_http_the_cookie_is_sent_at_all(client: httpx.AsyncClient) -> None:
    name, marks = _cookie(await client.post("/api/auth/login", json=LOGIN))
    assert (name, "Secure" in marks, "Path=/api/auth" in marks) == ("relaydesk_refresh", False, True)


async def test_a_scheme_is_forwarded_by_trusted_proxies_alone(stack: Stack, client: httpx.AsyncClient) -> None:
    async with stack.client(address="127.0.0.66") as stranger:
        answer = await stranger.post("/api/auth/login", json=LOGIN, headers=TLS)
    assert _cookie(answer)[0] == "relaydesk_refresh"
    assert "strict-transport-security" not in answer.headers


async def test_over_tls_only_the_hosts_own_cookie_refreshes(client: httpx.AsyncClient) -> None:
    token = (await client.post("/api/auth/login", json=LOGIN)).json()["refresh_token"]
    client.cookies.clear()
    given = [f"relaydesk_refresh={token}", f"__Host-relaydesk_refresh={token}"]
    answers = [await client.post("/api/auth/refresh", json={}, headers={**TLS, "Cookie": cookie}) for cookie in given]
    assert [a.status_code for a in answers] == [401, 200]


async def test_signing_out_takes_the_cookie_away_as_it_was_set(client: httpx.AsyncClient) -> None:
    token = (await client.post("/api/auth/login", json=LOGIN, headers=TLS)).json()["access_token"]
    answer = await client.post("/api/auth/logout", headers={**TLS, "Authorization": f"Bearer {token}"})
    name, marks = _cookie(answer)
    assert (name, "Max-Age=0" in marks, "Secure" in marks, "Path=/" in marks) == (
        "__Host-relaydesk_refresh", True, True, True,
    )  # fmt: skip


async def test_tls_is_for_good_where_it_is_there(client: httpx.AsyncClient) -> None:
    over_tls, plain = await client.get("/health", headers=TLS), await client.get("/health")
    assert over_tls.headers["strict-transport-security"] == "max-age=31536000"
    assert "strict-transport-security" not in plain.headers


async def test_no_answer_with_a_token_is_stored(client: httpx.AsyncClient, owner: httpx.AsyncClient) -> None:
    login = await client.post("/api/auth/login", json=LOGIN)
    agent = {"username": OWNER_EMAIL, "password": OWNER_PASSWORD}
    answers = [
        login,
        await client.post("/api/auth/refresh", json={"refresh_token": login.json()["refresh_token"]}),
        await client.post("/api/agent/login", json=agent),
        await client.post("/api/sessions"),
        await owner.post("/api/keys", json={"name": "k", "scopes": ["proxy"]}),
        await owner.post("/api/invitations", json={"email": "new@shop.example", "role": "viewer"}),
        await client.post("/api/auth/login", json={**LOGIN, "password": "wrong one"}),
    ]
    assert [a.headers.get("cache-control") for a in answers] == ["no-store"] * 7


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/api/users/?q=a", "/api/users?q=a"),
        ("/merchants/", "/merchants"),
        ("/health/", "/health"),
        ("/", "/console/"),
        ("/console", "/console/"),
    ],
)
async def test_a_redirect_names_no_host(client: httpx.AsyncClient, path: str, place: str) -> None:
    answer = await client.get(path, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["location"]) == (307, place)
