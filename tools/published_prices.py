"""Writes src/relaydesk/gateway/prices/published.json from the price table of an installed or unpacked LiteLLM.

    python tools/published_prices.py model_prices_and_context_window_backup.json "LiteLLM 1.110.2" 2026-11-29

Taken are the models that read and write text at the prices that their own makers or hosts publish, by the names that
requests name them by; where long prompts cost more, at the price of short ones. Left out is what costs by something
else than tokens of text: by second, by picture, by search.
"""

import json
import sys
from decimal import Decimal
from pathlib import Path

TO = Path(__file__).resolve().parents[1] / "src" / "relaydesk" / "gateway" / "prices" / "published.json"
PROVIDERS = {
    "openai": "OpenAI",
    "anthropic": "Anthropic",
    "gemini": "Google Gemini",
    "mistral": "Mistral",
    "deepseek": "DeepSeek",
    "xai": "xAI",
    "moonshot": "Moonshot AI",
    "zai": "Z.ai",
    "groq": "Groq",
}
MODES = ("chat", "responses", "embedding")
AMOUNTS = (
    "input_cost_per_token",
    "output_cost_per_token",
    "cache_read_input_token_cost",
    "cache_creation_input_token_cost",
    "cache_creation_input_token_cost_above_1hr",
)
OTHER_PRICES = ("audio", "realtime", "search", "deep-research", "ft:", "tts", "lyria", "computer-use")


def micros(per_token: float) -> int:
    """Micros for a million tokens."""
    return int((Decimal(str(per_token)) * 10**12).to_integral_value())


def is_plain(name: str, model: dict[str, object]) -> bool:
    if model.get("mode") not in MODES or model.get("input_cost_per_token") in (None, 0):
        return False
    return "tiered_pricing" not in model and not any(word in name for word in OTHER_PRICES)


def main(source: str, version: str, as_of: str) -> None:
    models = json.loads(Path(source).read_text())
    prices: dict[str, dict[str, list[int | None]]] = {provider: {} for provider in PROVIDERS.values()}
    for name, model in models.items():
        provider = PROVIDERS.get(model.get("litellm_provider", ""))
        if provider is not None and is_plain(name, model):
            own_name = name.removeprefix(f"{model['litellm_provider']}/")
            amounts = [micros(model[amount]) if model.get(amount) else None for amount in AMOUNTS]
            amounts[1] = amounts[1] or 0  # embeddings write nothing
            prices[provider][own_name] = amounts
    rows = ",\n".join(
        f'    "{provider}": {{\n'
        + ",\n".join(f"      {json.dumps(name)}: {json.dumps(of[name])}" for name in sorted(of))
        + "\n    }"
        for provider, of in prices.items()
        if of
    )
    heads = f'  "as_of": "{as_of}",\n  "source": "{version}",\n  "currency": "USD",\n'
    TO.write_text(f'{{\n{heads}  "prices": {{\n{rows}\n  }}\n}}\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
