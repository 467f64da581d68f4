"""Token counts: the one reader of what vendors name of them, and their words in both formats.

Known are the names of OpenAI's chat completions and responses, of Anthropic, of Gemini and of Bedrock's Converse, and
those of DeepSeek, xAI and others that speak OpenAI's format in their own way. A count of another type than a number
names nothing; where one is negative or larger than any model could
make it (2^25, 33 million), none of the others is believed: an upstream that lies would use up whoever asked it.

Anthropic's `input_tokens` leave out what was read from and written to the cache; OpenAI's `prompt_tokens` hold it all.
"""

from typing import Any, Final

from relaydesk.gateway.relay.wire.translate.tokens import Tokens

_MOST_BITS: Final = 25
_MOST_TOKENS: Final = 2**_MOST_BITS
_MOST_DIGITS: Final = 16
# Where those that speak OpenAI's format in their own way name the cache.
_CHAT_CACHED: Final = ("prompt_cache_hit_tokens", "cache_read_input_tokens", "cached_tokens")
_CHAT_WRITTEN: Final = "cache_creation_input_tokens"
_CHAT_CACHE_NAMES: Final = frozenset({*_CHAT_CACHED, _CHAT_WRITTEN})
_PLAIN: Final = 3  # names: prompt, completion and their sum, as most that are compatible have it
Named = dict[str, Any]


class _ImpossibleError(ValueError):
    """A count that cannot be."""


def read_usage(usage: Any) -> Tokens | None:
    """What an answer's `usage` or `usageMetadata` names; None where it names no tokens."""
    if not isinstance(usage, dict):
        return None
    try:
        for read in _READERS:
            tokens = read(usage)
            if tokens is not None:
                return tokens
        total = _count(usage, "total_tokens")
    except _ImpossibleError:
        return None
    return None if total is None else Tokens(total)


def _read_chat(usage: Named) -> Tokens | None:
    """OpenAI's chat completions. Where the sum of both is more than its parts, the rest was spent on thinking."""
    count_of: Any = usage.get
    prompt, completion, total = count_of("prompt_tokens"), count_of("completion_tokens"), count_of("total_tokens", 0)
    are_ints = type(prompt) is int and type(completion) is int and type(total) is int
    if not are_ints or (prompt | completion | total) >> _MOST_BITS:  # seldom
        prompt, completion = _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")
        if prompt is None and completion is None:
            return None
        total = _count(usage, "total_tokens") or 0
    elif total and len(usage) == _PLAIN:
        return Tokens(prompt, max(completion, total - prompt))
    output = max(completion or 0, total - prompt) if prompt is not None else completion or 0
    input_tokens = max(total - output, 0) if prompt is None else prompt
    cached = written = reasoning = 0
    if "prompt_tokens_details" in usage:
        details = _inner(usage, "prompt_tokens_details")
        cached = _count(details, "cached_tokens") or 0
        written = _first_count(details, "cache_write_tokens", "cache_creation_tokens") or 0
    if not _CHAT_CACHE_NAMES.isdisjoint(usage):
        cached = cached or _first_count(usage, *_CHAT_CACHED) or 0
        written = written or _count(usage, _CHAT_WRITTEN) or 0
    if "completion_tokens_details" in usage:
        reasoning = _count(_inner(usage, "completion_tokens_details"), "reasoning_tokens") or 0
    return Tokens(input=input_tokens, output=output, cached=cached, cache_written=written, reasoning=reasoning)


def _read_message(usage: Named) -> Tokens | None:
    """Anthropic's messages, and OpenAI's responses, whose input holds what came from the cache."""
    input_tokens, output = _count(usage, "input_tokens"), _count(usage, "output_tokens")
    if input_tokens is None and output is None:
        return None
    details = _inner(usage, "output_tokens_details")
    reasoning = _first_count(details, "reasoning_tokens", "thinking_tokens") or 0
    if isinstance(usage.get("input_tokens_details"), dict):
        cached = _count(_inner(usage, "input_tokens_details"), "cached_tokens") or 0
        return Tokens(input_tokens or 0, output or 0, cached, reasoning=reasoning)
    read, kinds = _count(usage, "cache_read_input_tokens") or 0, _inner(usage, "cache_creation")
    hour = _count(kinds, "ephemeral_1h_input_tokens") or 0
    written = max(
        _count(usage, "cache_creation_input_tokens") or 0, hour + (_count(kinds, "ephemeral_5m_input_tokens") or 0)
    )
    return Tokens((input_tokens or 0) + read + written, output or 0, read, written, reasoning, hour)


def _read_gemini(usage: Named) -> Tokens | None:
    """Gemini counts thoughts beside the candidates, and what tools brought into the prompt beside that."""
    prompt = _count(usage, "promptTokenCount")
    candidates, total = _count(usage, "candidatesTokenCount"), _count(usage, "totalTokenCount")
    if prompt is None and candidates is None and total is None:
        return None
    thoughts = _count(usage, "thoughtsTokenCount") or 0
    input_tokens = (prompt or 0) + (_count(usage, "toolUsePromptTokenCount") or 0)
    if prompt is None:
        input_tokens = max((total or 0) - (candidates or 0) - thoughts, 0)
    cached = _count(usage, "cachedContentTokenCount") or 0
    return Tokens(input_tokens, (candidates or 0) + thoughts, cached, reasoning=thoughts)


def _read_converse(usage: Named) -> Tokens | None:
    """Bedrock's Converse, whose input leaves out the cache as Anthropic's does."""
    input_tokens, output = _count(usage, "inputTokens"), _count(usage, "outputTokens")
    if input_tokens is None and output is None:
        return None
    read, written = _count(usage, "cacheReadInputTokens") or 0, _count(usage, "cacheWriteInputTokens") or 0
    return Tokens((input_tokens or 0) + read + written, output or 0, read, written)


_READERS: Final = (_read_chat, _read_message, _read_gemini, _read_converse)


def _inner(usage: Named, name: str) -> Named:
    details = usage.get(name)
    return details if isinstance(details, dict) else {}


def _first_count(usage: Named, *names: str) -> int | None:
    """By the first of the names that has a count."""
    for name in names:
        count = _count(usage, name)
        if count is not None:
            return count
    return None


def _count(usage: Named, name: str) -> int | None:
    """None where there is no number; a fraction of a token is left out.

    Raises:
        _ImpossibleError: it is negative or too large.
    """
    count = usage.get(name)
    if type(count) is int and not count >> _MOST_BITS:  # nearly always: neither negative nor too large
        return count
    if isinstance(count, str) and count.isdecimal() and len(count) <= _MOST_DIGITS:
        count = int(count)
    if not isinstance(count, int | float) or isinstance(count, bool):
        return None
    if not 0 <= count < _MOST_TOKENS:
        raise _ImpossibleError
    return int(count)


def with_later(seen: Any, later: Any) -> Any:
    """Counts of a stream are cumulative: each later event's replace the earlier ones, where it names them."""
    if not isinstance(seen, dict) or not isinstance(later, dict):
        return later if isinstance(later, dict) else seen
    return {**seen, **{name: count for name, count in later.items() if count is not None}}


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
