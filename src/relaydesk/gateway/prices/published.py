"""Owns what providers publish as prices, to fill in prices from; nothing is charged by it.

The figures are those of LiteLLM's table (https://github.com/BerriAI/litellm, MIT, copyright 2023 Berri AI), taken by
tools/published_prices.py: US dollars, without discounts; where long prompts cost more, what short ones do.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class PublishedPrice:
    """Micros as PriceRow has them; `as_of` is the day the table was taken, as 2026-01-31."""

    provider: str
    model: str
    as_of: str
    currency: str
    input_micros_per_million: int
    output_micros_per_million: int
    cached_input_micros_per_million: int | None
    cache_write_micros_per_million: int | None
    cache_write_hour_micros_per_million: int | None


@cache
def _all() -> tuple[PublishedPrice, ...]:
    table = json.loads(files(__package__).joinpath("published.json").read_text())
    as_of, currency = table["as_of"], table["currency"]
    return tuple(
        PublishedPrice(provider, model, as_of, currency, *amounts)
        for provider, models in table["prices"].items()
        for model, amounts in models.items()
    )


def search_published(query: str | None, *, limit: int, offset: int) -> tuple[Sequence[PublishedPrice], int]:
    """Those whose model has `query` in its name, the shortest name first; and how many there are in all."""
    wanted = (query or "").strip().lower()
    matches = sorted(
        (price for price in _all() if wanted in price.model.lower()),
        key=lambda price: (len(price.model), price.model, price.provider),
    )
    return matches[offset : offset + limit], len(matches)
