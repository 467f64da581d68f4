"""Wire shapes of prices."""

from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from relaydesk.gateway.upstreams.schemas import RowId
from relaydesk.kernel.errors import CURRENCY, pattern
from relaydesk.kernel.http.shapes import Answer, example

_MODELS = pattern(
    r"^[^\x00-\x1f*]*\*?$",
    reason="model_pattern",
    message="must be one line, with * nowhere but at its end",
)
ModelPattern = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=_MODELS),
    Field(description="A model's exact name, or the beginning of names with `*` at its end.", examples=["gpt-4o*"]),
]
Currency = Annotated[str, StringConstraints(pattern=CURRENCY), Field(description="ISO 4217.")]
Micros = Annotated[
    int,
    Field(ge=0, le=10**13, description="10^-6 of one unit of the currency for a million tokens: 2500000 is 2.50."),
]


class PriceCreate(BaseModel):
    """Without `upstream_id` it holds at all upstreams.

    Without a price of their own, tokens from the cache and those written to it cost what input does; those that are to
    stay in it for an hour cost what others written to it do.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {
                "model": "gpt-4o-mini*",
                "currency": "USD",
                "input_micros_per_million": 150_000,
                "output_micros_per_million": 600_000,
            }
        ),
    )

    model: ModelPattern
    upstream_id: RowId | None = None
    currency: Currency = "USD"
    input_micros_per_million: Micros
    output_micros_per_million: Micros
    cached_input_micros_per_million: Micros | None = None
    cache_write_micros_per_million: Micros | None = None
    cache_write_hour_micros_per_million: Micros | None = None


class PricePatch(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=example({"output_micros_per_million": 550_000}))

    model: ModelPattern | None = None
    upstream_id: RowId | None = None
    currency: Currency | None = None
    input_micros_per_million: Micros | None = None
    output_micros_per_million: Micros | None = None
    cached_input_micros_per_million: Micros | None = None
    cache_write_micros_per_million: Micros | None = None
    cache_write_hour_micros_per_million: Micros | None = None


class PriceOut(Answer):
    """Micros are 10^-6 of one unit of `currency` for a million tokens."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    model: str
    upstream_id: int | None
    currency: str
    input_micros_per_million: int
    output_micros_per_million: int
    cached_input_micros_per_million: int | None
    cache_write_micros_per_million: int | None
    cache_write_hour_micros_per_million: int | None
    created_at: datetime
    updated_at: datetime


class Currencies(Answer):
    """Budgets and quotas add costs of several currencies as if they were one."""

    currencies: list[str]


class PublishedPriceOut(Answer):
    """What a provider publishes: micros as those of a price. `as_of` is the day on which the table was taken."""

    model_config = ConfigDict(from_attributes=True)

    provider: str
    model: str
    as_of: date
    currency: str
    input_micros_per_million: int
    output_micros_per_million: int
    cached_input_micros_per_million: int | None
    cache_write_micros_per_million: int | None
    cache_write_hour_micros_per_million: int | None
