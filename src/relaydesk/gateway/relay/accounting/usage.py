"""Token counts and the model's name, found in an answer of any of the vendors' formats, whole or streamed."""

from typing import Any, Final

from relaydesk.gateway.relay.accounting.shapes import (
    UNREADABLE,
    Answer,
    answer_decoder,
    answers_decoder,
    usage_decoder,
)
from relaydesk.gateway.relay.wire.translate.events import plain_ends
from relaydesk.gateway.relay.wire.translate.tokens import Tokens
from relaydesk.gateway.relay.wire.translate.usage import read_usage, with_later

_LONGEST_USAGE: Final = 2048
_USAGE: Final = b'"usage'  # or "usageMetadata"
_OPEN, _CLOSE = b"{}"


# The tokens and the model that an answer names.
Named = tuple[Tokens | None, str | None]
_Usage = dict[str, Any]


def read_answer(document: bytes) -> Named | None:
    """Of one JSON answer; None when it names no tokens or is not JSON."""
    answer = _decode(document)
    if answer is None:
        return None
    usage = answer.usage if isinstance(answer.usage, dict) else answer.named
    return (read_usage(usage), answer.name) if usage is not None else None


def read_stream(head: bytes, tail: bytes) -> Named | None:
    """Of an event stream: `tail` is its end, `head` its beginning where the two do not meet (else empty)."""
    head, tail = plain_ends(head), plain_ends(tail)
    last = _last_usage(tail)
    if last is None:
        return None
    usage, model = last
    if "prompt_tokens" not in usage and (start := _start(head or tail)) is not None:
        usage = with_later(start.named, usage)
        model = model or start.name
    return read_usage(usage), model


def read_model(head: bytes) -> str | None:
    """The model that the first event of a stream, or an answer, names."""
    answer = _start(plain_ends(head)) or _decode(head)
    return answer.name if answer is not None else None


def _decode(document: bytes) -> Answer | None:
    try:
        answer = answer_decoder.decode(document)
        if not isinstance(answer.usage, dict) and answer.named is None and (inner := answer.message or answer.response):
            return answer_decoder.decode(inner)
    except UNREADABLE:
        return _decode_last(document)
    return answer


def _decode_last(document: bytes) -> Answer | None:
    """Of an array the last part, which holds all that was counted."""
    if document.lstrip()[:1] != b"[":
        return None
    try:
        answers = answers_decoder.decode(document)
    except UNREADABLE:
        return None
    return next((answer for answer in reversed(answers) if answer.named is not None), None)


def _last_usage(tail: bytes) -> tuple[_Usage, str | None] | None:
    """From the last complete event that names any; from the end of one whose beginning is no longer there."""
    for line in reversed(tail.split(b"\n")):
        if line.startswith(b"data:") and _USAGE in line:
            answer = _decode(line[5:])
            if answer is not None and answer.named is not None:
                return answer.named, answer.name
    return _cut_usage(tail)


def _cut_usage(tail: bytes) -> tuple[_Usage, str | None] | None:
    """From the end of an event whose beginning is no longer there, as the responses API's last one can be.

    Within a text of the answer the quotes would be escaped, so the name found is one of the document itself.
    """
    _, name, rest = tail.rpartition(_USAGE + b'":')
    depth = 0
    for place, byte in enumerate(rest[:_LONGEST_USAGE] if name else b""):
        depth += (byte == _OPEN) - (byte == _CLOSE)
        if depth == 0 and byte == _CLOSE:
            try:
                return usage_decoder.decode(rest[: place + 1]), None
            except UNREADABLE:
                return None
    return None


def _start(head: bytes) -> Answer | None:
    """The first event, which names the model and, at Anthropic, the prompt's tokens. What is no object is none."""
    lines = b"\n" + head
    place = lines.find(b"\ndata:")
    while place >= 0:
        begins, ends = place + len(b"\ndata:"), lines.find(b"\n", place + 1)
        answer = _decode(lines[begins:] if ends < 0 else lines[begins:ends])
        if answer is not None:
            return answer
        place = lines.find(b"\ndata:", begins)
    return None
