"""Wire shapes of upstreams and routes."""

from datetime import datetime
from typing import Annotated, Final, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from relaydesk.gateway.relay.snapshot import DEFAULT_RETRY_STATUSES, MaxTokensField, Reasoning, Strategy, WireFormat
from relaydesk.gateway.relay.wire.heads import may_carry_key
from relaydesk.gateway.types import Reason
from relaydesk.kernel.daily.time_zones import is_time_zone
from relaydesk.kernel.errors import ONE_LINE, pattern
from relaydesk.kernel.http.shapes import Answer, example

_NAME = pattern(
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$",
    reason="upstream_name",
    message="must be 1 to 64 letters, digits, dots, dashes or underscores, with a letter or digit first",
)
# kept as it is checked: Python's parser of URLs passes over tabs and line breaks that would then be stored
_URL = pattern(
    r"^[^\x00-\x20\x7f\\]*$", reason="url_characters", message="must not contain spaces, backslashes or line breaks"
)
# RFC 9110 field names are tokens; a query parameter may be named alike.
_PARAMETER = pattern(
    r"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$",
    reason="parameter_name",
    message="must be 1 to 100 letters, digits, dashes or other signs that a header's name may have",
)
UpstreamName = Annotated[str, StringConstraints(pattern=_NAME)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=ONE_LINE)]
Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=_URL),
]
Tags = Annotated[list[Line], Field(max_length=50)]
Millis = Annotated[int, Field(ge=1, le=3_600_000)]
Weight = Annotated[int, Field(ge=0, le=1_000_000)]
CacheTtl = Annotated[int, Field(ge=0, le=30 * 86400)]
TargetId = Annotated[int, Field(ge=0, le=2**63 - 1)]
RowId = Annotated[int, Field(ge=1, le=2**63 - 1)]
ParameterName = Annotated[str, StringConstraints(pattern=_PARAMETER)]
BAD_STATUS: Final = 400
HEADER_RESERVED: Final = "is a header that Relaydesk writes or leaves out itself"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AuthIn(Strict):
    """`name` is the header (default `x-api-key`) or the query parameter (default `key`)."""

    type: Literal["bearer", "header", "query"] = "bearer"
    name: ParameterName | None = None

    @field_validator("name")
    @classmethod
    def _free(cls, name: str | None, info: ValidationInfo) -> str | None:
        if name is not None and info.data.get("type") == "header" and not may_carry_key(name):
            raise PydanticCustomError("header_reserved", HEADER_RESERVED)
        return name


class RetryIn(Strict):
    """`max_attempts` counts every attempt; `deadline_ms` bounds them all up to the first byte sent to the client."""

    max_attempts: Annotated[int, Field(ge=1, le=20)] = 3
    statuses: Annotated[list[Annotated[int, Field(ge=400, le=599)]], Field(max_length=200)] = sorted(
        DEFAULT_RETRY_STATUSES
    )
    deadline_ms: Millis = 120_000


class BreakerIn(Strict):
    """After `failures` in a row by its own fault an upstream is not asked for `hold_s`; with 0 it always is."""

    failures: Annotated[int, Field(ge=0, le=10_000)] = 10
    hold_s: Annotated[int, Field(ge=1, le=3600)] = 5


class LimitsIn(Strict):
    """What may be sent a minute and be under way at once, over all processes; null is without a limit.

    A request counts once, however many attempts it takes there. What is over a limit goes on to the next upstream of
    its route, if there is one; otherwise, and over a route's own limit, it is refused with 429.
    """

    requests_per_minute: Annotated[int | None, Field(ge=1, le=100_000_000)] = None
    tokens_per_minute: Annotated[int | None, Field(ge=1, le=1_000_000_000_000)] = None
    max_concurrency: Annotated[int | None, Field(ge=1, le=1_000_000)] = None


class DialectIn(Strict):
    """How the upstream wants to be asked; null follows from its provider and the model.

    `reasoning` is how effort is named: OpenAI's `reasoning_effort`, at Anthropic a `budget` of tokens or `adaptive`
    thinking, or `off`. `default_max_tokens` stands in where Anthropic wants a maximum and the client named none.
    `fills_properties` adds the `properties` that a tool's schema left out. `asks_for_stream_usage` asks for token
    counts in streams, which clients that did not ask never see.
    """

    reasoning: Reasoning | None = None
    max_tokens_field: MaxTokensField | None = None
    default_max_tokens: Annotated[int | None, Field(ge=1, le=10_000_000)] = None
    fills_properties: bool | None = None
    asks_for_stream_usage: bool | None = None


class DialectPreset(Answer):
    """What is known of a provider; null in `dialect` follows from the model."""

    name: str
    host: str = Field(description="of the base URL, or the end of it")
    dialect: DialectIn


def _known_zone(name: str) -> str:
    if not is_time_zone(name):
        raise PydanticCustomError("time_zone", "is no time zone of the IANA database")
    return name


TimeZone = Annotated[str, Field(max_length=64), AfterValidator(_known_zone)]


