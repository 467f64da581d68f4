"""Requests as RFC 9110 and 9112 want them: which heads are taken, which are refused, and with what."""

import asyncio
import re
from pathlib import Path

import pytest
from relay_kit import AUTH, Got, answer, ask, connected, read_answer, relay_to, request_bytes, to_stub, upstream

OURS = f"{AUTH[0]}: {AUTH[1]}\r\n".encode()


async def send(port: int, data: bytes, method: str = "GET") -> Got:
    """One answer to raw bytes, whose connection is closed after it where it says so."""
    async with asyncio.timeout(10), connected(port) as (reader, writer):
        writer.write(data)
        got = await read_answer(reader, method)
        if got.header("connection") == "close":
            assert await reader.read() == b""
        return got


REFUSED = {
    "no host": (b"GET /proxy/stub/x HTTP/1.1\r\n\r\n", 400, "BAD_REQUEST"),
    "two hosts": (b"GET /proxy/stub/x HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, "BAD_REQUEST"),
    "empty host": (b"GET /proxy/stub/x HTTP/1.1\r\nHost:\r\n\r\n", 400, "BAD_REQUEST"),
    "host with a path": (b"GET /proxy/stub/x HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "BAD_REQUEST"),
    "host with a user": (b"GET /proxy/stub/x HTTP/1.1\r\nHost: me@a\r\n\r\n", 400, "BAD_REQUEST"),
    "two hosts in one": (b"GET /proxy/stub/x HTTP/1.1\r\nHost: a, b\r\n\r\n", 400, "BAD_REQUEST"),
    "fragment": (b"GET /proxy/stub/x#y HTTP/1.1\r\nHost: a\r\n\r\n", 400, "BAD_REQUEST"),
    "fragment of an absolute target": (b"GET http://a/proxy/stub/x#y HTTP/1.1\r\nHost: a\r\n\r\n", 400, "BAD_REQUEST"),
    "space before the colon": (b"GET /proxy/stub/x HTTP/1.1\r\nHost : a\r\n\r\n", 400, "BAD_REQUEST"),
    "space before the first header": (b"GET /proxy/stub/x HTTP/1.1\r\n X: 1\r\nHost: a\r\n\r\n", 400, "BAD_REQUEST"),
    "bytes beyond ASCII in the target": (b"GET /proxy/stub/\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", 400, "BAD_REQUEST"),
    "no HTTP at all": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400, "BAD_REQUEST"),
    "star without OPTIONS": (b"GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400, "BAD_REQUEST"),
    "CONNECT": (b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 501, "METHOD_UNSUPPORTED"),
    "unknown method": (b"BREW /proxy/stub/x HTTP/1.1\r\nHost: a\r\n\r\n", 501, "METHOD_UNSUPPORTED"),
    "HTTP/2.0": (b"GET /proxy/stub/x HTTP/2.0\r\nHost: a\r\n\r\n", 505, "HTTP_VERSION_UNSUPPORTED"),
    "HTTP/2 from the first byte on": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "HTTP_VERSION_UNSUPPORTED"),
    "HTTP/1.2": (b"GET /proxy/stub/x HTTP/1.2\r\nHost: a\r\n\r\n", 505, "HTTP_VERSION_UNSUPPORTED"),
    "HTTP/0.9": (b"GET /proxy/stub/x\r\n\r\n", 505, "HTTP_VERSION_UNSUPPORTED"),
    "chunks in HTTP/1.0": (
        b"POST /proxy/stub/x HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
        "BAD_REQUEST",
    ),
    "unknown transfer coding": (
        b"POST /proxy/stub/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        501,
        "TRANSFER_CODING_UNSUPPORTED",
    ),
    "long target": (b"GET /proxy/stub/" + b"x" * 100_000, 414, "URI_TOO_LONG"),
    "long header": (b"GET /proxy/stub/x HTTP/1.1\r\nX-A: " + b"x" * 100_000, 431, "HEADERS_TOO_LARGE"),
}


@pytest.mark.parametrize("refused", REFUSED, ids=lambda name: name.replace(" ", "-"))
async def test_a_head_that_is_not_as_it_must_be_is_refused(tmp_path: Path, refused: str) -> None:
    data, status, code = REFUSED[refused]
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        has_headers = b"HTTP/" in data and not data.startswith(b"PRI")
        got = await send(running.port, data.replace(b"\r\n", b"\r\n" + OURS, 1) if has_headers else data)
    assert (got.status, got.json()["code"], got.header("connection")) == (status, code, "close")
    assert stub.seen == []


@pytest.mark.parametrize("refused", ["no host", "two hosts", "fragment", "HTTP/2.0", "unknown transfer coding"])
async def test_the_control_plane_refuses_the_same_heads(tmp_path: Path, refused: str) -> None:
    data, status, code = REFUSED[refused]
    async with relay_to(tmp_path) as running:
        got = await send(running.port, data.replace(b"/proxy/stub/x", b"/api/users"))
    assert (got.status, got.json()["code"]) == (status, code)


async def test_a_second_request_of_a_connection_is_looked_at_like_the_first(tmp_path: Path) -> None:
    second = b"GET /proxy/stub/2 HTTP/1.1\r\n" + OURS
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        for head in (second, second + b"Host: a/b\r\n", second + b"Host: relay\r\nHost: relay\r\n"):
            async with asyncio.timeout(10), connected(running.port) as (reader, writer):
                writer.write(request_bytes("GET", "/proxy/stub/1", [AUTH], None))
                first = await read_answer(reader)
                writer.write(head + b"\r\n")
                assert (first.status, (await read_answer(reader)).status) == (200, 400)
    assert [seen.target for seen in stub.seen] == ["/1"] * 3


@pytest.mark.parametrize("host", ["a", "A.example:8080", "[::1]:80", "[2001:db8::1]", "127.0.0.1", "a_b.example", "x:"])
async def test_every_sound_host_is_taken_and_the_upstreams_own_takes_its_place(tmp_path: Path, host: str) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await send(running.port, f"GET /proxy/stub/x HTTP/1.1\r\nHost: {host}\r\n".encode() + OURS + b"\r\n")
    assert (got.status, stub.seen[0].all("host")) == (200, [f"127.0.0.1:{stub.port}"])


async def test_the_target_may_be_absolute_and_its_host_is_ours_to_ignore(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        line = b"GET http://other.example:99/proxy/stub/a%2Fb?c=%20d HTTP/1.1\r\nHost: relay\r\n"
        got = await send(running.port, line + OURS + b"\r\n")
    assert (got.status, stub.seen[0].target) == (200, "/a%2Fb?c=%20d")
    assert stub.seen[0].all("host") == [f"127.0.0.1:{stub.port}"]


async def test_an_empty_line_before_a_request_is_passed_over(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await send(running.port, b"\r\n" + request_bytes("GET", "/proxy/stub/x", [AUTH], None))
    assert (got.status, len(stub.seen)) == (200, 1)


@pytest.mark.parametrize("target", ["/proxy/stub/x", "/v1/chat/completions"])
@pytest.mark.parametrize("at_once", [True, False])
async def test_trailers_are_dropped_and_never_become_headers(tmp_path: Path, target: str, *, at_once: bool) -> None:
    body = b'{"model":"test-model"}'
    chunked = [AUTH, ("Transfer-Encoding", "chunked"), ("Trailer", "X-Late"), ("TE", "trailers")]
    head = request_bytes("POST", target, chunked, None)
    rest = b"%x\r\n%b\r\n0\r\nX-Late: 1\r\nAuthorization: Bearer theirs\r\n\r\n" % (len(body), body)
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(head + rest if at_once else head)
        if not at_once:
            await asyncio.sleep(0.05)
            writer.write(rest)
        first = await read_answer(reader)
        writer.write(request_bytes("GET", "/proxy/stub/next", [AUTH], None))
        second = await read_answer(reader)
    assert (first.status, second.status) == (200, 200)
    for seen in stub.seen:
        late = [seen.header(name) for name in ("x-late", "trailer", "te")]
        assert (late, seen.all("authorization")) == ([None] * 3, ["Bearer sk-one"])
    assert stub.seen[0].body == body


async def test_http_1_0_gets_no_interim_answer_and_no_chunks(tmp_path: Path) -> None:
    chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    head = b"POST /proxy/stub/x HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n" + OURS + b"\r\n"
    async with (
        upstream(chunked) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(head)
        await asyncio.sleep(0.05)
        writer.write(b"{}")
        got = await reader.read()
    assert got.startswith(b"HTTP/1.1 200 ")
    assert got.endswith(b"connection: close\r\n\r\nhello")
    assert b"transfer-encoding" not in got
    assert stub.seen[0].header("expect") is None


async def test_a_body_is_asked_for_once_it_is_wanted_and_never_where_it_is_refused(tmp_path: Path) -> None:
    wish = [("Expect", "100-continue"), ("Content-Length", "2")]
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
    ):
        async with connected(running.port) as (reader, writer):
            writer.write(request_bytes("POST", "/proxy/stub/x", [AUTH, *wish], None))
            assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
            writer.write(b"{}")
            assert (await read_answer(reader)).status == 200
        async with connected(running.port) as (reader, writer):
            writer.write(request_bytes("POST", "/proxy/stub/x", wish, None))
            refused = await read_answer(reader)
            assert (refused.status, refused.header("connection"), await reader.read()) == (401, "close", b"")
    assert [(seen.body, seen.header("expect")) for seen in stub.seen] == [(b"{}", None)]


@pytest.mark.parametrize("wish", ["foo", "TLS/1.0, foo/2", "h2c"])
async def test_a_wish_for_a_protocol_that_http_can_stand_in_for_is_passed_over(tmp_path: Path, wish: str) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, headers=[AUTH, ("Connection", "Upgrade"), ("Upgrade", wish)])
    assert (got.status, got.header("upgrade"), stub.seen[0].header("upgrade")) == (200, None, None)


@pytest.mark.parametrize("wish", ["websocket", "foo, WebSocket"])
async def test_a_websocket_is_refused(tmp_path: Path, wish: str) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, headers=[AUTH, ("Connection", "Upgrade"), ("Upgrade", wish)])
        [record] = await running.logged(1)
    assert (got.status, got.json()["code"], record.status) == (501, "UPGRADE_UNSUPPORTED", 501)
    assert stub.seen == []


@pytest.mark.parametrize("method", ["TRACE", "CONNECT"])
async def test_trace_and_connect_end_here_and_say_what_may_be_asked(tmp_path: Path, method: str) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, method=method, headers=[AUTH, ("Max-Forwards", "5")])
    assert (got.status, got.header("allow")) == (405, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
    assert stub.seen == []


@pytest.mark.parametrize(
    ("target", "method", "allow"),
    [
        ("/v1/models", "POST", "GET, HEAD"),
        ("/v1/chat/completions", "GET", "POST"),
        ("/v1/messages", "PUT", "POST"),
        ("/v1/embeddings", "DELETE", "POST"),
    ],
)
async def test_a_method_that_a_path_does_not_have_is_a_405_with_those_it_has(
    tmp_path: Path, target: str, method: str, allow: str
) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, target, method=method)
    assert (got.status, got.header("allow")) == (405, allow)


