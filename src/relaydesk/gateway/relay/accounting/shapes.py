"""The shapes of answers and of their events, as far as tokens and models are read off them."""

from typing import Any

import msgspec

from relaydesk.gateway.relay.wire.translate.usage import AnthropicUsage

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)


class _Details(msgspec.Struct):
    cached_tokens: int | None = None


class Usage(AnthropicUsage):
    """Token counts by the names of all formats."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _Details | None = None
    input_tokens_details: _Details | None = None
    prompt_cache_hit_tokens: int | None = None


class Answer(msgspec.Struct):
    """An answer or an event; the responses API and Anthropic's `message_start` have the answer inside their event."""

    type: Any = None
    model: Any = None
    usage: Usage | None = None
    message: msgspec.Raw = msgspec.Raw()
    response: msgspec.Raw = msgspec.Raw()


answer_decoder = msgspec.json.Decoder(Answer)
usage_decoder = msgspec.json.Decoder(Usage)
