"""What the caller sends reaches the upstream, and its answer the caller, byte for byte, save for what must change."""

import asyncio
import logging
import os
from pathlib import Path

import pytest
from relay_kit import (
    AUTH,
    TOKEN,
    Seen,
    answer,
    ask,
    client_key,
    connected,
    keys,
    read_answer,
    relay_to,
    request_bytes,
    to_stub,
    upstream,
)

from relaydesk.gateway.relay.snapshot import Auth


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "REPORT"])
async def test_every_method_and_its_body_arrive(tmp_path: Path, method: str) -> None:
    body = None if method in {"GET", "OPTIONS"} else os.urandom(70_000)
    async with upstream(answer(207, b"\x00\xff\x1f\x8b")) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, "/proxy/stub/a/b?x=1", method=method, body=body)
    assert (got.status, got.body) == (207, b"\x00\xff\x1f\x8b")
    assert (stub.seen[0].method, stub.seen[0].target, stub.seen[0].body) == (method, "/a/b?x=1", body or b"")


async def test_head_answers_keep_their_length_and_the_connection(tmp_path: Path) -> None:
    async with (
        upstream(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n") as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
    ):
        first = await ask(running.port, method="HEAD")
        second = await ask(running.port, method="HEAD")
    assert (first.status, first.header("content-length"), second.status) == (200, "99", 200)
    assert stub.connections == 1


@pytest.mark.parametrize("status", [204, 304])
async def test_a_bodiless_status_with_a_length_passes(tmp_path: Path, status: int) -> None:
    head = f'HTTP/1.1 {status} X\r\nContent-Length: 12\r\nETag: "1"\r\n\r\n'.encode()
    async with upstream(head) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port)
    assert (got.status, got.header("etag"), got.header("content-length")) == (status, '"1"', None)


async def test_path_and_query_are_kept_byte_for_byte(tmp_path: Path) -> None:
    target = "/proxy/stub//a%2Fb/%E4%BD%A0;v=1/?q=%20+&&empty=&utf=%ff"
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        await ask(running.port, target)
    assert stub.seen[0].target == target.removeprefix("/proxy/stub")


async def test_the_path_of_the_base_url_stands_before(tmp_path: Path) -> None:
    async with upstream() as stub:
        base = f"http://127.0.0.1:{stub.port}/tenant/v1/"
        async with relay_to(tmp_path, to_stub(stub, base_url=base)) as running:
            await ask(running.port, "/proxy/stub/models?a=b")
            refused = await ask(running.port, "/proxy/stub/%2e%2e/other")
    assert [s.target for s in stub.seen] == ["/tenant/v1/models?a=b"]
    assert (refused.status, refused.json()["code"]) == (422, "VALIDATION_FAILED")


async def test_duplicate_headers_survive_both_ways(tmp_path: Path) -> None:
    reply = answer(
        200, b"ok", "Set-Cookie: a=1", "Set-Cookie: b=2", "X-Thing: \xe9".encode("latin-1").decode("latin-1")
    )
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, headers=[AUTH, ("X-Many", "1"), ("X-Many", "2"), ("Accept-Encoding", "br, gzip")])
    assert stub.seen[0].all("x-many") == ["1", "2"]
    assert stub.seen[0].header("accept-encoding") == "br, gzip"
    assert [v for n, v in got.headers if n == "set-cookie"] == ["a=1", "b=2"]


async def test_hop_by_hop_headers_stay_on_their_hop(tmp_path: Path) -> None:
    reply = answer(
        200, b"ok", "Connection: X-Secret-Hop, keep-alive", "X-Secret-Hop: 1", "Keep-Alive: timeout=9", "Z: 1"
    )
    sent = [
        AUTH,
        ("Connection", "X-Mine, Keep-Alive"),
        ("X-Mine", "1"),
        ("TE", "trailers"),
        ("Proxy-Authorization", "Basic x"),
        ("Keep-Alive", "1"),
        ("X-Kept", "yes"),
    ]
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, headers=sent)
    names = {n.lower() for n, _ in stub.seen[0].headers}
    assert names == {"host", "authorization", "x-request-id", "x-kept", "via"}
    assert {"x-secret-hop", "keep-alive", "connection"} & {n for n, _ in got.headers} == set()
    assert got.header("z") == "1"