async def test_options_of_the_server_and_without_a_hop_left_is_answered_here(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        star = await ask(running.port, "*", method="OPTIONS", headers=[])
        last = await ask(running.port, method="OPTIONS", headers=[AUTH, ("Max-Forwards", "0")])
        forwarded = await ask(running.port, method="OPTIONS", headers=[AUTH, ("Max-Forwards", "3"), ("X-A", "1")])
        other = await ask(running.port, method="OPTIONS", headers=[AUTH, ("Max-Forwards", "many")])
    for got in (star, last):
        assert (got.status, got.header("allow"), got.body) == (204, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", b"")
    assert (forwarded.status, other.status) == (200, 200)
    assert [(seen.header("max-forwards"), seen.header("x-a")) for seen in stub.seen] == [("2", "1"), ("many", None)]


async def test_more_hops_than_a_number_can_say_are_as_good_as_endless(tmp_path: Path) -> None:
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, method="OPTIONS", headers=[AUTH, ("Max-Forwards", "9" * 5000)])
    assert (got.status, len(stub.seen)) == (200, 1)


async def test_our_own_cookies_stay_here(tmp_path: Path) -> None:
    cookies = [("Cookie", "a=1; __Host-relaydesk_refresh=secret; b=2"), ("Cookie", "relaydesk_refresh=secret")]
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        await ask(running.port, headers=[AUTH, *cookies])
    assert stub.seen[0].all("cookie") == ["a=1; b=2"]


async def test_via_names_us_by_a_pseudonym_behind_who_was_there_before(tmp_path: Path) -> None:
    reply = answer(200, b"{}", "Via: 1.1 theirs")
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, headers=[AUTH, ("Via", "1.1 first, 2 second"), ("Connection", "Via-Not")])
        old = await send(running.port, b"GET /proxy/stub/x HTTP/1.0\r\n" + OURS + b"\r\n")
    [mine] = [value for value in stub.seen[0].all("via") if "relaydesk" in value]
    assert re.fullmatch("1[.]1 relaydesk-[0-9a-f]{12}", mine)
    assert stub.seen[0].all("via") == ["1.1 first, 2 second", mine]
    assert [value for name, value in got.headers if name == "via"] == ["1.1 theirs", mine]
    assert (old.status, stub.seen[1].all("via")) == (200, [mine.replace("1.1", "1.0")])


async def test_connection_cannot_take_away_what_we_say_ourselves(tmp_path: Path) -> None:
    named = "Via, Host, Authorization, X-Request-ID, Content-Length, X-Own"
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, method="POST", headers=[AUTH, ("Connection", named), ("X-Own", "1")], body=b"abc")
    [seen] = stub.seen
    assert (got.status, seen.body, seen.all("authorization"), seen.header("x-own")) == (
        200,
        b"abc",
        ["Bearer sk-one"],
        None,
    )
    assert [len(seen.all(name)) for name in ("via", "host", "x-request-id")] == [1, 1, 1]
