"""Event streams as the WHATWG's format permits them: lines that end with LF, CRLF or CR, events that say nothing."""

import asyncio
import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from backports import zstd
from relay_kit import AUTH, answer, ask, relay_to, to_stub, upstream

from relaydesk.gateway.relay.errors import RelayError
from relaydesk.gateway.relay.server.local import chat, stream_chat
from relaydesk.gateway.relay.snapshot import Dialect
from relaydesk.gateway.relay.wire.density import SLICE_BYTES
from relaydesk.gateway.relay.wire.encodings import Decoder, UndecodableError
from relaydesk.gateway.relay.wire.stream_usage import UsageFilter

EVENTS = "Content-Type: text/event-stream"
ENDS = {"LF": b"\n\n", "CRLF": b"\r\n\r\n", "CR": b"\r\r", "mixed": b"\r\r\n"}
NOTHING = [b"5", b"null", b'"x"', b"[]"]
ASKED = {"model": "test-model", "max_tokens": 9, "stream": True, "messages": [{"role": "user", "content": "hi"}]}


def chunk(delta: dict[str, Any], finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return json.dumps({"id": "c", "model": "m", "choices": [choice]}).encode()


USAGE = b'{"id": "c", "choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 2}}'
CHUNKS = [chunk({"content": "Hel"}), chunk({"content": "lo!"}), chunk({}, "stop")]
BODY = json.dumps(ASKED).encode()


def stream(end: bytes, *events: bytes) -> bytes:
    return b"".join(b"data: %b%b" % (event, end) for event in events)


def whole(end: bytes) -> bytes:
    return stream(end, NOTHING[0], CHUNKS[0], *NOTHING[1:], *CHUNKS[1:], USAGE, b"[DONE]")


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
async def test_a_stream_is_told_passed_on_and_counted_whatever_ends_its_lines(tmp_path: Path, end: bytes) -> None:
    sent = whole(end)
    async with upstream(answer(200, sent, EVENTS)) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        told = await ask(running.port, "/v1/messages", method="POST", headers=[AUTH], body=BODY)
        passed = await ask(running.port, "/v1/chat/completions", method="POST", headers=[AUTH], body=BODY)
        records = await running.logged(2)
    events = [json.loads(line.removeprefix(b"data: ")) for line in told.body.split(b"\n") if line.startswith(b"data: ")]
    texts = [event["delta"]["text"] for event in events if event["type"] == "content_block_delta"]
    assert (texts, events[-1]["type"]) == (["Hel", "lo!"], "message_stop")
    assert passed.body == sent
    assert [(r.end_reason, r.tokens_in, r.tokens_out, r.tokens_estimated) for r in records] == [
        ("done", 9, 2, False)
    ] * 2


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
async def test_counts_that_were_not_asked_for_are_taken_out_whatever_ends_the_lines(tmp_path: Path, end: bytes) -> None:
    dialect = Dialect(asks_for_stream_usage=True)
    async with (
        upstream(answer(200, whole(end), EVENTS)) as stub,
        relay_to(tmp_path, to_stub(stub, dialect=dialect)) as running,
    ):
        got = await ask(running.port, "/v1/chat/completions", method="POST", headers=[AUTH], body=BODY)
    assert got.body == whole(end).replace(stream(end, USAGE), b"")


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
async def test_callers_in_the_process_get_the_chunks_whatever_ends_the_lines(tmp_path: Path, end: bytes) -> None:
    async with upstream(answer(200, whole(end), EVENTS)) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        chunks = [got async for got in stream_chat(running.relay, ASKED, caller="assistant:7")]
    assert chunks == [json.loads(event) for event in (*CHUNKS, USAGE)]


@pytest.mark.parametrize(
    ("error", "told"),
    [(b'{"message": "no memory left"}', ": no memory left"), (b'"gone"', ": gone"), (b'{"code": 5}', r"\.")],
)
async def test_an_error_within_a_stream_is_one_to_callers_in_the_process(
    tmp_path: Path, error: bytes, told: str
) -> None:
    sent = stream(b"\n\n", CHUNKS[0], b'{"error": %b}' % error, b"[DONE]")
    async with upstream(answer(200, sent, EVENTS)) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        chunks = stream_chat(running.relay, ASKED, caller="assistant:7")
        assert await anext(chunks) == json.loads(CHUNKS[0])
        with pytest.raises(RelayError, match=rf" broke off{told}$") as raised:
            await anext(chunks)
        [record] = await running.logged(1)
    assert (raised.value.code, record.end_reason) == ("UPSTREAM_BROKE_OFF", "truncated")


@pytest.mark.parametrize("kind", [EVENTS, "Content-Type: application/json"])
@pytest.mark.parametrize("content", [b"[" * 20_000 + b"]" * 20_000, b"[" * 200_000 + b"]" * 200_000, b'"\xff"'])
async def test_what_cannot_be_read_of_an_answer_is_its_upstreams_fault(
    tmp_path: Path, content: bytes, kind: str
) -> None:
    sent = b'{"choices":%b}' % content
    body = stream(b"\n\n", sent, b"[DONE]") if kind == EVENTS else sent
    async with upstream(answer(200, body, kind)) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        with pytest.raises(RelayError) as streamed:
            await anext(stream_chat(running.relay, ASKED, caller="assistant:7"))
        with pytest.raises(RelayError) as whole_answer:
            await chat(running.relay, ASKED, caller="assistant:7")
        records = await running.logged(2)
    assert [raised.value.code for raised in (streamed, whole_answer)] == ["UPSTREAM_BROKE_OFF"] * 2
    assert [record.end_reason for record in records] == ["truncated"] * 2


@pytest.mark.parametrize("end", [b"\n\n", b"\r\r"], ids=["LF", "CR"])
def test_counts_are_taken_out_wherever_the_stream_is_cut(end: bytes) -> None:
    sent = whole(end) + b"left"
    wanted = sent.replace(b"data: %b%b" % (USAGE, end), b"")
    for size in range(1, len(sent)):
        usage_filter = UsageFilter()
        pieces = [usage_filter.feed(sent[start : start + size]) for start in range(0, len(sent), size)]
        assert b"".join([*pieces, usage_filter.end()]) == wanted, size


async def test_a_caller_in_this_process_gets_each_chunk_of_a_large_piece_and_others_have_their_turn(
    tmp_path: Path,
) -> None:
    turns = 0

    async def count_turns() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    sent = stream(b"\n\n", *[chunk({"content": "a"})] * 1_000, *CHUNKS, b"[DONE]")
    async with upstream(answer(200, sent, EVENTS)) as stub, relay_to(tmp_path, to_stub(stub)) as running:
        counting = asyncio.create_task(count_turns())
        seen = [turns async for _ in stream_chat(running.relay, ASKED, caller="test")]
        counting.cancel()
    assert len(seen) == 1_003
    # how it arrives is the machine's: of what is here at once, a slice is read in one turn
    per_turn = max(seen.count(turn) for turn in set(seen))
    assert per_turn * len(chunk({"content": "a"})) <= SLICE_BYTES


def test_a_body_of_many_content_encodings_is_not_unpacked() -> None:
    with pytest.raises(UndecodableError, match="too many content encodings"):
        Decoder([b"gzip"] * 5)


EMPTY = gzip.compress(b"")


@pytest.mark.parametrize(
    ("encodings", "body"),
    [
        ([b"gzip"], EMPTY * 1_000),
        ([b"zstd"], zstd.compress(b"a") * 1_500),
        ([b"gzip", b"gzip"], gzip.compress(EMPTY * 400_000)),  # 20 KB
    ],
    ids=["gzip", "zstd", "gzip in gzip"],
)
def test_a_body_of_thousands_of_empty_members_is_not_unpacked(encodings: list[bytes], body: bytes) -> None:
    with pytest.raises(UndecodableError, match="too many small parts"):
        Decoder(encodings).feed(body)


@pytest.mark.parametrize("pack", [gzip.compress, zstd.compress], ids=["gzip", "zstd"])
def test_events_that_are_packed_each_by_itself_are_unpacked(pack: Callable[[bytes], bytes]) -> None:
    sent = [stream(b"\n\n", chunk({"content": f"{number}"})) for number in range(2_000)]
    encoding = b"gzip" if pack is gzip.compress else b"zstd"
    assert Decoder([encoding]).feed(b"".join(map(pack, sent))) == b"".join(sent)
