"""Stub upstreams of both wire formats: chat, streams, tools, embeddings."""

import asyncio
import json
from typing import Any

from relay_kit import Seen, answer, to_stub

from relaydesk.gateway.relay.snapshot import Auth

JSON = "Content-Type: application/json"
SSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
TOOL = {"name": "get_weather", "parameters": {"type": "object", "properties": {"place": {"type": "string"}}}}


def chunked(*events: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(event), event) for event in events)


def named(kind: str, **fields: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


def data(value: Any) -> bytes:
    return f"data: {json.dumps(value)}\n\n".encode()


MESSAGE = {
    "id": "msg_1",
    "type": "message",
    "role": "assistant",
    "model": "claude-x",
    "content": [{"type": "text", "text": "Hello!"}],
    "stop_reason": "end_turn",
    "stop_sequence": None,
    "usage": {"input_tokens": 11, "output_tokens": 7},
}
ANTHROPIC_EVENTS = [
    named("message_start", message={**MESSAGE, "content": [], "stop_reason": None}),
    named("content_block_start", index=0, content_block={"type": "text", "text": ""}),
    named("content_block_delta", index=0, delta={"type": "text_delta", "text": "Hel"}),
    named("content_block_delta", index=0, delta={"type": "text_delta", "text": "lo!"}),
    named("content_block_stop", index=0),
    named("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None}, usage={"output_tokens": 7}),
    named("message_stop"),
]
COMPLETION = {
    "id": "chatcmpl-1",
    "object": "chat.completion",
    "created": 1,
    "model": "gpt-x",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "Hello!"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18},
}


def _chunk(delta: dict[str, Any], finish: str | None = None, **fields: Any) -> bytes:
    choices = [{"index": 0, "delta": delta, "finish_reason": finish}]
    return data({**COMPLETION, "object": "chat.completion.chunk", "choices": choices, "usage": None, **fields})


OPENAI_EVENTS = [
    _chunk({"role": "assistant", "content": ""}),
    _chunk({"content": "Hel"}),
    _chunk({"content": "lo!"}),
    _chunk({}, "stop"),
    data({**COMPLETION, "object": "chat.completion.chunk", "choices": []}),
    b"data: [DONE]\n\n",
]
CALL = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": '{"place": "Rome"}'}}


async def of_anthropic(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    asked = json.loads(seen.body)
    if asked.get("stream"):
        writer.write(SSE + chunked(*ANTHROPIC_EVENTS) + b"0\r\n\r\n")
    elif asked.get("tools"):
        use = {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {"place": "Rome"}}
        writer.write(answer(200, json.dumps({**MESSAGE, "content": [use], "stop_reason": "tool_use"}).encode(), JSON))
    else:
        writer.write(answer(200, json.dumps(MESSAGE).encode(), JSON))


async def of_openai(seen: Seen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    asked = json.loads(seen.body)
    if seen.target.endswith("/embeddings"):
        vector = {"object": "embedding", "index": 0, "embedding": [0.25, -0.5]}
        told = {
            "object": "list",
            "model": asked["model"],
            "data": [vector],
            "usage": {"prompt_tokens": 3, "total_tokens": 3},
        }
        writer.write(answer(200, json.dumps(told).encode(), JSON))
    elif asked.get("stream"):
        writer.write(SSE + chunked(*OPENAI_EVENTS) + b"0\r\n\r\n")
    elif asked.get("tools"):
        told = {"role": "assistant", "content": None, "tool_calls": [CALL]}
        choices = [{"index": 0, "message": told, "finish_reason": "tool_calls"}]
        writer.write(answer(200, json.dumps({**COMPLETION, "choices": choices}).encode(), JSON))
    else:
        writer.write(answer(200, json.dumps(COMPLETION).encode(), JSON))


SPEAKING = {"anthropic": of_anthropic, "openai": of_openai}
CARRIED = {"anthropic": ("/v1/messages", "x-api-key"), "openai": ("/v1/chat/completions", "authorization")}


def of_format(stub: Any, spoken: str, **fields: Any) -> Any:
    auth = Auth(type="header", name="x-api-key") if spoken == "anthropic" else Auth()
    return to_stub(stub, format=spoken, auth=auth, **fields)
