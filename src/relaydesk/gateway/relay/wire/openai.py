"""OpenAI's shapes as far as the relay reads them: the model asked for, the list of models, usage, stream events."""

from collections.abc import Iterable
from typing import Any

import msgspec

from relaydesk.gateway.relay.snapshot import Route


class Asked(msgspec.Struct):
    """What the relay needs of a request body."""

    model: str
    stream: bool | None = False


class Usage(msgspec.Struct):
    """Token counts under the names of chat completions, of the responses API and of Anthropic."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None


class _WithUsage(msgspec.Struct):
    usage: Usage | None = None


_MOST_TOKENS = 2**53
_asked = msgspec.json.Decoder(Asked)
_with_usage = msgspec.json.Decoder(_WithUsage)


def read_asked(body: bytes) -> Asked:
    """Read the model name of a JSON body.

    Raises:
        msgspec.DecodeError: not JSON, or no `model` text in it.
    """
    return _asked.decode(body)


def rename_model(body: bytes, model: str) -> bytes:
    """The same request for another model name; key order is kept, spacing is not."""
    content: dict[str, Any] = msgspec.json.decode(body)
    content["model"] = model
    return msgspec.json.encode(content)


def models_body(routes: Iterable[Route]) -> bytes:
    """Answer of `GET /v1/models`."""
    return msgspec.json.encode({"object": "list", "data": [_model(r) for r in routes]})


def model_body(route: Route) -> bytes:
    return msgspec.json.encode(_model(route))


def _model(route: Route) -> dict[str, Any]:
    return {"id": route.model, "object": "model", "created": route.created_at, "owned_by": "relaydesk"}


def read_usage(document: bytes) -> tuple[int, int] | None:
    """Input and output tokens of one JSON answer or event; None when it names none or is not JSON."""
    try:
        usage = _with_usage.decode(document).usage
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if usage is None:
        return None
    read = usage.prompt_tokens if usage.prompt_tokens is not None else usage.input_tokens
    written = usage.completion_tokens if usage.completion_tokens is not None else usage.output_tokens
    if read is None and written is None:
        return None
    counts = (read or 0, written or 0)
    return counts if all(0 <= count < _MOST_TOKENS for count in counts) else None


def read_stream_usage(tail: bytes) -> tuple[int, int] | None:
    """The usage named in the last complete `data:` lines of an event stream."""
    for line in reversed(tail.split(b"\n")):
        if line.startswith(b"data:") and b'"usage"' in line:
            found = read_usage(line[5:].strip())
            if found:
                return found
    return None


def read_events(pending: bytes) -> tuple[list[bytes], bytes]:
    """Split what has arrived of an event stream into the data of its complete events and the rest."""
    *blocks, rest = pending.replace(b"\r\n", b"\n").split(b"\n\n")
    events = []
    for block in blocks:
        data = [line[5:].removeprefix(b" ") for line in block.split(b"\n") if line.startswith(b"data:")]
        if data:
            events.append(b"\n".join(data))
    return events, rest
