"""The extractive model behind OpenAI's chat completions format, plain and streamed; reached as `builtin://extractive`.

Token counts are the pieces the model itself counts in: words, and pairs of Chinese characters.
"""

import secrets
import time
from collections.abc import Iterator
from typing import Any

import msgspec

from relaydesk.gateway.extractive.answer import answer, text_of
from relaydesk.gateway.extractive.words import pieces

NAME = "extractive"
MODEL = "relaydesk-extractive"
BASE_URL = f"builtin://{NAME}"
_JSON = [(b"content-type", b"application/json")]
_EVENTS = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache"), (b"x-accel-buffering", b"no")]

Headers = list[tuple[bytes, bytes]]


class _StreamOptions(msgspec.Struct):
    include_usage: bool | None = False


class _ChatRequest(msgspec.Struct):
    messages: list[dict[str, Any]]
    model: str = MODEL
    stream: bool | None = False
    stream_options: _StreamOptions | None = None


def respond(method: str, path: bytes, body: bytes) -> tuple[int, Headers, Iterator[bytes]]:
    """Answer one request: status, headers, pieces of the body."""
    if method == "GET" and path.endswith(b"/models"):
        entry = {"id": MODEL, "object": "model", "created": 0, "owned_by": "relaydesk"}
        return _json(200, {"object": "list", "data": [entry]})
    if method != "POST" or not path.endswith(b"/chat/completions"):
        return _json(404, _error("The built-in model answers POST /v1/chat/completions only.", None))
    try:
        request = msgspec.json.decode(body, type=_ChatRequest)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _json(400, _error(f"The body is not a chat completion request: {error}", "messages"))
    if request.stream:
        return 200, _EVENTS, _events(request)
    return _json(200, _completion(request))


def _json(status: int, content: dict[str, Any]) -> tuple[int, Headers, Iterator[bytes]]:
    data = msgspec.json.encode(content)
    return status, [*_JSON, (b"content-length", b"%d" % len(data))], iter([data])


def _error(message: str, param: str | None) -> dict[str, Any]:
    return {"error": {"message": message, "type": "invalid_request_error", "code": None, "param": param}}


def _usage(request: _ChatRequest, said: int) -> dict[str, int]:
    read = sum(len(pieces(text_of(message))) for message in request.messages)
    return {"prompt_tokens": read, "completion_tokens": said, "total_tokens": read + said}


def _completion(request: _ChatRequest) -> dict[str, Any]:
    said = list(answer(request.messages))
    return {
        **_frame("chat.completion", request.model),
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": "".join(said), "refusal": None},
                "logprobs": None,
                "finish_reason": "stop",
            }
        ],
        "usage": _usage(request, len(said)),
    }


def _frame(kind: str, model: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{secrets.token_hex(12)}", "object": kind, "created": int(time.time()), "model": model}


def _events(request: _ChatRequest) -> Iterator[bytes]:
    frame = _frame("chat.completion.chunk", request.model)
    yield _event({**frame, "choices": [_choice({"role": "assistant", "content": ""})]})
    said = 0
    for piece in answer(request.messages):
        said += 1
        yield _event({**frame, "choices": [_choice({"content": piece})]})
    yield _event({**frame, "choices": [_choice({}, "stop")]})
    if request.stream_options is not None and request.stream_options.include_usage:
        yield _event({**frame, "choices": [], "usage": _usage(request, said)})
    yield b"data: [DONE]\n\n"


def _choice(delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}


def _event(content: dict[str, Any]) -> bytes:
    return b"data: " + msgspec.json.encode(content) + b"\n\n"
