"""Whatever order an OpenAI stream tells its parts in, and told there and back, the content is the same."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wire_formats import GOLDEN, anthropic_events, golden, openai_chunks

from relaydesk.gateway.relay.wire.translate.errors import UnreadableAnswerError
from relaydesk.gateway.relay.wire.translate.streams.to_anthropic import StreamToAnthropic
from relaydesk.gateway.relay.wire.translate.streams.to_openai import StreamToOpenAI

WHOLE = [
    name
    for name in golden("streams_to_anthropic", ".in.sse")
    if "cut" not in name and "without" not in name and "error" not in name
]
texts = st.text(min_size=1, max_size=8).filter(str.isprintable)
arguments = st.dictionaries(texts, st.none() | texts | st.lists(texts, max_size=2), max_size=2).map(json.dumps)


def chunk(**delta: Any) -> bytes:
    return (
        b"data: " + json.dumps({"id": "c", "model": "m", "choices": [{"index": 0, "delta": delta}]}).encode() + b"\n\n"
    )


def call(index: int, arguments: str, **fields: Any) -> bytes:
    return chunk(tool_calls=[{"index": index, **fields, "function": {"name": "f", "arguments": arguments}}])


@st.composite
def interleaved(draw: st.DrawFn) -> tuple[list[bytes], list[str], str]:
    """Chunks of several calls and a text in any order, the calls' arguments and the text."""
    told = draw(st.lists(arguments, min_size=1, max_size=4))
    queues = []
    for index, whole in enumerate(told):
        cut = draw(st.integers(0, len(whole)))
        queues.append([call(index, "", id=f"call_{index}"), call(index, whole[:cut]), call(index, whole[cut:])])
    said = draw(st.lists(texts, max_size=4))
    queues.append([chunk(content=text) for text in said])
    chunks = []
    while queues := [queue for queue in queues if queue]:
        chunks.append(draw(st.sampled_from(queues)).pop(0))
    return chunks, told, "".join(said)


@given(interleaved())
def test_interleaved_calls_and_text_arrive_whole_and_one_after_the_other(
    case: tuple[list[bytes], list[str], str],
) -> None:
    chunks, calls, text = case
    stream = b"".join([*chunks, b"data: [DONE]\n\n"])
    starts: dict[int, dict[str, Any]] = {}
    parts: dict[int, str] = {}
    last = -1
    for event in anthropic_events(StreamToAnthropic().feed(stream)):
        if event["type"] == "content_block_start":
            last += 1
            assert event["index"] == last
            starts[last], parts[last] = event["content_block"], ""
        elif event["type"] == "content_block_delta":
            assert event["index"] == last
            parts[last] += event["delta"].get("text", event["delta"].get("partial_json"))
    found = {starts[at]["id"]: parts[at] for at in starts if starts[at]["type"] == "tool_use"}
    assert found == {f"call_{index}": whole for index, whole in enumerate(calls)}
    assert "".join(parts[at] for at in starts if starts[at]["type"] == "text") == text


def content(chunks: list[Any]) -> tuple[str, str, dict[str, str], list[int]]:
    """What the chunks of an OpenAI stream say: thinking, text, calls by id, the total of tokens."""
    deltas = [choice["delta"] for one in chunks for choice in one["choices"] if choice["index"] == 0]
    calls: dict[str, str] = {}
    ids: dict[int, str] = {}
    for told in (told for delta in deltas for told in delta.get("tool_calls", [])):
        ids[told["index"]] = told.get("id") or ids[told["index"]]
        known = calls.setdefault(ids[told["index"]], "")
        calls[ids[told["index"]]] = known + told["function"].get("arguments", "")
    said = [delta.get("content") or delta.get("refusal") or "" for delta in deltas]
    usage = [one["usage"]["total_tokens"] for one in chunks if one.get("usage")]
    return "".join(d.get("reasoning_content", "") for d in deltas), "".join(said), calls, usage or [0]


@pytest.mark.parametrize("name", WHOLE)
def test_a_stream_told_to_anthropic_and_back_says_the_same(name: str) -> None:
    stream = (GOLDEN / "streams_to_anthropic" / f"{name}.in.sse").read_bytes()
    there = StreamToAnthropic().feed(stream)
    back = StreamToOpenAI(created=1_700_000_000, include_usage=True).feed(there)
    assert content(openai_chunks(back)) == content(openai_chunks(stream))


def test_what_came_before_an_unreadable_event_is_not_lost() -> None:
    converter = StreamToAnthropic()
    with pytest.raises(UnreadableAnswerError) as raised:
        converter.feed(chunk(content="Once") + b"data: <html>\n\n")
    assert raised.value.written == StreamToAnthropic().feed(chunk(content="Once"))
