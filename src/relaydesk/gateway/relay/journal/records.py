"""What is written down of a request. JSON lines: a `received` one before anything is sent, a `finished` one after."""

from typing import Any, Literal

import msgspec

EndReason = Literal["done", "truncated", "client_gone", "upstream_error", "refused", "process_killed"]


class Attempt(msgspec.Struct, omit_defaults=True):
    """One request as the upstream saw it. `error` is a failure's kind, never its text.

    `blame` is whose fault a failure is: `client`, `key`, `upstream` or `our_ip`. `at_ms` is when it began, in the time
    of the request.
    """

    upstream_id: int
    key_id: int | None
    status: int | None
    error: str | None
    ms: int
    blame: str | None = None
    at_ms: int = 0


class Received(msgspec.Struct, tag="received", tag_field="t", omit_defaults=True):
    """`started_us` is microseconds since the epoch; `path` is without its query, which may hold secrets."""

    id: str
    started_us: int
    method: str
    path: str
    client_key_id: int | None = None
    caller: str | None = None
    request_id: str | None = None
    upstream_id: int | None = None
    upstream: str | None = None
    model: str | None = None


class Finished(Received, tag="finished", tag_field="t", omit_defaults=True):
    """Complete in itself: the `received` record is only needed where this one is missing.

    `cost_nanos` are 10^-9 of one unit of `currency`; None where tokens or price are not known. With
    `tokens_estimated` the answer did not name all of them. Bodies are there where the upstream asks for it: their
    beginnings, without what looks like a secret.
    """

    key_id: int | None = None
    status: int = 0
    attempts: list[Attempt] = []
    queue_us: int = 0
    first_byte_us: int = 0
    total_us: int = 0
    overhead_us: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    tokens_in: int | None = None
    tokens_out: int | None = None
    end_reason: EndReason = "done"
    error: str | None = None
    rules_fired: list[int] = []
    rule_whys: list[str] = []
    rule_because: list[dict[str, Any]] = []
    tags: list[str] = []
    cost_nanos: int | None = None
    currency: str | None = None
    request_body: str | None = None
    answer_body: str | None = None
    tokens_estimated: bool = False


Record = Received | Finished


class Place(msgspec.Struct):
    """Up to where a folder is shipped. `open` holds the requests received but not finished before it."""

    file: str = ""
    offset: int = 0
    open: dict[str, Received] = {}


_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Record] = msgspec.json.Decoder(Received | Finished)


def encode(record: Record) -> bytes:
    return _encoder.encode(record) + b"\n"


def decode(line: bytes) -> Record | None:
    """A record of one line; None when the line is not a whole record."""
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
