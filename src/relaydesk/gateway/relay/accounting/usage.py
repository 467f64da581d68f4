"""Token counts and the model's name, read off an answer of any of the vendors' formats.

The names of chat completions, of the responses API, of DeepSeek and of Anthropic are known, whole and streamed. Input
tokens are always all of the prompt: what Anthropic counts apart, read from and written to its cache, is added.
"""

from typing import Any, Final

import msgspec

from relaydesk.gateway.relay.accounting.shapes import UNREADABLE, Answer, Usage, answer_decoder, usage_decoder
from relaydesk.gateway.relay.wire.translate.usage import Tokens, read_anthropic, with_later

_MOST_TOKENS: Final = 2**53
_LONGEST_MODEL: Final = 200
_LONGEST_USAGE: Final = 2048
_USAGE: Final = b'"usage"'
_OPEN, _CLOSE = b"{}"


# What an answer told of itself: its tokens and its model.
Named = tuple[Tokens | None, str | None]


def read_answer(document: bytes) -> Named | None:
    """Of one JSON answer; None when it names no tokens or is not JSON."""
    found = _decode(document)
    if found is None or found.usage is None:
        return None
    return _named(found.usage, found.model)


def read_stream(head: bytes, tail: bytes) -> Named | None:
    """Of an event stream: `tail` is its end, `head` its beginning where the two do not meet (else empty)."""
    last = _last_usage(tail)
    if last is None:
        return None
    usage, model = last
    if usage.prompt_tokens is None and (start := _start(head or tail)) is not None:
        if start.usage is not None:
            usage = _later(start.usage, usage)
        model = model if isinstance(model, str) else start.model
    return _named(usage, model)


def _decode(document: bytes) -> Answer | None:
    try:
        found = answer_decoder.decode(document)
        if found.usage is None and (inner := found.message or found.response):
            return answer_decoder.decode(inner)
    except UNREADABLE:
        return None
    return found


def _last_usage(tail: bytes) -> tuple[Usage, Any] | None:
    """From the last complete event that names any; from the end of one whose beginning is no longer there."""
    for line in reversed(tail.split(b"\n")):
        if line.startswith(b"data:") and _USAGE in line:
            found = _decode(line[5:])
            if found is not None and found.usage is not None:
                return found.usage, found.model
    return _cut_usage(tail)


def _cut_usage(tail: bytes) -> tuple[Usage, Any] | None:
    """From the end of an event whose beginning is no longer there, as the responses API's last one can be.

    Within a text of the answer the quotes would be escaped, so the name found is one of the document itself.
    """
    _, name, rest = tail.rpartition(_USAGE + b":")
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
    """The first event, which names the model and, at Anthropic, the prompt's tokens."""
    for line in head.split(b"\n"):
        if line.startswith(b"data:"):
            return _decode(line[5:])
    return None


def _later(first: Usage, last: Usage) -> Usage:
    """Anthropic's counts are cumulative: the last event's replace the first one's, where it names them."""
    return Usage(**msgspec.structs.asdict(with_later(first, last)))


def _named(usage: Usage, model: Any) -> Named:
    is_name = isinstance(model, str) and 0 < len(model) <= _LONGEST_MODEL
    return _tokens(usage), model if is_name else None


def _tokens(usage: Usage) -> Tokens | None:
    if usage.prompt_tokens is None and usage.completion_tokens is None:
        if usage.input_tokens is None and usage.output_tokens is None:
            return None
        tokens = read_anthropic(usage)
        if usage.input_tokens_details is not None:
            tokens = Tokens(tokens.input, tokens.output, usage.input_tokens_details.cached_tokens or 0)
    else:
        details = usage.prompt_tokens_details
        cached = (details.cached_tokens if details is not None else None) or usage.prompt_cache_hit_tokens or 0
        tokens = Tokens(usage.prompt_tokens or 0, usage.completion_tokens or 0, cached)
    for count in (tokens.input, tokens.output, tokens.cached):
        if not 0 <= count < _MOST_TOKENS:
            return None
    return tokens