async def test_the_host_is_the_upstreams(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        await ask(running.port)
    assert stub.seen[0].all("host") == [f"127.0.0.1:{stub.port}"]


@pytest.mark.parametrize("credential", [AUTH, ("X-API-Key", "rd_test_token"), ("x-api-key", "rd_test_token")])
@pytest.mark.parametrize(
    ("auth", "target", "header"),
    [
        (Auth("bearer"), "/x?key=mine&a=1", ("authorization", "Bearer sk-1&2")),
        (Auth("header"), "/x?key=mine&a=1", ("x-api-key", "sk-1&2")),
        (Auth("header", "X-Goog-Api-Key"), "/x?key=mine&a=1", ("x-goog-api-key", "sk-1&2")),
        (Auth("query", "key"), "/x?a=1&key=sk-1%262", None),
    ],
)
async def test_the_callers_credential_is_replaced_by_a_pooled_key(
    tmp_path: Path, credential: tuple[str, str], auth: Auth, target: str, header: tuple[str, str] | None
) -> None:
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub, auth=auth), upstream_keys=keys("sk-1&2")) as running,
    ):
        got = await ask(running.port, "/proxy/stub/x?key=mine&a=1", headers=[credential])
    assert got.status == 200
    assert stub.seen[0].target == target
    found = [(n.lower(), v) for n, v in stub.seen[0].headers if n.lower() not in {"host", "x-request-id", "via"}]
    assert found == ([header] if header else [])


@pytest.mark.parametrize("query", ["key=mine", "k%65y=mine", "%6b%65%79=mine&key=other"])
async def test_no_parameter_of_the_caller_stands_beside_the_pooled_key(tmp_path: Path, query: str) -> None:
    auth = Auth("query", "key")
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub, auth=auth), upstream_keys=keys("sk-1")) as running:
        assert (await ask(running.port, f"/proxy/stub/x?{query}&KEY=2")).status == 200
    assert stub.seen[0].target == "/x?KEY=2&key=sk-1"


async def test_a_request_id_and_a_trace_are_carried(tmp_path: Path) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    reply = answer(200, b"", "X-Request-ID: theirs")
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, headers=[AUTH, ("X-Request-ID", "mine-1"), ("traceparent", trace)])
        made = await ask(running.port, headers=[AUTH, ("X-Request-ID", "bad id {}")])
        records = await running.logged(2)
    assert (stub.seen[0].all("x-request-id"), stub.seen[0].header("traceparent")) == (["mine-1"], trace)
    assert (got.header("x-request-id"), got.header("x-upstream-request-id")) == ("mine-1", "theirs")
    assert made.header("x-request-id") == records[1].id == stub.seen[1].header("x-request-id")
    assert records[0].request_id == "mine-1"


