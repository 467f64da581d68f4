"""Scripts on live answers through real sockets: what reaches the client, what is counted."""

import asyncio
import gzip
import json
from pathlib import Path

import pytest
from relay_kit import (
    AUTH,
    Seen,
    answer,
    ask,
    connected,
    relay_to,
    request_bytes,
    retry,
    scripted,
    to_stub,
    until,
    upstream,
)
from script_kit import CHAT, JSON_LINE, chat, request_script, response_script, script

from relaydesk.gateway.relay.server import local
from relaydesk.gateway.relay.snapshot import Auth, Route, Rule, Target

BODY = b'{"id": 1, "mail": "ann@shop.example", "usage": {"prompt_tokens": 3, "completion_tokens": 4}}'


async def test_an_answer_is_passed_on_with_the_scripts_headers_and_body_and_its_tokens_still_count(
    tmp_path: Path,
) -> None:
    change = "response.json = {mail: '***', as: request.json.model}; response.headers['x-by'] = String(response.status)"
    async with (
        upstream(answer(200, BODY, JSON_LINE, 'ETag: "1"', "X-Twice: a", "X-Twice: b")) as stub,
        relay_to(tmp_path, to_stub(stub), scripts=[response_script(change)]) as running,
    ):
        got = await chat(running)
        assert (await chat(running)).body == got.body  # on the same connection to the upstream
        rows = await running.logged(2)
    assert got.json() == {"mail": "***", "as": "test-model"}
    assert (got.header("x-by"), got.header("etag"), got.header("x-relaydesk-upstream")) == ("200", None, "stub")
    assert [v for n, v in got.headers if n == "x-twice"] == ["a", "b"]
    assert {(r.tokens_in, r.tokens_out, r.bytes_out) for r in rows} == {(3, 4, len(got.body))}
    assert stub.connections == 1


async def test_a_compressed_answer_is_unpacked_for_a_script_and_left_packed_where_none_changes_it(
    tmp_path: Path,
) -> None:
    packed = gzip.compress(BODY)
    source = "if (request.headers.x) response.json.mail = 'x'; response.headers['x-id'] = String(response.json.id)"
    reply = answer(200, packed, JSON_LINE, "Content-Encoding: gzip")
    async with (
        upstream(reply) as stub,
        relay_to(tmp_path, to_stub(stub), scripts=[response_script(source)]) as running,
    ):
        encodings = ("Accept-Encoding", "br, gzip")
        left = await ask(running.port, headers=[AUTH, encodings])
        changed = await ask(running.port, headers=[AUTH, encodings, ("X", "1")])
        await ask(running.port, headers=[AUTH])
    assert (left.body, left.header("content-encoding"), left.header("x-id")) == (packed, "gzip", "1")
    assert (changed.json()["mail"], changed.header("content-encoding")) == ("x", None)
    assert [s.header("accept-encoding") for s in stub.seen] == ["gzip", "gzip", "identity"]


@pytest.mark.parametrize("cut", [0, 20], ids=["at once", "in two parts"])
async def test_rules_see_a_compressed_body_as_the_upstream_sent_it_whatever_a_script_makes_of_it(
    tmp_path: Path, cut: int
) -> None:
    packed = gzip.compress(BODY)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"

    async def in_parts(_seen: Seen, _reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head % len(packed) + packed[:cut])
        await writer.drain()
        await asyncio.sleep(0.05 if cut else 0)
        writer.write(packed[cut:])

    known = [
        Rule(id=i, name=word, condition={"body": {"contains": word}}, actions=({"tag": word},))
        for i, word in enumerate(("ann@shop", "hidden"), 1)
    ]
    hide = response_script("response.json.mail = 'hidden'")
    async with (
        upstream(in_parts) as stub,
        relay_to(tmp_path, to_stub(stub), scripts=[hide], rules=known) as running,
    ):
        got = await ask(running.port, headers=[AUTH, ("Accept-Encoding", "gzip")])
        [row] = await running.logged(1)
    assert got.json()["mail"] == "hidden"
    assert row.tags == ["ann@shop"]


