"""How an upstream wants to be asked: what its dialect says, else what is known of its provider and of the model.

What providers take is from their own references (OpenAI, Azure, Mistral, Groq, DeepSeek …), what Anthropic's models
take from its pages on adaptive thinking and on models. An upstream that is not known is asked in the oldest words,
which nearly all take.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from relaydesk.gateway.relay.snapshot import Dialect, MaxTokensField, Reasoning, Upstream, WireFormat, endpoint_of

_OPENAI_THAT_REASONS: Final = re.compile(r"(?:^|[/.-])(?:o[1-9](?:[-.]|$)|gpt-(?:[5-9]|\d\d))")
# claude-opus-4-5-20251101, claude-3-7-sonnet-latest, anthropic.claude-sonnet-4-20250514-v1:0, claude-mythos-preview
_CLAUDE: Final = re.compile(r"claude-(?:[a-z]+-)?(\d{1,2})(?:[-.](\d{1,2}))?(?!\d)")
_FIRST_ADAPTIVE: Final = (4, 6)


class Manner(NamedTuple):
    """A dialect without anything left open."""

    reasoning: Reasoning
    max_tokens_field: MaxTokensField
    default_max_tokens: int
    fills_properties: bool
    asks_for_stream_usage: bool


class Provider(NamedTuple):
    """What is known of one that speaks OpenAI's format; `host` is its name or the end of it.

    `max_tokens_field` None: `max_completion_tokens` for OpenAI's models that reason, else `max_tokens`.
    """

    name: str
    host: str
    max_tokens_field: MaxTokensField | None = None
    reasoning: Reasoning = "reasoning_effort"
    asks_for_stream_usage: bool = True


PROVIDERS: Final = (
    Provider("OpenAI", "api.openai.com", "max_completion_tokens"),
    Provider("Azure OpenAI", "openai.azure.com", "max_completion_tokens"),
    Provider("Azure AI Foundry", "services.ai.azure.com", "max_completion_tokens"),
    Provider("Groq", "api.groq.com", "max_completion_tokens"),
    Provider("Cerebras", "api.cerebras.ai", "max_completion_tokens"),
    # refuses fields that it does not know, and names usage in every stream
    Provider("Mistral", "api.mistral.ai", "max_tokens", "off", asks_for_stream_usage=False),
    Provider("DeepSeek", "api.deepseek.com", "max_tokens", "off"),
    Provider("xAI", "api.x.ai"),
    Provider("Together AI", "api.together.xyz"),
    Provider("Fireworks AI", "api.fireworks.ai"),
    Provider("OpenRouter", "openrouter.ai"),
    Provider("Alibaba Cloud", "aliyuncs.com"),
    Provider("Moonshot AI", "api.moonshot.ai"),
    Provider("Moonshot AI (China)", "api.moonshot.cn"),
    Provider("Google Gemini", "generativelanguage.googleapis.com"),
)
_UNKNOWN: Final = Provider("", "", asks_for_stream_usage=False)

DEFAULT_MAX_TOKENS: Final = 8192
CURRENT_MAX_TOKENS: Final = 32_000
# Models whose answers end sooner than `CURRENT_MAX_TOKENS`; later ones give 64,000 and more.
_OLD_MAX_TOKENS: Final = {(3, 0): 4096, (3, 5): 8192}


def manner_of(upstream: Upstream, model: str) -> Manner:
    """How to ask an upstream for a model, by the name that it knows it by."""
    return _resolved(upstream.base_url, upstream.format, upstream.dialect, model)


@lru_cache(maxsize=4096)
def _resolved(base_url: str, wire_format: WireFormat, dialect: Dialect, model: str) -> Manner:
    known = _of_anthropic(model) if wire_format == "anthropic" else _of_openai(base_url, model)
    return Manner(
        reasoning=dialect.reasoning or known.reasoning,
        max_tokens_field=dialect.max_tokens_field or known.max_tokens_field,
        default_max_tokens=dialect.default_max_tokens or known.default_max_tokens,
        fills_properties=known.fills_properties if dialect.fills_properties is None else dialect.fills_properties,
        asks_for_stream_usage=(
            known.asks_for_stream_usage if dialect.asks_for_stream_usage is None else dialect.asks_for_stream_usage
        ),
    )


def _of_openai(base_url: str, model: str) -> Manner:
    host = endpoint_of(base_url).host.lower()
    provider = next((p for p in PROVIDERS if host == p.host or host.endswith(f".{p.host}")), _UNKNOWN)
    field = provider.max_tokens_field
    if field is None:
        field = "max_completion_tokens" if _OPENAI_THAT_REASONS.search(model.lower()) else "max_tokens"
    return Manner(
        provider.reasoning,
        field,
        DEFAULT_MAX_TOKENS,
        fills_properties=True,
        asks_for_stream_usage=provider.asks_for_stream_usage,
    )


def _of_anthropic(model: str) -> Manner:
    name = model.lower()
    version = _claude_version(name)
    is_claude = "claude" in name
    # a name of Claude's without a number is of a model that came later
    is_adaptive = is_claude and (version is None or version >= _FIRST_ADAPTIVE)
    most = CURRENT_MAX_TOKENS if is_claude else DEFAULT_MAX_TOKENS
    if version is not None:
        most = _OLD_MAX_TOKENS.get(version, most)
    return Manner(
        "adaptive" if is_adaptive else "budget",
        "max_tokens",
        most,
        fills_properties=True,
        asks_for_stream_usage=False,
    )


def _claude_version(name: str) -> tuple[int, int] | None:
    match = _CLAUDE.search(name)
    return (int(match[1]), int(match[2] or 0)) if match else None
