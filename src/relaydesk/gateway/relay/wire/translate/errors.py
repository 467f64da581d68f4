"""What can go wrong while translating, as types that the gateway answers by."""

import re
from typing import TypeVar

import msgspec

from relaydesk.gateway.relay.wire.density import MOST_READ, MOST_READ_BYTES, is_too_dense
from relaydesk.gateway.relay.wire.openai import readable
from relaydesk.gateway.relay.wire.translate.lenient import MisfitError, fitted

T = TypeVar("T", bound=msgspec.Struct)

_PLACE = re.compile(r" - at `\$\.?([^`]*)`$")
_NAMED = re.compile(r"^Object (contains unknown|missing required) field `([^`]*)`")


class UntranslatableError(ValueError):
    """A request says something that the other format has no words for, or is not of its own format.

    `field` is its place in the request as the caller wrote it, like `messages[0].content[1].image_url`.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class UnreadableAnswerError(ValueError):
    """An upstream's answer or event is not what its format promises: nothing true can be made of it.

    `written` is what came before it in the same piece of a stream, in the client's format.
    """

    written = b""


class EventTooLargeError(UnreadableAnswerError):
    """An upstream's stream wants more held in memory than the bound allows."""


def read_request(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Decode a request.

    Raises:
        UntranslatableError: not JSON, too much of it, a value of another type, or a field unknown at the top level.
    """
    if len(body) > MOST_READ_BYTES:
        raise UntranslatableError("body", f"is larger than {MOST_READ_BYTES} bytes, too large for the other format")
    if is_too_dense(body, MOST_READ):
        raise UntranslatableError("body", "holds too many values to be told in the other format")
    try:
        return _decoded(body, decoder)
    except msgspec.ValidationError as error:
        raise _misfit(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        content = readable(body)
        if content is None:
            raise UntranslatableError("body", "is not JSON") from error
    return read_request(msgspec.json.encode(content), decoder)


def _decoded(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    if not body.isascii():
        # what is carried over as it was written (`msgspec.Raw`) is not looked at by the decoder
        body.decode()
    return decoder.decode(body)


def _misfit(text: str) -> UntranslatableError:
    place = _PLACE.search(text)
    where, what = (place[1], text[: place.start()]) if place else ("", text)
    named = _NAMED.match(what)
    if not named:
        return UntranslatableError(where or "body", what)
    where = f"{where}.{named[2]}" if where else named[2]
    unknown = named[1] == "contains unknown"
    return UntranslatableError(where, "cannot be carried over to the other format" if unknown else "is missing")


def read_answer(body: bytes, decoder: msgspec.json.Decoder[T], kind: type[T]) -> T:
    """Decode an upstream's answer or event, leniently where it does not fit at once.

    Raises:
        UnreadableAnswerError: not JSON, too many values in it, or something that is needed is of another type.
    """
    if is_too_dense(body, MOST_READ):
        raise UnreadableAnswerError("holds too many values")
    try:
        return _decoded(body, decoder)
    except msgspec.ValidationError:
        return _read_leniently(body, kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _read_leniently(body, kind)


def read_event(data: bytes, decoder: msgspec.json.Decoder[T], kind: type[T]) -> T | None:
    """An event of a stream, as `read_answer`; None of JSON that is no object, which some servers send between.

    Raises:
        UnreadableAnswerError: as `read_answer`.
    """
    try:
        return read_answer(data, decoder, kind)
    except UnreadableAnswerError:
        if data.lstrip().startswith(b"{") or not is_json(data):
            raise
        return None


def is_json(data: bytes) -> bool:
    """Whether it is well formed; nothing is made of it."""
    try:
        msgspec.json.decode(data, type=msgspec.Raw)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _read_leniently(body: bytes, kind: type[T]) -> T:
    """Half characters and bytes that are no UTF-8, as of a text cut between two events, harm nothing else."""
    try:
        content = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        content = readable(body.decode(errors="replace").encode())
    try:
        return fitted(content, kind)
    except (MisfitError, RecursionError) as error:
        raise UnreadableAnswerError(str(error)) from error
