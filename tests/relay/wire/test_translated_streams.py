"""Streams told in the other format's words as they arrive: golden pairs, any split of the bytes, cuts and bounds."""

import json
import re
from collections.abc import Callable, Iterable
from itertools import cycle, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_formats import GOLDEN, anthropic_events, checked_chunk, golden, openai_chunks

from relaydesk.gateway.relay.wire.translate.errors import EventTooLargeError, UnreadableAnswerError
from relaydesk.gateway.relay.wire.translate.streams.to_anthropic import StreamToAnthropic
from relaydesk.gateway.relay.wire.translate.streams.to_openai import StreamToOpenAI
from relaydesk.gateway.relay.wire.translate.tokens import Tokens

Converter = StreamToOpenAI | StreamToAnthropic

TO_OPENAI, TO_ANTHROPIC = golden("streams_to_openai", ".in.sse"), golden("streams_to_anthropic", ".in.sse")
ALL = [("streams_to_openai", name) for name in TO_OPENAI] + [("streams_to_anthropic", name) for name in TO_ANTHROPIC]
CUT = {"cut_in_the_middle"}
FAILED = {"an_error_in_the_middle"}
MAKERS: dict[str, Callable[[], Converter]] = {
    "streams_to_openai": lambda: StreamToOpenAI(created=1_700_000_000, include_usage=True),
    "streams_to_anthropic": StreamToAnthropic,
}


def stream_pair(folder: str, name: str) -> tuple[bytes, bytes]:
    return (GOLDEN / folder / f"{name}.in.sse").read_bytes(), (GOLDEN / folder / f"{name}.out.sse").read_bytes()


def told(converter: Converter, pieces: Iterable[bytes], *, is_orderly: bool = True) -> bytes:
    """What comes out, the ids that were made without what is random in them."""
    written = b"".join([converter.feed(piece) for piece in pieces]) + converter.end(is_orderly=is_orderly)
    return re.sub(rb'"(msg_|chatcmpl-|call_)[0-9a-f]{32}"', rb'"\1"', written)