@pytest.mark.parametrize("secret", [TOKEN, f"mine:{TOKEN.upper()}", f"{'a' * 100}.{TOKEN}", "rdv_visitors-token"])
async def test_a_request_id_that_may_name_a_secret_is_taken_for_none(
    tmp_path: Path, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = [
            await ask(running.port, headers=[AUTH, ("X-Request-ID", secret)]),
            await ask(running.port, "/v1/models", headers=[AUTH, ("X-Request-ID", secret)]),
            await ask(running.port, headers=[("X-Request-ID", secret)]),  # 401
        ]
        records = await running.logged(1)
    assert [answer.status for answer in got] == [200, 200, 401]
    assert records[0].request_id is None
    assert got[0].header("x-request-id") == records[0].id == stub.seen[0].header("x-request-id")
    shown = [*(f"{answer.headers}{answer.body!r}" for answer in got), f"{stub.seen[0].headers}"]
    assert [text for text in (*shown, running.journal_text(), caplog.text) if secret in text] == []


async def test_relaydesk_says_what_it_did(tmp_path: Path) -> None:
    async def slow(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.3)
        writer.write(answer(200, b"ok", "X-Relaydesk-Attempts: 99"))

    async with upstream(slow) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert [v for n, v in got.headers if n == "x-relaydesk-attempts"] == ["1"]
    assert got.header("x-relaydesk-upstream") == "stub"
    assert 0 < int(got.header("x-relaydesk-overhead-us") or 0) < 250_000
    assert record.total_us >= 300_000
    assert record.overhead_us < 250_000


@pytest.mark.parametrize("status", [200, 401])
async def test_a_wait_for_the_body_of_an_answer_is_the_upstreams(tmp_path: Path, status: int) -> None:
    async def slow(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head, _, body = answer(status, b'{"error": "no such key"}').partition(b"\r\n\r\n")
        writer.write(head + b"\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.3)
        writer.write(body)

    async with upstream(slow) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert (got.status, got.body) == (status, b'{"error": "no such key"}')
    assert record.total_us >= 300_000
    assert record.overhead_us < 250_000
    assert int(got.header("x-relaydesk-overhead-us") or 0) < 250_000
    assert (record.attempts[0].ms >= 290) == (status == 401)


async def test_pipelined_and_kept_connections_serve_many_requests(tmp_path: Path) -> None:
    async with (
        upstream(answer(200, b"x" * 10)) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("GET", "/proxy/stub/1", [AUTH], None) * 5)
        got = [await read_answer(reader) for _ in range(5)]
    assert [g.status for g in got] == [200] * 5
    assert stub.connections == 1


async def test_the_log_has_every_request_with_its_figures(tmp_path: Path) -> None:
    body = b'{"usage": {"prompt_tokens": 7, "completion_tokens": 5}}'
    reply = answer(200, body, "Content-Type: application/json")
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        await ask(running.port, "/proxy/stub/v1/x?api=secret", method="POST", body=b"12345")
        [record] = await running.logged(1)
    assert (record.status, record.end_reason, record.bytes_in, record.bytes_out) == (200, "done", 5, len(body))
    assert (record.tokens_in, record.tokens_out, record.key_id, record.client_key_id) == (7, 5, 101, 1)
    assert (record.path, record.method, record.upstream, record.upstream_id) == ("/proxy/stub/v1/x", "POST", "stub", 1)
    assert [(a.key_id, a.status, a.error) for a in record.attempts] == [(101, 200, None)]
    assert 0 < record.queue_us <= record.first_byte_us <= record.total_us


async def test_who_may_not_call_is_told_so(tmp_path: Path) -> None:
    known = [
        client_key(),
        client_key("rd_old", 2, expires_at=1.0),
        client_key("rd_chat", 3, scopes=frozenset({"chat"})),
    ]
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), client_keys=known) as running:
        none = await ask(running.port, headers=[])
        wrong = await ask(running.port, headers=[("Authorization", "Bearer rd_wrong")])
        old = await ask(running.port, headers=[("X-API-Key", "rd_old")])
        other = await ask(running.port, headers=[("X-API-Key", "rd_chat")])
        missing = await ask(running.port, "/proxy/nowhere/x")
        trace = await ask(running.port, method="TRACE")
        records = await running.logged(4)
    assert [(g.status, g.json()["code"]) for g in (none, wrong, old, other, missing, trace)] == [
        (401, "UNAUTHENTICATED"),
        (401, "UNAUTHENTICATED"),
        (401, "TOKEN_EXPIRED"),
        (403, "FORBIDDEN"),
        (404, "UPSTREAM_NOT_FOUND"),
        (405, "METHOD_NOT_ALLOWED"),
    ]
    assert [(r.status, r.error, r.client_key_id, r.end_reason) for r in records] == [
        (401, "TOKEN_EXPIRED", 2, "refused"),
        (403, "FORBIDDEN", 3, "refused"),
        (404, "UPSTREAM_NOT_FOUND", 1, "refused"),
        (405, "METHOD_NOT_ALLOWED", 1, "refused"),
    ]
    assert set(none.json()) == {"code", "message", "details", "timestamp", "request_id"}
    assert none.header("x-request-id") == none.json()["request_id"]
    assert stub.seen == []
