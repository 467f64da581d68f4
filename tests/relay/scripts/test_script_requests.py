"""Scripts on live requests through real sockets: what reaches the upstream and what a script may see."""

import asyncio
import json
from pathlib import Path

import pytest
from relay_kit import (
    AUTH,
    answer,
    ask,
    connected,
    keys,
    read_answer,
    relay_to,
    to_stub,
    upstream,
)
from script_kit import JSON, JSON_LINE, request_script, response_script

from relaydesk.gateway.relay.snapshot import Auth


async def test_a_request_goes_on_with_the_scripts_headers_and_body(tmp_path: Path) -> None:
    change = "request.headers['x-shop'] = 'tea'; delete request.headers['x-old']; request.json.max_tokens = 7;"
    async with (
        upstream(answer()) as stub,
        relay_to(tmp_path, to_stub(stub), scripts=[request_script(change)]) as running,
    ):
        headers = [AUTH, JSON, ("X-Old", "1"), ("Digest", "sha-256=abc"), ("X-Kept", "a"), ("X-Kept", "b")]
        got = await ask(running.port, method="POST", headers=headers, body=b'{ "model": "m" }')
        [row] = await running.logged(1)
    [seen] = stub.seen
    assert got.status == 200
    assert seen.body == b'{"model":"m","max_tokens":7}'
    assert (seen.header("x-shop"), seen.header("x-old"), seen.header("digest")) == ("tea", None, None)
    assert (seen.all("x-kept"), seen.header("authorization")) == (["a", "b"], "Bearer sk-one")
    assert (row.end_reason, row.tags) == ("done", [])


async def test_a_body_that_no_script_changes_goes_on_byte_for_byte(tmp_path: Path) -> None:
    odd = b'{ "n" : 12345678901234567890 , "a":1.0, "a":2 }'
    async with (
        upstream(answer(200, odd, JSON_LINE)) as stub,
        relay_to(
            tmp_path, to_stub(stub), scripts=[request_script("request.json.n"), response_script("response.json.n", 2)]
        ) as running,
    ):
        got = await ask(running.port, method="POST", headers=[AUTH, JSON], body=odd)
    assert (stub.seen[0].body, got.body) == (odd, odd)


async def test_scripts_run_by_priority_and_see_what_those_before_them_made(tmp_path: Path) -> None:
    scripts = [
        request_script("request.json.path += 'b'; request.headers.x += 'b'", 1),
        request_script("request.json.path += 'a'; request.headers.x = 'a'", 2, priority=5),
        request_script("request.json.path = 'never'", 3, upstream_id=99),
    ]
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), scripts=scripts) as running:
        await ask(running.port, method="POST", headers=[AUTH, JSON], body=b'{"path": ""}')
    assert (stub.seen[0].body, stub.seen[0].header("x")) == (b'{"path":"ab"}', "ab")


async def test_a_script_sees_the_request_but_no_credential(tmp_path: Path) -> None:
    show = "request.json.seen = JSON.parse(JSON.stringify(request));"
    auth = Auth("header", "X-Shop-Key")
    async with (
        upstream() as stub,
        relay_to(
            tmp_path,
            to_stub(stub, auth=auth),
            upstream_keys=keys("sk-planted-pooled"),
            scripts=[request_script(show)],
        ) as running,
    ):
        target = "/proxy/stub/v1/x?a=1&b=&key=planted-query&t=rd_planted"
        headers = [AUTH, JSON, ("X-Shop-Key", "planted-own"), ("Cookie", "planted-cookie"), ("X-API-Key", "planted-x")]
        await ask(running.port, target, method="POST", headers=headers, body=b'{"model":"m"}')
    body = json.loads(stub.seen[0].body)
    assert body["seen"] == {
        "method": "POST",
        "path": "/v1/x",
        "query": {"a": "1", "b": ""},
        "headers": {"content-type": "application/json"},
        "json": {"model": "m"},
        "upstream": "stub",
        "model": "m",
        "client_key_id": 1,
    }
    assert stub.seen[0].header("x-shop-key") == "sk-planted-pooled"
    assert "planted" not in running.journal_text()


@pytest.mark.parametrize(
    ("body", "status"),
    [(b'{"model": "forbidden"}', 403), (b'{"model": ["forbidden"]}', 200), (b'["forbidden"]', 200), (b"{}", 200)],
)
async def test_a_model_is_refused_by_name_also_where_the_path_is_the_upstreams_own(
    tmp_path: Path, body: bytes, status: int
) -> None:
    policy = request_script('if (request.model === "forbidden") reject(403, "Not this model.")')
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), scripts=[policy]) as running:
        got = await ask(running.port, "/proxy/stub/v1/x", method="POST", headers=[AUTH, JSON], body=body)
    assert got.status == status


REFUSED = ["authorization", "x-api-key", "host", "content-length", "connection", "transfer-encoding", "cookie"]


@pytest.mark.parametrize("name", [*REFUSED, "x-relaydesk-upstream", "bad name", "", "x\\r\\ny"])
async def test_a_header_that_is_not_a_scripts_fails_it(tmp_path: Path, name: str) -> None:
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub), scripts=[request_script(f"request.headers['{name}'] = 'x'")]) as running,
    ):
        got = await ask(running.port)
        [row] = await running.logged(1)
    assert (got.status, row.tags) == (200, ["script_failed:script 1"])
    assert stub.seen[0].header("authorization") == "Bearer sk-one"


async def test_a_value_with_a_line_break_fails_the_script(tmp_path: Path) -> None:
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub), scripts=[request_script("request.headers.x = 'a\\r\\nEvil: 1'")]) as running,
    ):
        await ask(running.port)
        [row] = await running.logged(1)
    assert (row.tags, stub.seen[0].header("evil")) == (["script_failed:script 1"], None)


async def test_bodies_that_are_no_small_json_are_null_and_pass(tmp_path: Path) -> None:
    note = request_script("request.headers['x-json'] = String(request.json === null)")
    large = b'"' + b"x" * (1024 * 1024) + b'"'
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), scripts=[note]) as running:
        for kind, body in [
            ("application/json", large),
            ("text/plain", b"{}"),
            ("application/json", b"{broken"),
            ("application/json", b"[" * 100_000),
            ("application/merge-patch+json; charset=utf-8", b"{}"),
        ]:
            assert (await ask(running.port, method="POST", headers=[AUTH, ("Content-Type", kind)], body=body)).status
    assert [s.header("x-json") for s in stub.seen] == ["true", "true", "true", "true", "false"]
    assert stub.seen[0].body == large


async def test_a_streamed_request_body_is_read_whole_for_a_script(tmp_path: Path) -> None:
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub), scripts=[request_script("request.json.b = 2")]) as running,
        connected(running.port) as (reader, writer),
    ):
        head = "POST /proxy/stub/x HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n"
        writer.write(f"{head}{AUTH[0]}: {AUTH[1]}\r\nContent-Type: application/json\r\n\r\n".encode() + b'3\r\n{"a\r\n')
        await asyncio.sleep(0.05)
        writer.write(b'4\r\n":1}\r\n0\r\n\r\n')
        assert (await read_answer(reader)).status == 200
    assert (stub.seen[0].body, stub.seen[0].header("content-length")) == (b'{"a":1,"b":2}', "13")
