"""Token counts: one neutral form, read from and written to both formats.

Anthropic's `input_tokens` leave out what was read from and written to the cache; OpenAI's `prompt_tokens` hold it all.
"""

from collections.abc import Iterable
from typing import Any

import msgspec


class Tokens(msgspec.Struct, frozen=True, gc=False):
    """`input` counts all of the prompt, also what came from (`cached`) or went to (`cache_written`) the cache.

    `reasoning` is the part of `output` spent on thinking.
    """

    input: int = 0
    output: int = 0
    cached: int = 0
    cache_written: int = 0
    reasoning: int = 0


class _PromptDetails(msgspec.Struct):
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None


class _CompletionDetails(msgspec.Struct):
    reasoning_tokens: int | None = None


class OpenAIUsage(msgspec.Struct):
    """`usage` of a chat completion or of a stream's last chunk."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    prompt_tokens_details: _PromptDetails | None = None
    completion_tokens_details: _CompletionDetails | None = None


class _OutputDetails(msgspec.Struct):
    thinking_tokens: int | None = None


class AnthropicUsage(msgspec.Struct):
    """`usage` of a message, of `message_start` and of `message_delta`."""

    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_input_tokens: int | None = None
    cache_creation_input_tokens: int | None = None
    output_tokens_details: _OutputDetails | None = None


class _Message(msgspec.Struct):
    usage: AnthropicUsage | None = None


class _StreamEvent(msgspec.Struct):
    type: str = ""
    message: _Message | None = None
    usage: AnthropicUsage | None = None


_stream_event = msgspec.json.Decoder(_StreamEvent)


def read_openai(usage: OpenAIUsage) -> Tokens:
    prompt = usage.prompt_tokens_details or _PromptDetails()
    completion = usage.completion_tokens_details or _CompletionDetails()
    return Tokens(
        input=usage.prompt_tokens or 0,
        output=usage.completion_tokens or 0,
        cached=prompt.cached_tokens or 0,
        cache_written=prompt.cache_write_tokens or 0,
        reasoning=completion.reasoning_tokens or 0,
    )


def read_anthropic(usage: AnthropicUsage) -> Tokens:
    cached, written = usage.cache_read_input_tokens or 0, usage.cache_creation_input_tokens or 0
    details = usage.output_tokens_details or _OutputDetails()
    return Tokens(
        input=(usage.input_tokens or 0) + cached + written,
        output=usage.output_tokens or 0,
        cached=cached,
        cache_written=written,
        reasoning=details.thinking_tokens or 0,
    )


def with_later(seen: AnthropicUsage, later: AnthropicUsage) -> AnthropicUsage:
    """Counts of a stream are cumulative: each later event's replace the earlier ones, where it names them."""
    return AnthropicUsage(
        input_tokens=_last(seen.input_tokens, later.input_tokens),
        output_tokens=_last(seen.output_tokens, later.output_tokens),
        cache_read_input_tokens=_last(seen.cache_read_input_tokens, later.cache_read_input_tokens),
        cache_creation_input_tokens=_last(seen.cache_creation_input_tokens, later.cache_creation_input_tokens),
        output_tokens_details=later.output_tokens_details or seen.output_tokens_details,
    )


def _last(seen: int | None, later: int | None) -> int | None:
    return seen if later is None else later


def write_openai(tokens: Tokens) -> dict[str, Any]:
    return {
        "prompt_tokens": tokens.input,
        "completion_tokens": tokens.output,
        "total_tokens": tokens.input + tokens.output,
        "prompt_tokens_details": {"cached_tokens": tokens.cached, "cache_write_tokens": tokens.cache_written},
        "completion_tokens_details": {"reasoning_tokens": tokens.reasoning},
    }


def write_anthropic(tokens: Tokens) -> dict[str, Any]:
    counts: dict[str, Any] = {
        "input_tokens": max(tokens.input - tokens.cached - tokens.cache_written, 0),
        "output_tokens": tokens.output,
        "cache_read_input_tokens": tokens.cached,
        "cache_creation_input_tokens": tokens.cache_written,
    }
    if tokens.reasoning:
        counts["output_tokens_details"] = {"thinking_tokens": tokens.reasoning}
    return counts


def read_anthropic_stream(events: Iterable[bytes]) -> Tokens | None:
    """The usage of an Anthropic stream, from the data of its events; None when none of them names any.

    `message_start` carries the input tokens, `message_delta` the cumulative output and, of late, the input again. Data
    that cannot be read is passed over.
    """
    seen: AnthropicUsage | None = None
    for data in events:
        if b'"usage"' not in data:
            continue
        try:
            event = _stream_event.decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        usage = event.usage if event.message is None else event.message.usage
        if usage is not None:
            seen = usage if seen is None else with_later(seen, usage)
    return None if seen is None else read_anthropic(seen)
