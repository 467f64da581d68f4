"""Wire shapes of client keys. The key itself appears in one answer, once."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from relaydesk.identity.types import Period, Scope
from relaydesk.identity.users.schemas import Name
from relaydesk.kernel.http.shapes import Answer, Time, example

Scopes = Annotated[list[Scope], Field(min_length=1, max_length=10)]
Limit = Annotated[int | None, Field(ge=1, le=100_000_000)]
Amount = Annotated[int | None, Field(ge=1, le=2**53 - 1)]


class BudgetShape(BaseModel):
    """What a key may use of the gateway in a calendar day or month (UTC).

    `cost_micros` is in millionths of the unit of the currency that the price table is in; with prices in several, the
    costs of each are added as if they were one.
    """

    model_config = ConfigDict(extra="forbid")

    requests: Amount = None
    tokens: Amount = None
    cost_micros: Amount = None
    period: Period

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.requests is None and self.tokens is None and self.cost_micros is None:
            raise PydanticCustomError("no_limit", "needs requests, tokens or cost_micros")
        return self


class BudgetPart(BaseModel):
    """What to change of a budget; the rest of it stays."""

    model_config = ConfigDict(extra="forbid")
    whole: ClassVar[type[BaseModel]] = BudgetShape

    requests: Amount = None
    tokens: Amount = None
    cost_micros: Amount = None
    period: Period | None = None


class BudgetUsed(Answer):
    """Of the period now. Requests and cost count when they are admitted, tokens once the request log has them."""

    requests: int
    tokens: int
    cost_micros: int
    resets_at: datetime


class Maker(Answer):
    """The person who made a key."""

    model_config = ConfigDict(from_attributes=True, populate_by_name=True)

    id: str = Field(validation_alias="public_id")
    name: str
    is_active: bool


class ClientKeyOut(Answer):
    """`created_by` is null where Relaydesk itself made the key, or its maker is gone.

    `requests_per_minute` is what holds for it: its own limit, or the installation's where it has none.
    """

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    prefix: str
    scopes: list[Scope]
    rate_limit_per_minute: int | None
    requests_per_minute: int = 0
    tokens_per_minute: int | None
    max_concurrency: int | None
    budget: BudgetShape | None
    budget_used: BudgetUsed | None = None
    expires_at: datetime | None
    is_active: bool
    last_used_at: datetime | None
    created_at: datetime
    created_by: Maker | None = Field(default=None, validation_alias="maker")
    previous_until: datetime | None


class ClientKeyCreated(ClientKeyOut):
    key: str


class ClientKeyCreate(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra=example(
            {
                "name": "Checkout service",
                "scopes": ["proxy"],
                "rate_limit_per_minute": 600,
                "budget": {"requests": 100_000, "cost_micros": 50_000_000, "period": "month"},
            }
        ),
    )

    name: Name
    scopes: Scopes = [Scope.PROXY]
    expires_at: Time | None = None
    rate_limit_per_minute: Limit = None
    tokens_per_minute: Amount = None
    max_concurrency: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    budget: BudgetShape | None = None


class ClientKeyPatch(BaseModel):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra=example({"rate_limit_per_minute": 1200, "budget": {"requests": 200_000}})
    )

    name: Name | None = None
    scopes: Scopes | None = None
    expires_at: Time | None = None
    rate_limit_per_minute: Limit = None
    tokens_per_minute: Amount = None
    max_concurrency: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    budget: BudgetPart | None = None
    is_active: bool | None = None


class RotateIn(BaseModel):
    """How long the old key goes on working beside the new one."""

    model_config = ConfigDict(json_schema_extra=example({"overlap_seconds": 3600}))

    overlap_seconds: Annotated[int, Field(ge=0, le=30 * 86400)] = 86400


class UsageCounts(Answer):
    """`requests` were sent on to an upstream, `errors` are those of them that failed; `refused` failed before that."""

    model_config = ConfigDict(from_attributes=True)

    requests: int
    errors: int
    refused: int
    tokens_in: int
    tokens_out: int


class UsageDay(UsageCounts):
    day: date


class Usage(UsageCounts):
    client_key_id: int
    days: list[UsageDay]
