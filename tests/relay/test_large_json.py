"""JSON that is large, dense or deep: told in bounded time, or refused in the error format; never a 500."""

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from relay_kit import AUTH, Seen, answer, ask, client_key, relay_to, retry, upstream
from two_formats import COMPLETION, JSON, MESSAGE, SPEAKING, chunked, data, named, of_format

from relaydesk.gateway.relay.snapshot import Breaker, Budget, Route, Target
from relaydesk.gateway.relay.upstream.translated import begun
from relaydesk.gateway.relay.wire.density import MOST_READ_BYTES, MOST_SKIPPED
from relaydesk.gateway.relay.wire.dialects import Translation

RENAMED = [Route(1, "test-model", (Target(1, model="theirs"),))]
PATHS = {"openai": "/v1/chat/completions", "anthropic": "/v1/messages"}
METERED = client_key(budget=Budget(period="day", tokens=10**12))
ONCE = {"retry": retry(max_attempts=1), "breaker": Breaker(failures=0)}
DEEP = "a place for deep JSON"
TOOL_CALL = {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": DEEP}}
REQUESTS: dict[str, list[dict[str, Any]]] = {
    "openai": [
        {"messages": DEEP},
        {"messages": [{"role": "user", "content": DEEP}]},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "x", "more": DEEP}]}]},
        {"messages": [{"role": "assistant", "tool_calls": [TOOL_CALL]}]},
        {"messages": [], "tools": [{"type": "function", "function": {"name": "f", "parameters": DEEP}}]},
        {"messages": [], "response_format": {"type": "json_schema", "json_schema": {"name": "x", "schema": DEEP}}},
        {"messages": [], "metadata": DEEP},
        {"messages": [], "stream": True, "stream_options": {"more": DEEP}},
    ],
    "anthropic": [
        {"messages": DEEP},
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "x", "more": DEEP}]}]},
        {"messages": [{"role": "assistant", "content": [{"type": "tool_use", "id": "a", "name": "f", "input": DEEP}]}]},
        {"messages": [], "tools": [{"name": "f", "input_schema": DEEP}]},
        {"messages": [], "system": DEEP},
        {"messages": [], "metadata": DEEP},
    ],
}


