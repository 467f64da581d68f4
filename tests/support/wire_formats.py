"""What tests of the wire formats share: golden files, the vendors' own types as judges, event streams taken apart."""

import json
from pathlib import Path
from typing import Any

from anthropic.types import RawMessageStreamEvent
from anthropic.types.message_create_params import MessageCreateParamsNonStreaming, MessageCreateParamsStreaming
from openai.types.chat import ChatCompletionChunk
from openai.types.chat.completion_create_params import (
    CompletionCreateParamsNonStreaming,
    CompletionCreateParamsStreaming,
)
from pydantic import TypeAdapter

GOLDEN = Path(__file__).resolve().parent.parent / "relay" / "wire" / "golden"
# The API takes these of older models; the SDK's types have dropped them.
SAMPLING = {"temperature", "top_p", "top_k"}

_anthropic_event: TypeAdapter[Any] = TypeAdapter(RawMessageStreamEvent)
_requests: dict[tuple[str, bool], TypeAdapter[Any]] = {
    ("anthropic", False): TypeAdapter(MessageCreateParamsNonStreaming),
    ("anthropic", True): TypeAdapter(MessageCreateParamsStreaming),
    ("openai", False): TypeAdapter(CompletionCreateParamsNonStreaming),
    ("openai", True): TypeAdapter(CompletionCreateParamsStreaming),
}


def golden(folder: str, suffix: str = ".json") -> list[str]:
    """Names of a folder's cases."""
    return sorted(path.name.removesuffix(suffix) for path in (GOLDEN / folder).glob(f"*{suffix}"))


def pair(folder: str, name: str) -> tuple[Any, Any]:
    """What is asked and what it is told as."""
    case = json.loads((GOLDEN / folder / f"{name}.json").read_text())
    return case["asked"], case["told"]


def understood(request: dict[str, Any], vendor: str) -> Any:
    """The request as far as the vendor's own types know it: a field they do not know, anywhere in it, is missing."""
    adapter = _requests[vendor, bool(request.get("stream"))]
    return _exhausted(adapter.validate_python(request))


def _exhausted(value: Any) -> Any:
    # pydantic checks an Iterable only while it is read
    if isinstance(value, dict):
        return {name: _exhausted(inner) for name, inner in value.items()}
    if value is None or isinstance(value, str | bytes | int | float | bool):
        return value
    return [_exhausted(inner) for inner in value]


def openai_chunks(stream: bytes) -> list[Any]:
    """The chunks of a stream that OpenAI's types accept as whole; `[DONE]` must be its last event."""
    *events, done, rest = stream.decode().split("\n\n")
    assert (done, rest) == ("data: [DONE]", "")
    return [json.loads(event.removeprefix("data: ")) for event in events if checked_chunk(event)]


def checked_chunk(event: str) -> bool:
    """Whether an event is a chunk and not a comment."""
    if event.startswith(":"):
        return False
    ChatCompletionChunk.model_validate_json(event.removeprefix("data: "))
    return True


def anthropic_events(stream: bytes) -> list[Any]:
    """The events of a stream, each accepted by Anthropic's types and named by its type."""
    found = []
    for event in stream.decode().removesuffix("\n\n").split("\n\n"):
        name, data = event.split("\n")
        content = json.loads(data.removeprefix("data: "))
        assert name == f"event: {content['type']}"
        _anthropic_event.validate_python(content)
        found.append(content)
    return found
