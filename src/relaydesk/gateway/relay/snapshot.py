"""What the relay knows: upstreams, their keys, routes and client keys as one immutable value, swapped whole."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

import msgspec

AuthType = Literal["bearer", "header", "query"]
WireFormat = Literal["openai", "anthropic"]
Strategy = Literal["round_robin", "random", "weighted", "least_recently_used"]

DEFAULT_RETRY_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
BUILTIN_SCHEME = "builtin"


class Auth(msgspec.Struct, frozen=True):
    """How an upstream takes its key. `name` is the header or the query parameter."""

    type: AuthType = "bearer"
    name: str | None = None


class RetryPolicy(msgspec.Struct, frozen=True):
    """`max_attempts` counts every attempt; `deadline_ms` bounds all of them up to the first byte sent to the client."""

    max_attempts: int = 3
    statuses: frozenset[int] = DEFAULT_RETRY_STATUSES
    deadline_ms: int = 120_000


class Breaker(msgspec.Struct, frozen=True):
    """After so many failures in a row by the upstream's own fault it is held; 0 never does."""

    failures: int = 10
    hold_s: float = 5.0


class Limits(msgspec.Struct, frozen=True):
    """How much at once and a minute; `who` is whose limits they are, `upstream:3` say."""

    who: str
    requests_per_minute: int | None = None
    tokens_per_minute: int | None = None
    max_concurrency: int | None = None


Reasoning = Literal["reasoning_effort", "budget", "adaptive", "off"]
MaxTokensField = Literal["max_tokens", "max_completion_tokens"]


class Dialect(msgspec.Struct, frozen=True):
    """How an upstream wants to be asked; what is None follows from its provider and the model (`wire.presets`).

    `reasoning` is how effort is named: OpenAI's field, a budget of tokens or adaptive thinking at Anthropic, or not at
    all. `default_max_tokens` stands in where Anthropic wants a maximum and the client named none. `fills_properties`
    adds the `properties` that a tool's schema left out, `asks_for_stream_usage` asks for token counts in streams.
    """

    reasoning: Reasoning | None = None
    max_tokens_field: MaxTokensField | None = None
    default_max_tokens: int | None = None
    fills_properties: bool | None = None
    asks_for_stream_usage: bool | None = None


class Upstream(msgspec.Struct, frozen=True):
    """`requires_key` says that keys were configured: with none of them active a request is refused, not sent bare."""

    id: int
    name: str
    base_url: str
    auth: Auth = Auth()
    strategy: Strategy = "round_robin"
    timeout_ms: int = 60_000
    retry: RetryPolicy = RetryPolicy()
    allow_private: bool = False
    enabled: bool = True
    requires_key: bool = False
    format: WireFormat = "openai"
    breaker: Breaker = Breaker()
    log_bodies: bool = False
    dialect: Dialect = Dialect()
    limits: Limits | None = None


class Budget(msgspec.Struct, frozen=True, gc=False):
    """What may be used in a calendar day or month of a time zone (IANA name); None is without a limit.

    `cost_nanos` is in billionths of the unit of the currency that prices are given in.
    """

    period: Literal["day", "month"]
    requests: int | None = None
    tokens: int | None = None
    cost_nanos: int | None = None
    time_zone: str = "UTC"

    @property
    def is_metered(self) -> bool:
        """Whether more than requests counts, so that what one will use must be estimated."""
        return self.tokens is not None or self.cost_nanos is not None


class UpstreamKey(msgspec.Struct, frozen=True, gc=False):
    """A credential in an upstream's pool. Only active keys enter a snapshot."""

    id: int
    upstream_id: int
    secret: str
    weight: int = 1
    quota: Budget | None = None

    def __repr__(self) -> str:
        return f"UpstreamKey(id={self.id}, upstream_id={self.upstream_id}, weight={self.weight})"


class Target(msgspec.Struct, frozen=True):
    """One place a model name leads to; `model` renames it for that upstream."""

    upstream_id: int
    model: str | None = None
    weight: int = 1


class Route(msgspec.Struct, frozen=True):
    id: int
    model: str
    targets: tuple[Target, ...]
    fallbacks: tuple[Target, ...] = ()
    created_at: int = 0
    cache_ttl_s: int = 0  # how long answers are kept for the very same request; 0 keeps none
    limits: Limits | None = None


class ClientKey(msgspec.Struct, frozen=True):
    """`token_hash` is the sha256 of the whole token; times are seconds since the epoch.

    Of the others follow `who`, its name at limiters, and `is_measured`: whether more than requests a minute is limited.
    """

    id: int
    token_hash: bytes
    scopes: frozenset[str]
    rate_limit_per_minute: int = 1000
    expires_at: float | None = None
    budget: Budget | None = None
    tokens_per_minute: int | None = None
    max_concurrency: int | None = None
    who: str = ""
    is_measured: bool = False

    def __post_init__(self) -> None:
        bounds = (self.budget, self.tokens_per_minute, self.max_concurrency)
        msgspec.structs.force_setattr(self, "who", f"client_key:{self.id}")
        msgspec.structs.force_setattr(self, "is_measured", any(bound is not None for bound in bounds))

    @property
    def traffic(self) -> Limits:
        """What is held against the gate; requests a minute have a limiter of their own."""
        return Limits(self.who, None, self.tokens_per_minute, self.max_concurrency)

    def __repr__(self) -> str:
        return f"ClientKey(id={self.id})"


