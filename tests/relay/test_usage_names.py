"""The names under which vendors count tokens: one table, and what each count costs."""

from typing import Any

import pytest

from relaydesk.gateway.relay.accounting.prices import cost_nanos
from relaydesk.gateway.relay.snapshot import Price
from relaydesk.gateway.relay.wire.translate.tokens import Tokens
from relaydesk.gateway.relay.wire.translate.usage import read_usage

CASES: list[tuple[str, Any, Tokens | None]] = [
    ("OpenAI's chat", {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 11}, Tokens(9, 2)),
    (
        "its cache and thoughts",
        {
            "prompt_tokens": 9,
            "completion_tokens": 5,
            "prompt_tokens_details": {"cached_tokens": 4, "cache_write_tokens": 2},
            "completion_tokens_details": {"reasoning_tokens": 3},
        },
        Tokens(9, 5, 4, 2, 3),
    ),
    ("embeddings", {"prompt_tokens": 8, "total_tokens": 8}, Tokens(8, 0)),
    ("a total alone", {"total_tokens": 12}, Tokens(12, 0)),
    ("a total beside the answer's", {"completion_tokens": 2, "total_tokens": 12}, Tokens(10, 2)),
    ("thoughts in the total only", {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 31}, Tokens(9, 22)),
    ("DeepSeek", {"prompt_tokens": 9, "completion_tokens": 2, "prompt_cache_hit_tokens": 4}, Tokens(9, 2, 4)),
    (
        "OpenAI's responses",
        {"input_tokens": 9, "output_tokens": 5, "input_tokens_details": {"cached_tokens": 4}},
        Tokens(9, 5, 4),
    ),
    (
        "Anthropic",
        {"input_tokens": 3, "output_tokens": 5, "cache_read_input_tokens": 20, "cache_creation_input_tokens": 7},
        Tokens(30, 5, 20, 7),
    ),
    (
        "Anthropic, a part for an hour",
        {
            "input_tokens": 3,
            "output_tokens": 5,
            "cache_creation_input_tokens": 7,
            "cache_creation": {"ephemeral_5m_input_tokens": 2, "ephemeral_1h_input_tokens": 5},
        },
        Tokens(10, 5, 0, 7, 0, 5),
    ),
    (
        "Gemini",
        {
            "promptTokenCount": 9,
            "candidatesTokenCount": 2,
            "thoughtsTokenCount": 6,
            "toolUsePromptTokenCount": 1,
            "cachedContentTokenCount": 4,
            "totalTokenCount": 18,
        },
        Tokens(10, 8, 4, 0, 6),
    ),
    (
        "Bedrock's Converse",
        {"inputTokens": 3, "outputTokens": 5, "cacheReadInputTokens": 4, "cacheWriteInputTokens": 2},
        Tokens(9, 5, 4, 2),
    ),
    ("fractions and texts", {"prompt_tokens": "9", "completion_tokens": 2.5}, Tokens(9, 2)),
    ("other types", {"prompt_tokens": True, "completion_tokens": [2]}, None),
    ("a negative count", {"prompt_tokens": -1, "completion_tokens": 2}, None),
    ("the largest count", {"prompt_tokens": 2**25 - 1, "completion_tokens": 2}, Tokens(2**25 - 1, 2)),
    ("too large a count", {"prompt_tokens": 2**25, "completion_tokens": 2}, None),
    ("too large a count at Anthropic's", {"input_tokens": 9, "output_tokens": 2**53}, None),
    ("too large a sum", {"prompt_tokens": 9, "completion_tokens": 2, "total_tokens": 2**25}, None),
    ("details of another type", {"prompt_tokens": 9, "prompt_tokens_details": [1]}, Tokens(9, 0)),
    ("nothing", {"seconds": 3}, None),
    ("no object", "unlimited", None),
]


@pytest.mark.parametrize(("usage", "tokens"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_tokens_are_read_by_every_vendors_names(usage: Any, tokens: Tokens | None) -> None:
    assert read_usage(usage) == tokens


def test_what_goes_to_the_cache_has_its_own_prices() -> None:
    tokens = Tokens(3 + 20 + 12, 7, cached=20, cache_written=12, cache_written_hour=5)
    plain = Price("m", "USD", 3_000_000, 15_000_000, 300_000)
    assert cost_nanos(plain, tokens) == (3 + 12) * 3000 + 20 * 300 + 7 * 15_000
    priced = Price("m", "USD", 3_000_000, 15_000_000, 300_000, cache_write_micros=3_750_000)
    assert cost_nanos(priced, tokens) == 3 * 3000 + 20 * 300 + 12 * 3750 + 7 * 15_000
    by_hour = Price("m", "USD", 3_000_000, 15_000_000, 300_000, None, 3_750_000, 6_000_000)
    assert cost_nanos(by_hour, tokens) == 3 * 3000 + 20 * 300 + 7 * 3750 + 5 * 6000 + 7 * 15_000