def split(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    places = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    return [data[start:end] for start, end in pairwise(places)]


@pytest.mark.parametrize(("folder", "name"), ALL)
def test_a_stream_is_told_in_the_other_formats_words(folder: str, name: str) -> None:
    given_stream, expected = stream_pair(folder, name)
    converter = MAKERS[folder]()
    assert told(converter, [given_stream]) == expected
    assert (converter.finished, converter.failed) == (name not in CUT | FAILED, name in FAILED)


@pytest.mark.parametrize("name", sorted(set(TO_OPENAI) - CUT - FAILED))
def test_chunks_are_what_openais_types_expect(name: str) -> None:
    chunks = openai_chunks(stream_pair("streams_to_openai", name)[1])
    assert [chunk["usage"] is None for chunk in chunks] == [True] * (len(chunks) - 1) + [False]


@pytest.mark.parametrize("name", sorted(set(TO_ANTHROPIC) - FAILED))
def test_events_are_what_anthropics_types_expect_in_their_order(name: str) -> None:
    events = anthropic_events(stream_pair("streams_to_anthropic", name)[1])
    open_block, count = None, 0
    for event in events:
        if event["type"] == "content_block_start":
            assert (open_block, event["index"]) == (None, count)
            open_block, count = count, count + 1
        elif event["type"] == "content_block_delta":
            assert event["index"] == open_block
        elif event["type"] == "content_block_stop":
            assert event["index"] == open_block
            open_block = None
    assert (events[-1]["type"] == "message_stop") == (name not in CUT)


def ended_by(stream: bytes, ends: list[bytes]) -> bytes:
    """Its lines with these ends in turn; a CR before an empty line with LF would be one end, a CRLF."""
    ended = bytearray()
    for line, end in zip(stream.split(b"\n")[:-1], cycle(ends)):
        ended += line + (b"\r" if not line and end == b"\n" and ended.endswith(b"\r") else end)
    return bytes(ended)


@given(
    st.sampled_from(ALL),
    st.lists(st.integers(0, 1 << 16), max_size=40),
    st.lists(st.sampled_from([b"\n", b"\r\n", b"\r"]), min_size=1, max_size=5),
)
def test_a_stream_split_anywhere_is_told_the_same(case: tuple[str, str], cuts: list[int], ends: list[bytes]) -> None:
    folder, name = case
    given_stream, expected = stream_pair(folder, name)
    given_stream = ended_by(given_stream, ends)
    converter = MAKERS[folder]()
    assert told(converter, split(given_stream, cuts)) == expected
    assert converter.finished == (name not in CUT | FAILED)


@pytest.mark.parametrize(("folder", "name"), ALL)
def test_a_stream_in_single_bytes_is_told_the_same(folder: str, name: str) -> None:
    given_stream, expected = stream_pair(folder, name)
    assert told(MAKERS[folder](), split(given_stream, range(len(given_stream)))) == expected


@given(st.sampled_from(ALL), st.integers(0, 1 << 16))
def test_a_stream_cut_before_its_end_never_gets_one(case: tuple[str, str], cut: int) -> None:
    folder, name = case
    given_stream, expected = stream_pair(folder, name)
    end = b'data: {"type":"message_stop"}' if folder == "streams_to_openai" else b"data: [DONE]"
    before_end = given_stream.partition(end)[0]
    converter = MAKERS[folder]()
    written = told(converter, [before_end[: cut % (len(before_end) + 1)]], is_orderly=False)
    assert expected.startswith(written)
    assert not converter.finished
    assert b"[DONE]" not in written
    assert b"message_stop" not in written


def test_an_end_without_its_empty_line_is_an_end() -> None:
    for folder, make in MAKERS.items():
        given_stream, expected = stream_pair(folder, "text")
        converter = make()
        assert told(converter, [given_stream.rstrip(b"\n")]) == expected
        assert converter.finished


def test_nothing_is_told_after_the_end() -> None:
    for folder, make in MAKERS.items():
        given_stream, expected = stream_pair(folder, "text")
        assert told(make(), [given_stream, given_stream, b"data: nonsense\n\n"]) == expected


def test_comments_ids_and_data_over_several_lines_are_read() -> None:
    stream = (
        b': hello\n\nid: 7\nretry: 10\nevent: message_start\ndata: {"type":"message_start",\n'
        b'data: "message":{"id":"msg_1",\ndata:"model":"m"}}\n\n:\n\n'
        b'event: compaction\ndata: {"type":"compaction"}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n'
    )
    assert told(StreamToOpenAI(created=5, include_usage=False), [stream]) == (
        b'data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":5,"model":"m","choices":[{"index":0,'
        b'"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}\n\ndata: [DONE]\n\n'
    )


def test_a_client_that_asked_for_no_usage_gets_none() -> None:
    written = told(StreamToOpenAI(created=5, include_usage=False), [stream_pair("streams_to_openai", "text")[0]])
    assert b"usage" not in written
    assert [checked_chunk(event) for event in written.decode().split("\n\n")[:-2]] == [True, False, True, True, True]


def test_token_counts_can_be_asked_for_as_they_come() -> None:
    to_openai = StreamToOpenAI(created=5, include_usage=False)
    assert to_openai.tokens is None
    to_openai.feed(stream_pair("streams_to_openai", "cut_in_the_middle")[0])
    assert to_openai.tokens == Tokens(input=10, output=1)
    to_anthropic = StreamToAnthropic()
    assert to_anthropic.tokens is None
    to_anthropic.feed(stream_pair("streams_to_anthropic", "tokens_from_the_cache")[0])
    assert to_anthropic.tokens == Tokens(input=240, output=50, cached=200, reasoning=40)


@pytest.mark.parametrize(
    "piece", [b"data: " + b"x" * 2000, b"data: x\n" * 400, b": " + b"x" * 2000, b"x" * 2000 + b"\n"]
)
def test_an_event_larger_than_the_bound_is_refused(piece: bytes) -> None:
    for converter in (
        StreamToOpenAI(created=5, include_usage=False, max_event_bytes=1000),
        StreamToAnthropic(max_event_bytes=1000),
    ):
        with pytest.raises(EventTooLargeError):
            converter.feed(piece)


def test_an_event_larger_than_the_bound_is_refused_in_single_bytes_too() -> None:
    converter = StreamToAnthropic(max_event_bytes=1000)
    for _ in range(1000):
        assert converter.feed(b"x") == b""
    with pytest.raises(EventTooLargeError):
        converter.feed(b"x")


def tool_delta(index: int, **call: object) -> bytes:
    chunk = {"choices": [{"index": 0, "delta": {"tool_calls": [{"index": index, **call}]}}]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def taken_before_refusal(converter: Converter, pieces: Iterable[bytes]) -> int:
    """How many pieces are taken before one is too much."""
    for taken, piece in enumerate(pieces):
        try:
            converter.feed(piece)
        except EventTooLargeError:
            return taken
    return -1


def test_what_is_held_of_interleaved_calls_is_bounded() -> None:
    converter = StreamToAnthropic(max_event_bytes=2000)
    converter.feed(tool_delta(0, id="a", function={"name": "f", "arguments": "{"}))
    converter.feed(tool_delta(1, id="b", function={"name": "f", "arguments": "{"}))
    # each piece is held twice: to be written later, and to see when the arguments are whole
    assert taken_before_refusal(converter, [tool_delta(1, function={"arguments": " " * 50})] * 100) == 14


def test_the_number_of_calls_in_one_answer_is_bounded() -> None:
    calls = [tool_delta(at, id=f"call_{at}", function={"name": "f", "arguments": "{}"}) for at in range(10)]
    assert taken_before_refusal(StreamToAnthropic(max_event_bytes=2000), calls) == 7
    begun = stream_pair("streams_to_openai", "cut_in_the_middle")[0].rpartition(b"event:")[0]
    block = {"type": "tool_use", "id": "t", "name": "f"}
    starts = [{"type": "content_block_start", "index": at, "content_block": block} for at in range(1100)]
    events = [b"data: " + json.dumps(start).encode() + b"\n\n" for start in starts]
    assert taken_before_refusal(StreamToOpenAI(created=5, include_usage=False), [begun, *events]) == 1001


def test_a_call_without_a_number_is_a_new_one_when_it_has_an_id() -> None:
    calls = [{"id": "a", "function": {"name": "f", "arguments": "{"}}, {"function": {"arguments": "}"}}]
    chunks = [{"choices": [{"delta": {"tool_calls": [call]}}]} for call in [*calls, {**calls[0], "id": "b"}, calls[1]]]
    stream = b"".join(b"data: " + json.dumps(chunk).encode() + b"\n\n" for chunk in chunks) + b"data: [DONE]\n\n"
    events = anthropic_events(told(StreamToAnthropic(), [stream]))
    assert [(e["index"], e["content_block"]["id"]) for e in events if e["type"] == "content_block_start"] == [
        (0, "a"),
        (1, "b"),
    ]
    deltas = [(e["index"], e["delta"]["partial_json"]) for e in events if e["type"] == "content_block_delta"]
    assert deltas == [(0, "{"), (0, "}"), (1, "{"), (1, "}")]


@pytest.mark.parametrize(
    "stream",
    [
        b"data: <html>\n\n",
        tool_delta(0, function={"arguments": "{}"}),
        tool_delta(0, id="a", function={"name": "f", "arguments": "{}"})
        + tool_delta(1, id="b", function={"name": "f"})
        + tool_delta(0, function={"arguments": "{}"}),
    ],
)
def test_a_stream_that_is_not_openais_is_refused(stream: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        StreamToAnthropic().feed(stream)


@pytest.mark.parametrize(
    "stream",
    [
        b"data: <html>\n\n",
        b"data: {}\n\n",
        b'data: {"type":"content_block_start","content_block":{"type":"tool_use","input":{"a":"\xff"}}}\n\n',
        b'data: {"type":"content_block_start","content_block":{"type":"tool_use","id":"a"}}\n\n',
    ],
)
def test_a_stream_that_is_not_anthropics_is_refused(stream: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        StreamToOpenAI(created=5, include_usage=False).feed(stream)


@pytest.mark.parametrize("data", [b"5", b"null", b'"x"', b"[]", b" [{}]", b"true"])
@pytest.mark.parametrize("folder", MAKERS)
def test_an_event_that_is_no_object_is_passed_over(folder: str, data: bytes) -> None:
    given_stream, expected = stream_pair(folder, "text")
    more = given_stream.replace(b"\n\n", b"\n\ndata: %b\n\n" % data)
    assert told(MAKERS[folder](), [b"data: %b\n\n" % data + more]) == expected


def test_white_space_after_a_closed_call_is_no_more_of_it() -> None:
    converter = StreamToAnthropic()
    converter.feed(tool_delta(0, id="a", function={"name": "f", "arguments": "{}"}))
    converter.feed(tool_delta(1, id="b", function={"name": "f"}))
    assert converter.feed(tool_delta(0, function={"arguments": "\n"})) == b""