class UpstreamCreate(Strict):
    """`format` is what the upstream speaks at `/v1`. Where `auth` is not given, it is as that vendor has it.

    With `log_bodies` the log keeps the first 16 KB of requests and answers, secrets replaced. With `auto_test` keys
    that rules disabled are tested every ten minutes and come back when they answer.
    """

    model_config = ConfigDict(
        json_schema_extra=example(
            {
                "name": "openai",
                "base_url": "https://api.openai.com/v1",
                "timeout_ms": 60_000,
                "retry": {"max_attempts": 3, "deadline_ms": 120_000},
            }
        )
    )

    name: UpstreamName
    base_url: Url
    format: WireFormat = "openai"
    auth: AuthIn = Field(
        default_factory=lambda fields: (
            AuthIn(type="header", name="x-api-key") if fields.get("format") == "anthropic" else AuthIn()
        )
    )
    strategy: Strategy = "round_robin"
    timeout_ms: Millis = 60_000
    retry: RetryIn = RetryIn()
    allow_private: bool = False
    enabled: bool = True
    tags: Tags = []
    time_zone: TimeZone = "UTC"
    breaker: BreakerIn = BreakerIn()
    limits: LimitsIn = LimitsIn()
    dialect: DialectIn = DialectIn()
    log_bodies: bool = False
    auto_test: bool = False


class UpstreamPatch(Strict):
    model_config = ConfigDict(json_schema_extra=example({"timeout_ms": 30_000, "limits": {"requests_per_minute": 600}}))

    name: UpstreamName | None = None
    base_url: Url | None = None
    format: WireFormat | None = None
    auth: AuthIn | None = None
    strategy: Strategy | None = None
    timeout_ms: Millis | None = None
    retry: RetryIn | None = None
    allow_private: bool | None = None
    enabled: bool | None = None
    tags: Tags | None = None
    time_zone: TimeZone | None = None
    breaker: BreakerIn | None = None
    limits: LimitsIn | None = None
    dialect: DialectIn | None = None
    log_bodies: bool | None = None
    auto_test: bool | None = None


class KeyCounts(Answer):
    active: int = 0
    disabled: int = 0
    banned: int = 0


class UpstreamConfirm(Strict):
    """The owner's password, and the `base_url` that they have looked at: another one by now is a 409."""

    model_config = ConfigDict(
        json_schema_extra=example({"password": "your password", "base_url": "https://api.openai.com/v1"})
    )

    password: Annotated[str, Field(min_length=1, max_length=200)]
    base_url: Url | None = None


class ReasonOut(Answer):
    """As in `details.reasons` of errors. `parts` are the reasons that it joins, or follows from."""

    model_config = ConfigDict(from_attributes=True)

    type: str
    ctx: dict[str, str | int]
    parts: "tuple[ReasonOut, ...]" = ()


class UpstreamOut(Answer):
    """`awaiting_keys` is how many keys rest because the address changed after they were given.

    `held_because` says what `held_reason` does, by its type and bounds.
    """

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    base_url: str
    format: WireFormat
    auth: AuthIn
    strategy: Strategy
    timeout_ms: int
    retry: RetryIn
    allow_private: bool
    enabled: bool
    tags: list[str]
    time_zone: str
    breaker: BreakerIn
    limits: LimitsIn
    dialect: DialectIn
    held_until: datetime | None
    held_reason: str | None
    held_because: ReasonOut | None
    log_bodies: bool
    auto_test: bool
    keys: KeyCounts = KeyCounts()
    awaiting_keys: int = 0
    created_at: datetime
    updated_at: datetime


class UpstreamTest(Answer):
    """`ok` when the upstream answered with a status below 400; `message` and `reason` say what went wrong."""

    ok: bool
    status: int | None
    latency_ms: int
    message: str
    reason: ReasonOut | None

    @classmethod
    def of(cls, status: int | None, latency_ms: int, problem: Reason | None) -> Self:
        return cls(
            ok=status is not None and status < BAD_STATUS,
            status=status,
            latency_ms=latency_ms,
            message=problem.message if problem else "",
            reason=ReasonOut.model_validate(problem) if problem else None,
        )


class UpstreamModels(BaseModel):
    """The names by which an upstream knows its models, a thousand at most.

    `message` and `reason` say what went wrong.
    """

    models: list[str]
    message: str
    reason: ReasonOut | None


class TargetIn(Strict):
    """`model` is the name the upstream knows it by, where that differs. 0 is the built-in upstream."""

    upstream_id: TargetId
    model: Line | None = None
    weight: Weight = 1


class FallbackIn(Strict):
    upstream_id: TargetId
    model: Line | None = None


class RouteCreate(Strict):
    """`cache_ttl_s` is how long an answer is given again to the very same request; 0 keeps none."""

    model_config = ConfigDict(
        json_schema_extra=example(
            {
                "model": "gpt-4o-mini",
                "targets": [{"upstream_id": 1, "weight": 1}],
                "fallbacks": [{"upstream_id": 0, "model": "relaydesk-extractive"}],
            }
        )
    )

    model: Line
    targets: Annotated[list[TargetIn], Field(min_length=1, max_length=50)]
    fallbacks: Annotated[list[FallbackIn], Field(max_length=50)] = []
    cache_ttl_s: CacheTtl = 0
    limits: LimitsIn = LimitsIn()
    enabled: bool = True


class RoutePatch(Strict):
    model_config = ConfigDict(json_schema_extra=example({"cache_ttl_s": 300, "enabled": True}))

    model: Line | None = None
    targets: Annotated[list[TargetIn], Field(min_length=1, max_length=50)] | None = None
    fallbacks: Annotated[list[FallbackIn], Field(max_length=50)] | None = None
    cache_ttl_s: CacheTtl | None = None
    limits: LimitsIn | None = None
    enabled: bool | None = None


class RouteOut(Answer):
    """`problem` is why none of its upstreams can be asked now; null where one can."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    model: str
    targets: list[TargetIn]
    fallbacks: list[FallbackIn]
    cache_ttl_s: int
    limits: LimitsIn
    enabled: bool
    problem: ReasonOut | None = None
    created_at: datetime
    updated_at: datetime