class Rule(msgspec.Struct, frozen=True):
    """A rule that is switched on, as saved; `rules.engine` compiles it. Without `upstream_id` it holds for all."""

    id: int
    name: str
    condition: Mapping[str, Any]
    actions: tuple[Any, ...] = ()
    upstream_id: int | None = None
    threshold_count: int = 1
    threshold_window_s: int = 60
    cooldown_s: int = 0
    priority: int = 0


class Price(msgspec.Struct, frozen=True):
    """Of one model, or of all that begin as `model` where it ends in `*`; without `upstream_id` at any upstream.

    Micros are 10^-6 of one unit of `currency` (ISO 4217) for a million tokens. Without `cached_input_micros` or
    `cache_write_micros`, tokens from the upstream's cache or into it cost what others do; without
    `cache_write_hour_micros` those that are to stay there for an hour cost what others into it do.
    """

    model: str
    currency: str
    input_micros: int
    output_micros: int
    cached_input_micros: int | None = None
    upstream_id: int | None = None
    cache_write_micros: int | None = None
    cache_write_hour_micros: int | None = None


class Script(msgspec.Struct, frozen=True):
    """A script that is switched on. `phases` are the functions it defines; without `upstream_id` it holds for all."""

    id: int
    name: str
    source: str
    version: int = 1
    phases: tuple[Literal["request", "response"], ...] = ("request", "response")
    upstream_id: int | None = None
    is_fail_open: bool = True
    timeout_ms: int = 10
    memory_limit_mb: int = 16
    priority: int = 0


class Snapshot(msgspec.Struct, frozen=True):
    """Build it with `build`; never change one."""

    version: int = 0
    upstreams: Mapping[int, Upstream] = {}
    upstreams_by_name: Mapping[str, Upstream] = {}
    keys: Mapping[int, tuple[UpstreamKey, ...]] = {}
    routes: Mapping[str, Route] = {}
    client_keys: Mapping[bytes, ClientKey] = {}
    cooling: Mapping[int, float] = {}  # key ids to when their rest ends, in seconds since the epoch
    exhausted: Mapping[int, float] = {}  # key ids to when their quota begins anew, likewise
    held: Mapping[int, float] = {}  # upstream ids to when their hold ends, likewise
    rules: tuple[Rule, ...] = ()
    prices: tuple[Price, ...] = ()
    scripts: tuple[Script, ...] = ()
    aliases: frozenset[str] = frozenset()  # names of deployments of routes, which are in `routes` or `stopped`
    stopped: frozenset[str] = frozenset()  # those of them that do not answer now


def build(
    version: int,
    *,
    upstreams: Iterable[Upstream],
    keys: Iterable[UpstreamKey] = (),
    pools: Mapping[int, tuple[UpstreamKey, ...]] | None = None,
    routes: Iterable[Route] = (),
    client_keys: Iterable[ClientKey] = (),
    rules: Iterable[Rule] = (),
    scripts: Iterable[Script] = (),
    cooling: Mapping[int, float] | None = None,
    exhausted: Mapping[int, float] | None = None,
    held: Mapping[int, float] | None = None,
    prices: Iterable[Price] = (),
    aliases: Iterable[str] = (),
    stopped: Iterable[str] = (),
) -> Snapshot:
    """From its parts. Keys come one by one, or as `pools`, by upstream already."""
    by_id = {u.id: u for u in upstreams}
    grouped: dict[int, list[UpstreamKey]] = {}
    for key in keys:
        grouped.setdefault(key.upstream_id, []).append(key)
    return Snapshot(
        version=version,
        upstreams=by_id,
        upstreams_by_name={u.name: u for u in by_id.values()},
        keys=pools if pools is not None else {i: tuple(pool) for i, pool in grouped.items()},
        routes={r.model: r for r in routes},
        client_keys={k.token_hash: k for k in client_keys},
        rules=tuple(rules),
        scripts=tuple(scripts),
        cooling=cooling or {},
        exhausted=exhausted or {},
        held=held or {},
        prices=tuple(prices),
        aliases=frozenset(aliases),
        stopped=frozenset(stopped),
    )


class Endpoint(NamedTuple):
    """A base URL taken apart. `path` has no trailing slash; `host_header` is what the upstream is asked as."""

    scheme: str
    host: str
    port: int
    path: bytes
    host_header: bytes
    versioned: bool


@lru_cache(maxsize=4096)
def endpoint_of(base_url: str) -> Endpoint:
    """Take a validated base URL apart.

    `versioned` says that its path already names an API version (`/v1`, `/compatible-mode/v1`, `/v1beta/openai`), so
    that `/v1/chat/completions` becomes `<base>/chat/completions` there instead of `<base>/v1/chat/completions`.

    Raises:
        ValueError: the port is not a number.
    """
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    default = 443 if parts.scheme == "https" else 80
    port = parts.port or default
    name = f"[{host}]" if ":" in host else host.encode("idna").decode() if not host.isascii() else host
    path = parts.path.rstrip("/")
    versioned = any(s[:1] == "v" and s[1:2].isdigit() for s in path.split("/"))
    header = name if port == default else f"{name}:{port}"
    return Endpoint(parts.scheme, name.strip("[]"), port, path.encode(), header.encode(), versioned)
