"""OpenAI's shapes as far as the relay reads them: the model asked for, the list of models, stream events."""

from collections.abc import Iterable
from typing import Any

import msgspec

from relaydesk.gateway.relay.snapshot import Route


class Asked(msgspec.Struct):
    """What the relay needs of a request body."""

    model: str
    stream: bool | None = False


_asked = msgspec.json.Decoder(Asked)


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


def read_events(pending: bytes) -> tuple[list[bytes], bytes]:
    """Split what has arrived of an event stream into the data of its complete events and the rest."""
    *blocks, rest = pending.replace(b"\r\n", b"\n").split(b"\n\n")
    events = []
    for block in blocks:
        data = [line[5:].removeprefix(b" ") for line in block.split(b"\n") if line.startswith(b"data:")]
        if data:
            events.append(b"\n".join(data))
    return events, rest
