"""OpenAI's shapes as far as the relay reads them: the model asked for, the list of models."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from relaydesk.gateway.relay.snapshot import Route
from relaydesk.gateway.relay.wire.density import MOST_SKIPPED, SMALL_BYTES, is_too_dense


class NamedModel(msgspec.Struct):
    """What the relay needs of a request body."""

    model: str


class AsWritten(msgspec.Struct):
    """The same as it stands in the body."""

    model: msgspec.Raw


_as_written = msgspec.json.Decoder(AsWritten)
_named_model = msgspec.json.Decoder(NamedModel)
_members = msgspec.json.Decoder(dict[str, msgspec.Raw])
_MOST_MEMBERS: Final = 100_000  # of an object whose members are taken apart
_MOST_LENIENT_BYTES: Final = 1024 * 1024
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


class UnreadableRequestError(ValueError):
    """A body that the relay cannot read; `field` is what is wrong in it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def read_model(body: bytes) -> str:
    """The model that a JSON body names.

    A byte order mark and half of a character (a lone surrogate, as programs write that cut an emoji) do no harm to it.

    Raises:
        UnreadableRequestError: not JSON, too much of it, no object, or no `model` text in it.
    """
    if is_too_dense(body, MOST_SKIPPED):
        raise UnreadableRequestError("body", "holds too many values")
    try:
        return _named_model.decode(body).model
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        content = readable(body)
        if content is None:
            raise UnreadableRequestError("body", f"is not valid JSON: {error}") from error
    if not isinstance(content, dict):
        raise UnreadableRequestError("body", "must be a JSON object")
    model = content.get("model")
    if model is None:
        raise UnreadableRequestError("model", "is missing")
    if not isinstance(model, str):
        raise UnreadableRequestError("model", "must be a text")
    return model


def _nothing(_constant: str) -> None:
    """NaN and the infinities, which are no JSON."""


def readable(body: bytes) -> Any:
    """What a body says, half characters replaced (U+FFFD), NaN left out; None where it is no JSON or too large."""
    if len(body) > _MOST_LENIENT_BYTES:
        return None
    try:
        # the standard library takes half characters, which no text in UTF-8 can hold
        plain = json.dumps(json.loads(body.removeprefix(_BYTE_ORDER_MARK), parse_constant=_nothing), ensure_ascii=False)
        return msgspec.json.decode(plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    except (ValueError, RecursionError):
        return None


def rename_model(body: bytes, model: str) -> bytes:
    """The same request for another model name.

    Raises:
        UnreadableRequestError: it has too many members.
    """
    if _may_have_too_many_members(body) and (renamed := _renamed_in_place(body, model)) is not None:
        return renamed
    return with_member(body, "model", model)


def _may_have_too_many_members(body: bytes) -> bool:
    """A large body of many colons: in its texts as a rule."""
    return len(body) > SMALL_BYTES and body.count(b":") > _MOST_MEMBERS


def _renamed_in_place(body: bytes, model: str) -> bytes | None:
    """Without taking all members apart; None where the same words stand more than once."""
    try:
        written = bytes(_as_written.decode(body).model)
        places = re.finditer(rb'"model"\s*:\s*(%b)' % re.escape(written), body)
        place, another = next(places, None), next(places, None)
        if place is None or another is not None:
            return None
        renamed = b"".join((body[: place.start(1)], msgspec.json.encode(model), body[place.end(1) :]))
        return renamed if _named_model.decode(renamed).model == model else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def with_member(body: bytes, name: str, value: Any) -> bytes:
    """A request that could be read, with one member set; the others stay as they were written, in their order.

    Raises:
        UnreadableRequestError: it has too many members.
    """
    if _may_have_too_many_members(body):
        raise UnreadableRequestError("body", "holds too many values to have one of them set")
    content: dict[str, Any]
    try:
        content = _members.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        content = readable(body)
    content[name] = value
    return msgspec.json.encode(content)


def models_body(routes: Iterable[Route]) -> bytes:
    """Answer of `GET /v1/models`."""
    return msgspec.json.encode({"object": "list", "data": [_model(r) for r in routes]})


def model_body(route: Route) -> bytes:
    return msgspec.json.encode(_model(route))


def anthropic_models_body(routes: Iterable[Route]) -> bytes:
    """The same for Anthropic's clients: one page that holds them all."""
    models = [_anthropic_model(r) for r in routes]
    ends = {"first_id": models[0]["id"] if models else None, "last_id": models[-1]["id"] if models else None}
    return msgspec.json.encode({"data": models, "has_more": False, **ends})


def anthropic_model_body(route: Route) -> bytes:
    return msgspec.json.encode(_anthropic_model(route))


def _anthropic_model(route: Route) -> dict[str, Any]:
    created = datetime.fromtimestamp(route.created_at, UTC).isoformat().replace("+00:00", "Z")
    return {"type": "model", "id": route.model, "display_name": route.model, "created_at": created}


def _model(route: Route) -> dict[str, Any]:
    return {"id": route.model, "object": "model", "created": route.created_at, "owned_by": "relaydesk"}