async def test_a_stream_a_head_and_an_empty_answer_show_a_script_their_headers_only(tmp_path: Path) -> None:
    async def script_of(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if seen.method == "HEAD":
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n")
        elif seen.target == "/empty":
            writer.write(b"HTTP/1.1 204 No Content\r\nContent-Type: application/json\r\n\r\n")
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
            for event in (b"data: 1\n\n", b"data: 2\n\n"):
                writer.write(b"%x\r\n%b\r\n" % (len(event), event))
                await writer.drain()
            writer.write(b"0\r\n\r\n")

    note = response_script("response.headers['x-json'] = String(response.json)")
    async with upstream(script_of) as stub, relay_to(tmp_path, to_stub(stub), scripts=[note]) as running:
        head = await ask(running.port, method="HEAD")
        empty = await ask(running.port, "/proxy/stub/empty")
        stream = await ask(running.port)
    assert [got.header("x-json") for got in (head, empty, stream)] == ["null", "null", "null"]
    assert (head.header("content-length"), empty.body, stream.body) == ("9", b"", b"data: 1\n\ndata: 2\n\n")


async def test_an_answer_larger_than_a_script_may_read_passes_whole(tmp_path: Path) -> None:
    large = b'{"x": "' + b"y" * (2 * 1024 * 1024) + b'"}'

    async def chunked(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\n{JSON_LINE}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        for at in range(0, len(large), 65536):
            piece = large[at : at + 65536]
            writer.write(b"%x\r\n%b\r\n" % (len(piece), piece))
            await writer.drain()
        writer.write(b"0\r\n\r\n")

    note = response_script("response.headers['x-json'] = String(response.json)")
    async with upstream(chunked) as stub, relay_to(tmp_path, to_stub(stub), scripts=[note]) as running:
        got = await ask(running.port)
    assert (got.header("x-json"), got.body == large, got.whole) == ("null", True, True)


async def test_an_answer_that_breaks_off_while_a_script_waits_for_it_is_an_error(tmp_path: Path) -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"

    async def breaking(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        writer.write(cut)
        return True

    async with upstream(breaking) as stub, relay_to(tmp_path, to_stub(stub), scripts=[response_script("")]) as running:
        got = await ask(running.port)
        [row] = await running.logged(1)
    assert (got.status, got.json()["code"]) == (502, "UPSTREAM_BROKE_OFF")
    assert (row.status, row.end_reason) == (502, "truncated")


async def test_errors_of_upstreams_are_shown_to_scripts_and_answers_may_be_rejected(tmp_path: Path) -> None:
    source = "if (response.status === 404) reject(403, response.json.error); response.headers['x-s'] = 'seen'"
    failing = answer(500, b'{"error": "down"}', JSON_LINE), answer(404, b'{"error": "gone"}', JSON_LINE)
    async with (
        upstream(scripted(*failing)) as stub,
        relay_to(tmp_path, to_stub(stub, retry=retry(1)), scripts=[response_script(source)]) as running,
    ):
        down = await ask(running.port)
        gone = await ask(running.port)
        rows = await running.logged(2)
    assert (down.status, down.header("x-s"), down.body) == (500, "seen", b'{"error": "down"}')
    assert (gone.status, gone.json()["code"], gone.json()["message"]) == (403, "SCRIPT_REJECTED", "gone")
    assert [(r.status, r.error, len(r.attempts)) for r in rows] == [(500, None, 1), (403, "SCRIPT_REJECTED", 1)]


async def test_a_script_runs_once_for_an_upstream_that_is_asked_again_and_not_for_another(tmp_path: Path) -> None:
    scripts = [
        request_script("request.json.runs = (request.json.runs || 0) + 1", upstream_id=1),
        response_script("response.headers['x-from'] = request.upstream", 2, upstream_id=1),
    ]
    down, fine = answer(503, b"{}", JSON_LINE), answer(200, b"{}", JSON_LINE)
    async with upstream(down) as first, upstream(scripted(down, fine)) as second:
        route = Route(1, "test-model", (Target(1),), (Target(2),))
        async with relay_to(
            tmp_path,
            to_stub(first, retry=retry(4)),
            to_stub(second, id=2, name="second"),
            routes=[route],
            upstream_keys=[],
            scripts=scripts,
        ) as running:
            got = await chat(running)
    assert got.status == 200
    assert [json.loads(s.body).get("runs") for s in first.seen] == [1] * len(first.seen)
    assert {json.loads(s.body).get("runs") for s in second.seen} == {None}
    assert got.header("x-from") is None


async def test_a_script_speaks_its_upstreams_format(tmp_path: Path) -> None:
    reply = {
        "id": "msg_1", "type": "message", "role": "assistant", "model": "claude", "stop_reason": "end_turn",
        "content": [{"type": "text", "text": "tea"}], "usage": {"input_tokens": 1, "output_tokens": 2},
    }  # fmt: skip
    source = """
    function onRequest(request) { request.json.max_tokens = Math.min(request.json.max_tokens, 9); }
    function onResponse(response) { for (const part of response.json.content) part.text = part.text.toUpperCase(); }
    """
    async with upstream(answer(200, json.dumps(reply).encode(), JSON_LINE)) as stub:
        claude = to_stub(stub, format="anthropic", auth=Auth("header", "x-api-key"))
        async with relay_to(tmp_path, claude, scripts=[script(source)]) as running:
            got = await chat(running)
            [row] = await running.logged(1)
    assert (stub.seen[0].target, json.loads(stub.seen[0].body)["max_tokens"]) == ("/v1/messages", 9)
    assert got.json()["choices"][0]["message"]["content"] == "TEA"
    assert (row.tokens_in, row.tokens_out) == (1, 2)


async def test_a_request_inside_the_process_runs_through_scripts_too(tmp_path: Path) -> None:
    reply = b'{"choices": [{"message": {"content": "tea"}}]}'
    scripts = [
        request_script("request.json.n = 1"),
        response_script("response.json.choices[0].message.content += '!'", 2),
    ]
    async with upstream(answer(200, reply, JSON_LINE)) as stub, relay_to(tmp_path, to_stub(stub), scripts=scripts) as r:
        said = await local.chat(r.relay, dict(CHAT), caller="test")
    assert said == {"choices": [{"message": {"content": "tea!"}}]}
    assert json.loads(stub.seen[0].body)["n"] == 1


async def test_a_client_that_leaves_while_its_script_runs_leaves_nothing_behind(tmp_path: Path) -> None:
    slow = request_script("if (request.headers.slow) while (true) {}", timeout_ms=100)
    async with upstream() as stub, relay_to(tmp_path, to_stub(stub), scripts=[slow]) as running:
        assert (await ask(running.port)).status == 200
        async with connected(running.port) as (_, writer):
            writer.write(request_bytes("GET", "/proxy/stub/x", [AUTH, ("Slow", "1")], None))
            await until(lambda: len(running.relay._running) == 1)
        rows = await running.logged(2)
        assert (await ask(running.port)).status == 200
    assert [row.end_reason for row in rows] == ["done", "client_gone"]
    assert len(stub.seen) == 2