def _deep(value: Any, depth: int) -> bytes:
    """The value as JSON, with so many lists or objects where `DEEP` stands."""
    text = json.dumps(value)
    return text.replace(json.dumps(DEEP), '{"a":[' * (depth // 2) + "]}" * (depth // 2)).encode()


def _deep_text(value: Any, depth: int) -> bytes:
    """Likewise, as a text that holds JSON."""
    return json.dumps(value).replace(DEEP, "[" * depth + "]" * depth).encode()


@pytest.mark.parametrize("spoken", ["openai", "anthropic"])
@pytest.mark.parametrize("client", ["openai", "anthropic"])
async def test_deep_requests_are_told_or_refused(tmp_path: Path, client: str, spoken: str) -> None:
    statuses = set()
    async with (
        upstream(SPEAKING[spoken]) as stub,
        relay_to(tmp_path, of_format(stub, spoken), routes=RENAMED, client_keys=[METERED]) as running,
    ):
        for members in REQUESTS[client]:
            for depth in (400, 2_000, 100_000):
                for deep in (_deep, _deep_text):
                    body = deep({"model": "test-model", "max_tokens": 5, **members}, depth)
                    got = await ask(running.port, PATHS[client], method="POST", headers=[AUTH], body=body)
                    statuses.add(got.status)
                    assert got.status in {200, 400}, (members, depth, got.body)
    assert statuses == {200, 400}


ANSWERS: dict[str, list[dict[str, Any]]] = {
    "openai": [
        {**COMPLETION, "usage": DEEP},
        {**COMPLETION, "choices": DEEP},
        {**COMPLETION, "choices": [{"index": 0, "message": {"role": "assistant", "content": DEEP}}]},
        {**COMPLETION, "choices": [{"index": 0, "message": {"role": "assistant", "reasoning": DEEP, "content": "x"}}]},
        {**COMPLETION, "choices": [{"index": 0, "message": {"role": "assistant", "tool_calls": [TOOL_CALL]}}]},
        {**COMPLETION, "more": DEEP},
        {"error": {"message": DEEP}},
    ],
    "anthropic": [
        {**MESSAGE, "usage": DEEP},
        {**MESSAGE, "content": DEEP},
        {**MESSAGE, "content": [{"type": "tool_use", "id": "a", "name": "f", "input": DEEP}]},
        {**MESSAGE, "content": [{"type": "text", "text": DEEP}]},
        {"type": "error", "error": {"type": "api_error", "message": DEEP}},
    ],
}


@pytest.mark.parametrize("spoken", ["openai", "anthropic"])
@pytest.mark.parametrize("client", ["openai", "anthropic"])
@pytest.mark.parametrize("kind", ["whole", "failure", "stream"])
async def test_deep_answers_are_told_or_named_unreadable(tmp_path: Path, client: str, spoken: str, kind: str) -> None:
    said = [deep(a, n) for a in ANSWERS[spoken] for n in (400, 2_000, 100_000) for deep in (_deep, _deep_text)]
    left = iter(said)

    async def speaking(seen: Seen, reader: Any, writer: Any) -> None:
        body = next(left)
        if kind == "stream":
            event = b"data: " + body + b"\n\n"
            first = named("message_start", message=MESSAGE) if spoken == "anthropic" else data({**COMPLETION})
            writer.write(chunked(first, event))
        else:
            writer.write(answer(200 if kind == "whole" else 500, body, JSON))

    asked = {"model": "test-model", "max_tokens": 5, "stream": kind == "stream", "messages": []}
    asked["messages"] = [{"role": "user", "content": "x"}]
    async with upstream(speaking) as stub, relay_to(tmp_path, of_format(stub, spoken, **ONCE)) as running:
        for _ in said:
            body = json.dumps(asked).encode()
            got = await ask(running.port, PATHS[client], method="POST", headers=[AUTH], body=body)
            assert got.status in ({200, 502} if kind != "failure" else {500}), got.body
            assert b"Something went wrong on our side" not in got.body


async def test_a_body_of_too_many_values_is_refused_and_a_large_picture_is_not(tmp_path: Path) -> None:
    dense = b'{"model":"test-model","messages":[],"metadata":[%b1]}' % (b"{}," * (MOST_SKIPPED + 1))
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64," + "A" * (8 * 1024 * 1024)}}
    large = {"model": "test-model", "messages": [{"role": "user", "content": [picture]}]}
    async with upstream(SPEAKING["openai"]) as stub, relay_to(tmp_path, of_format(stub, "openai")) as running:
        refused = await ask(running.port, PATHS["openai"], method="POST", headers=[AUTH], body=dense)
        told = await ask(running.port, PATHS["openai"], method="POST", headers=[AUTH], body=json.dumps(large).encode())
    assert (refused.status, refused.json()["error"]["message"]) == (400, "body: holds too many values")
    assert (told.status, json.loads(stub.seen[0].body)) == (200, large)


async def test_what_is_told_in_the_other_format_is_bounded_in_values_and_bytes(tmp_path: Path) -> None:
    one = {"role": "user", "content": "x"}
    many = {"model": "test-model", "messages": [one] * 60_000}
    large = {"model": "test-model", "messages": [{"role": "user", "content": "x" * MOST_READ_BYTES}]}
    async with upstream(SPEAKING["anthropic"]) as stub, relay_to(tmp_path, of_format(stub, "anthropic")) as running:
        said = []
        for asked in (many, large):
            body = json.dumps(asked).encode()
            got = await ask(running.port, PATHS["openai"], method="POST", headers=[AUTH], body=body)
            said.append((got.status, got.json()["error"]["message"]))
    assert said == [
        (400, "body: holds too many values to be told in the other format"),
        (400, f"body: is larger than {MOST_READ_BYTES} bytes, too large for the other format"),
    ]
    assert stub.seen == []


async def test_a_request_for_another_name_is_else_as_it_was_written(tmp_path: Path) -> None:
    body = b'{ "max_tokens": 1e1, "model": "test-model", "messages": [{"role": "user", "content": "\xc3\xa9 \xff"}] }'
    async with (
        upstream() as stub,
        relay_to(tmp_path, of_format(stub, "openai"), routes=RENAMED) as running,
    ):
        got = await ask(running.port, PATHS["openai"], method="POST", headers=[AUTH], body=body)
    assert got.status == 200
    written = b'{"max_tokens":1e1,"model":"theirs","messages":[{"role": "user", "content": "\xc3\xa9 \xff"}]}'
    assert [seen.body for seen in stub.seen] == [written]


@pytest.mark.parametrize(("text", "is_elsewhere"), [("短", False), ("长" * 400_000, True)], ids=["small", "large"])
async def test_a_large_answer_is_translated_beside_the_loop_and_a_small_one_on_it(
    text: str, *, is_elsewhere: bool
) -> None:
    threads: list[int] = []

    class Recorded(Translation):
        def answer(self, body: bytes) -> bytes:
            threads.append(threading.get_ident())
            return super().answer(body)

    spoken = {**COMPLETION, "choices": [{**COMPLETION["choices"][0], "message": {"content": text}}]}
    translation = Recorded(client="anthropic", wants_usage=False, created=0)
    got = await begun(_Whole(json.dumps(spoken, ensure_ascii=False).encode()), translation)
    assert json.loads(got.body)["content"] == [{"type": "text", "text": text}]
    assert [thread != threading.get_ident() for thread in threads] == [is_elsewhere]


@dataclass
class _Whole:
    """An answer that comes in one piece."""

    body: bytes
    status: int = 200
    fields: dict[bytes, bytes] = field(default_factory=dict)
    encodings: tuple[bytes, ...] = ()
    complete: bool = False

    async def read(self) -> bytes:
        self.complete = True
        return self.body
