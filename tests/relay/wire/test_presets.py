"""How upstreams are asked unless their dialect says otherwise: by provider, format and model."""

import json

import pytest

from relaydesk.gateway.relay.snapshot import Dialect, Upstream
from relaydesk.gateway.relay.wire.dialects import translate_request
from relaydesk.gateway.relay.wire.presets import Manner, manner_of


def at(host: str = "llm.example", wire_format: str = "openai", **fields: object) -> Upstream:
    return Upstream(1, "up", f"https://{host}/v1", format=wire_format, dialect=Dialect(**fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("host", "model", "field"),
    [
        ("api.openai.com", "gpt-4o", "max_completion_tokens"),
        ("eu.openai.azure.com", "ours", "max_completion_tokens"),
        ("llm.example", "gpt-5-mini", "max_completion_tokens"),
        ("llm.example", "openai/o3", "max_completion_tokens"),
        ("llm.example", "gpt-4o", "max_tokens"),
        ("llm.example", "qwen3-coder", "max_tokens"),
        ("api.mistral.ai", "gpt-5", "max_tokens"),
        ("notapi.openai.com.example", "gpt-4o", "max_tokens"),
    ],
)
def test_the_maximum_is_called_as_provider_and_model_call_it(host: str, model: str, field: str) -> None:
    assert manner_of(at(host), model).max_tokens_field == field


@pytest.mark.parametrize(
    ("model", "reasoning", "most"),
    [
        ("claude-3-haiku-20240307", "budget", 4096),
        ("claude-3-5-sonnet-latest", "budget", 8192),
        ("claude-3-7-sonnet-20250219", "budget", 32_000),
        ("claude-opus-4-20250514", "budget", 32_000),
        ("claude-sonnet-4-5", "budget", 32_000),
        ("claude-opus-4-6", "adaptive", 32_000),
        ("anthropic.claude-opus-4-7-v1:0", "adaptive", 32_000),
        ("claude-haiku-5-5", "adaptive", 32_000),
        ("claude-mythos-preview", "adaptive", 32_000),
        ("kimi-k2", "budget", 8192),
    ],
)
def test_anthropics_models_are_asked_as_their_generation_wants_it(model: str, reasoning: str, most: int) -> None:
    manner = manner_of(at(wire_format="anthropic"), model)
    assert (manner.reasoning, manner.default_max_tokens) == (reasoning, most)


def test_a_dialect_goes_before_what_is_known() -> None:
    own = {
        "reasoning": "off",
        "max_tokens_field": "max_tokens",
        "default_max_tokens": 77,
        "fills_properties": False,
        "asks_for_stream_usage": False,
    }
    assert manner_of(at("api.openai.com", **own), "gpt-5") == Manner("off", "max_tokens", 77, False, False)  # noqa: FBT003 - as it is


def test_requests_are_told_in_the_upstreams_manner() -> None:
    chat = json.dumps(
        {"model": "m", "reasoning_effort": "high", "messages": [{"role": "user", "content": "hi"}]}
    ).encode()
    told, _ = translate_request(chat, "openai", manner_of(at(wire_format="anthropic"), "claude-opus-4-7"))
    asked = json.loads(told)
    assert (asked["thinking"], asked["output_config"], asked["max_tokens"]) == (
        {"type": "adaptive"},
        {"effort": "high"},
        32_000,
    )
    message = json.dumps(
        {
            "model": "m",
            "max_tokens": 50,
            "stream": True,
            "thinking": {"type": "enabled", "budget_tokens": 5000},
            "tools": [{"name": "f", "input_schema": {"type": "object"}}],
            "messages": [{"role": "user", "content": "hi"}],
        }
    ).encode()
    asked = json.loads(translate_request(message, "anthropic", manner_of(at("api.mistral.ai"), "mistral-large"))[0])
    assert asked["tools"][0]["function"]["parameters"] == {"type": "object", "properties": {}}
    assert asked["max_tokens"] == 50
    assert {"max_completion_tokens", "reasoning_effort", "stream_options"}.isdisjoint(asked)
