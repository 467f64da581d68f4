"""Answers as RFC 9110 and 9112 want them: an upstream's on its way through, and those that the relay makes itself."""

import asyncio
import re
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from relay_kit import (
    AUTH,
    Got,
    answer,
    ask,
    connected,
    read_answer,
    relay_to,
    request_bytes,
    retry,
    to_stub,
    upstream,
)

OK_HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n"
DATE = re.compile(
    "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] [A-Z][a-z]{2} 20[0-9]{2} [0-2][0-9]:[0-5][0-9]:[0-6][0-9] GMT"
)

SPOILED = {
    "HTTP/2.0": b"HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
    "HTTP/0.9": b"HTTP/0.9 200 OK\r\nContent-Length: 0\r\n\r\n",
    "a transfer coding under the chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a transfer coding without chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n....",
}


@pytest.mark.parametrize("spoiled", SPOILED, ids=lambda name: name.replace(" ", "-"))
async def test_an_answer_in_what_was_never_asked_for_is_a_502(tmp_path: Path, spoiled: str) -> None:
    async with upstream(SPOILED[spoiled]) as stub, relay_to(tmp_path, to_stub(stub, retry=retry(1))) as running:
        got = await ask(running.port)
        [record] = await running.logged(1)
    assert (got.status, got.json()["code"], record.status) == (502, "UPSTREAM_ANSWER_INVALID", 502)


async def test_trailers_of_an_answer_are_dropped_as_is_their_announcement(tmp_path: Path) -> None:
    chunked = OK_HEAD + b"5\r\nhello\r\n0\r\nX-Late: 1\r\nSet-Cookie: a=1\r\n\r\n"
    async with (
        upstream(chunked) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        for _ in range(2):
            writer.write(request_bytes("GET", "/proxy/stub/x", [AUTH], None))
            got = await read_answer(reader)
            names = {name for name, _ in got.headers}
            assert (got.body, {"x-late", "set-cookie", "trailer"} & names) == (b"hello", set())
    assert stub.connections == 1


async def test_a_part_of_a_body_passes_as_it_was_asked_for(tmp_path: Path) -> None:
    reply = b'HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-4/10\r\nContent-Length: 3\r\nETag: "1"\r\n\r\ncde'
    asked = [AUTH, ("Range", "bytes=2-4"), ("If-Range", '"1"'), ("If-None-Match", '"2"')]
    async with upstream(reply) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port, headers=asked)
    assert (got.status, got.body, got.header("content-range"), got.header("etag")) == (
        206,
        b"cde",
        "bytes 2-4/10",
        '"1"',
    )
    assert [stub.seen[0].header(name) for name, _ in asked[1:]] == [value for _, value in asked[1:]]


async def test_what_an_answer_says_to_caches_passes_untouched(tmp_path: Path) -> None:
    said = ["Cache-Control: private, max-age=60", "Age: 7", "Vary: Accept-Language", "Expires: 0", "Pragma: no-cache"]
    async with upstream(answer(200, b"{}", *said)) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        got = await ask(running.port)
    assert [
        f"{name.title()}: {got.header(name)}" for name in ("cache-control", "age", "vary", "expires", "pragma")
    ] == said


async def test_the_date_is_the_upstreams_where_it_has_one_and_else_ours(tmp_path: Path) -> None:
    theirs = "Tue, 15 Nov 1994 08:12:31 GMT"
    async with (
        upstream(answer(200, b"{}", f"Date: {theirs}")) as dated,
        upstream(answer(200, b"{}")) as undated,
        relay_to(tmp_path, to_stub(dated), to_stub(undated, id=2, name="undated")) as running,
    ):
        kept = await ask(running.port)
        made = await ask(running.port, "/proxy/undated/x")
    dates = [[value for name, value in got.headers if name == "date"] for got in (kept, made)]
    assert dates[0] == [theirs]
    assert [bool(DATE.fullmatch(date)) for date in dates[1]] == [True]
    assert parsedate_to_datetime(dates[1][0]).year > 2000


@pytest.mark.parametrize("status", [204, 205, 304])
async def test_an_answer_without_a_body_leaves_the_connection_in_step(tmp_path: Path, status: int) -> None:
    head = f"HTTP/1.1 {status} Some\r\nContent-Length: 0\r\n\r\n".encode()
    async with (
        upstream(head) as stub,
        relay_to(tmp_path, to_stub(stub)) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("GET", "/proxy/stub/x", [AUTH], None) * 2)
        got = [await read_answer(reader) for _ in range(2)]
    assert [(g.status, g.body) for g in got] == [(status, b"")] * 2
    assert stub.connections == 1


async def test_head_of_an_error_of_ours_has_its_length_and_no_body(tmp_path: Path) -> None:
    async with (
        relay_to(tmp_path) as running,
        asyncio.timeout(10),
        connected(running.port) as (reader, writer),
    ):
        writer.write(request_bytes("HEAD", "/proxy/unknown/x", [AUTH], None))
        first = await read_answer(reader, "HEAD")
        writer.write(request_bytes("GET", "/proxy/unknown/x", [AUTH], None))
        second = await read_answer(reader)
    assert (first.status, second.status) == (404, 404)
    assert first.header("content-length") == second.header("content-length")


async def own_answers(tmp_path: Path) -> dict[str, Got]:
    """One of each kind that the data plane makes itself."""
    origin = ("Origin", "https://shop.example")
    async with (
        upstream() as stub,
        relay_to(tmp_path, to_stub(stub), allow_origins=["https://shop.example"]) as running,
    ):
        port = running.port

        async def raw(data: bytes) -> Got:
            async with asyncio.timeout(10), connected(port) as (reader, writer):
                writer.write(data)
                return await read_answer(reader)

        preflight = [origin, ("Access-Control-Request-Method", "POST")]
        return {
            "preflight": await ask(port, method="OPTIONS", headers=preflight),
            "options": await ask(port, "*", method="OPTIONS", headers=[]),
            "models": await ask(port, "/v1/models"),
            "unauthenticated": await ask(port, headers=[]),
            "not found": await ask(port, "/proxy/unknown/x"),
            "not allowed": await ask(port, "/v1/models", method="POST"),
            "openai": await ask(port, "/v1/chat/completions", method="POST", body=b"{}"),
            "anthropic": await ask(port, "/v1/messages", method="POST", body=b"{}"),
            "unreadable": await raw(b"GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
            "too large": await raw(b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000),
        }


async def test_every_answer_of_our_own_carries_what_the_others_carry(tmp_path: Path) -> None:
    for kind, got in (await own_answers(tmp_path)).items():
        said = dict(got.headers)
        assert (said["x-content-type-options"], said["cache-control"]) == ("nosniff", "no-store"), kind
        assert DATE.fullmatch(said["date"]), kind
        assert re.fullmatch("[0-9a-f]{32}", said["x-request-id"]), kind
        assert "via" not in said, kind  # nobody's answer was forwarded


async def test_a_401_says_how_to_do_better_and_an_error_below_names_its_request(tmp_path: Path) -> None:
    answers = await own_answers(tmp_path)
    assert answers["unauthenticated"].header("www-authenticate") == "Bearer"
    for kind in ("unreadable", "too large"):
        got = answers[kind]
        assert got.json()["request_id"] == got.header("x-request-id")
        assert set(got.json()) == {"code", "message", "details", "timestamp", "request_id"}
