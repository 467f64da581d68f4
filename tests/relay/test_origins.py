"""Web pages at the data plane: those of listed origins may use it, with preflights answered before any client key."""

from pathlib import Path

import pytest
from relay_kit import AUTH, answer, ask, relay_to, to_stub, upstream

SHOP, OTHER = "https://shop.example", "https://other.example"
PREFLIGHT = [("Access-Control-Request-Method", "POST"), ("Access-Control-Request-Headers", "authorization")]


@pytest.mark.parametrize("target", ["/v1/chat/completions", "/proxy/stub/x"])
async def test_a_preflight_of_a_listed_origin_is_answered_without_a_client_key(tmp_path: Path, target: str) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), allow_origins=[SHOP]) as running:
        got = await ask(running.port, target, method="OPTIONS", headers=[("Origin", SHOP), *PREFLIGHT])
        refused = await ask(running.port, target, method="OPTIONS", headers=[("Origin", OTHER), *PREFLIGHT])
    allowed = {name: value for name, value in got.headers if name.startswith("access-control-")}
    assert (got.status, got.header("vary")) == (204, "origin")
    assert allowed == {
        "access-control-allow-origin": SHOP,
        "access-control-allow-credentials": "true",
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": "authorization",
        "access-control-max-age": "600",
    }
    assert (refused.status, refused.header("access-control-allow-origin")) == (401, None)
    assert stub.seen == []


async def test_answers_and_refusals_say_who_may_read_them_and_the_upstream_does_not(tmp_path: Path) -> None:
    theirs = answer(200, b"{}", "Access-Control-Allow-Origin: *")
    async with upstream(theirs) as stub, relay_to(tmp_path, to_stub(stub), allow_origins=[SHOP]) as running:
        got = [
            await ask(running.port, target, headers=[AUTH, ("Origin", origin)])
            for target in ("/proxy/stub/x", "/proxy/unknown/x")
            for origin in (SHOP, OTHER)
        ]
    said = [[value for name, value in one.headers if name == "access-control-allow-origin"] for one in got]
    assert [one.status for one in got] == [200, 200, 404, 404]
    assert said == [[SHOP], [], [SHOP], []]


async def test_any_origin_is_allowed_without_credentials(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), allow_origins=["*"]) as running:
        got = await ask(running.port, headers=[AUTH, ("Origin", OTHER)])
    assert got.header("access-control-allow-origin") == "*"
    assert got.header("access-control-allow-credentials") is None


async def test_a_page_may_read_every_header_that_relaydesk_adds(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), allow_origins=[SHOP]) as running:
        got = await ask(running.port, headers=[AUTH, ("Origin", SHOP)])
    assert (got.header("access-control-expose-headers") or "").split(", ") == [
        "x-request-id",
        "x-relaydesk-upstream",
        "x-relaydesk-attempts",
        "x-relaydesk-overhead-us",
        "x-relaydesk-cache",
        "age",
        "retry-after",
        "inference-header-content-length",
    ]
