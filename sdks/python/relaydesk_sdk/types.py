"""The shapes of requests and answers, generated from the OpenAPI document: `make openapi`."""

from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias

from typing_extensions import TypedDict

After: TypeAlias = Literal["success", "any"]


class AgentLoginIn(TypedDict):
    username: str
    password: str


class AgentOut(TypedDict):
    id: str
    username: str
    name: str
    role: Literal["agent", "admin"]
    status: Literal["online", "offline"]
    max_sessions: int


class AgentProfile(TypedDict):
    success: Literal[True]
    agent: AgentOut


class AgentRefreshed(TypedDict):
    success: Literal[True]
    token: str
    refresh_token: str
    expires_in: int


class AgentSignedIn(TypedDict):
    success: Literal[True]
    token: str
    refresh_token: str
    token_type: Literal["bearer"]
    expires_in: int
    agent: AgentOut


class AliasIn(TypedDict, closed=True):
    version: int


class AliasOut(TypedDict):
    model: str
    alias: str
    version: int
    updated_at: str


class AssistantIn(TypedDict, closed=True):
    name: str
    persona: NotRequired[str]
    model: NotRequired[str]
    temperature: NotRequired[float]
    opening_line: NotRequired[str]
    merchant_id: NotRequired[str | None]
    max_turns_per_day: NotRequired[int | None]
    is_enabled: NotRequired[bool]
    is_default: NotRequired[bool]


class AssistantOut(TypedDict):
    id: str
    name: str
    persona: str
    model: str
    temperature: float
    opening_line: str
    merchant_id: str | None
    max_turns_per_day: int | None
    turns_today: int
    is_model_offered: bool
    is_enabled: bool
    is_default: bool
    version: int
    created_at: str
    updated_at: str


class AssistantPatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    persona: NotRequired[str | None]
    model: NotRequired[str | None]
    temperature: NotRequired[float | None]
    opening_line: NotRequired[str | None]
    merchant_id: NotRequired[str | None]
    max_turns_per_day: NotRequired[int | None]
    is_enabled: NotRequired[bool | None]
    is_default: NotRequired[bool | None]


class AttemptOut(TypedDict):
    upstream_id: int
    upstream: str | None
    key_id: int | None
    key: str | None
    status: int | None
    error: str | None
    at_ms: int
    ms: int
    blame: Literal["client", "key", "upstream", "our_ip"] | None


class AuditEntryOut(TypedDict):
    id: int
    at: str
    actor: str
    actor_name: str
    action: str
    target: str
    outcome: Literal["done", "failed", "refused"]
    address: str
    details: dict[str, Any]
    request_id: str


class AuthIn(TypedDict, closed=True):
    type: NotRequired[Literal["bearer", "header", "query"]]
    name: NotRequired[str | None]


class BatchAccepted(TypedDict):
    batch_id: str
    total: int


DependsOnItem: TypeAlias = str


class BatchCreate(TypedDict, closed=True):
    kind: str
    priority: NotRequired[int]
    queue: NotRequired[str | None]
    run_at: NotRequired[str | None]
    depends_on: NotRequired[list[DependsOnItem]]
    after: NotRequired[After]
    payloads: list[dict[str, Any]]


class BatchOut(TypedDict):
    batch_id: str
    kind: str
    owner: str
    total: int
    succeeded: int
    failed: int
    cancelled: int
    progress: float
    status: Literal["running", "succeeded", "failed", "cancelled"]
    created_at: str


class BreakerIn(TypedDict, closed=True):
    failures: NotRequired[int]
    hold_s: NotRequired[int]


class BudgetPart(TypedDict, closed=True):
    requests: NotRequired[int | None]
    tokens: NotRequired[int | None]
    cost_micros: NotRequired[int | None]
    period: NotRequired[Literal["day", "month"] | None]


class BudgetShape(TypedDict, closed=True):
    requests: NotRequired[int | None]
    tokens: NotRequired[int | None]
    cost_micros: NotRequired[int | None]
    period: Literal["day", "month"]


class BudgetUsed(TypedDict):
    requests: int
    tokens: int
    cost_micros: int
    resets_at: str


Id: TypeAlias = str


class BulkAct(TypedDict, closed=True):
    ids: list[Id]
    action: Literal["cancel", "retry", "pause", "resume"]


class BulkRefusal(TypedDict):
    id: str
    code: str
    message: str
    details: dict[str, Any]


class ChannelCreate(TypedDict, closed=True):
    name: str
    kind: NotRequired[Literal["apprise", "webhook"]]
    url: str
    signing_secret: NotRequired[str | None]
    events: NotRequired[list[Literal["upstream_held", "upstream_released", "key_disabled", "sync_failed"]]]
    allow_private: NotRequired[bool]
    enabled: NotRequired[bool]


class ChannelOut(TypedDict):
    id: int
    name: str
    kind: Literal["apprise", "webhook"]
    shown_url: str
    is_signed: bool
    events: list[Literal["upstream_held", "upstream_released", "key_disabled", "sync_failed"]]
    allow_private: bool
    enabled: bool
    created_at: str
    updated_at: str


class ChannelPatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    url: NotRequired[str | None]
    signing_secret: NotRequired[str | None]
    events: NotRequired[list[Literal["upstream_held", "upstream_released", "key_disabled", "sync_failed"]] | None]
    allow_private: NotRequired[bool | None]
    enabled: NotRequired[bool | None]


class ChannelTest(TypedDict):
    ok: bool
    error: str | None
    latency_ms: int


class ColleagueOut(TypedDict):
    id: str
    name: str
    sessions: int
    max_sessions: int
    is_signed_in: bool


class ComparedMetric(TypedDict):
    name: str
    values: list[float | None]
    difference: float | None


class ConnectionCreate(TypedDict):
    platform: Literal["shopify"]
    shop_domain: str
    access_token: str
    api_base_url: NotRequired[str | None]
    allow_private: NotRequired[bool]


class ConnectionOut(TypedDict):
    id: int
    platform: str
    shop_domain: str
    api_base_url: str | None
    allow_private: bool
    last_tested_at: str | None
    last_error: str | None
    created_at: str
    updated_at: str


class ConnectionTest(TypedDict):
    ok: bool
    reason: str | None
    message: str
    shop_name: str | None
    currency: str | None
    missing_scopes: list[str]


class Cost(TypedDict):
    currency: str
    nanos: int


class Counts(TypedDict):
    created: int
    updated: int
    unchanged: int
    deleted: int
    skipped: int
    source_total: int | None


class Currencies(TypedDict):
    currencies: list[str]


class Deactivation(TypedDict, closed=True):
    revoke_keys: NotRequired[bool]


class DeliveryOut(TypedDict):
    id: int
    at: str
    event: str
    title: str
    outcome: Literal["sent", "failed"]
    attempts: int
    error: str | None


class DeploymentCreate(TypedDict, closed=True):
    name: str
    model: NotRequired[str | None]
    route: NotRequired[str | None]
    version: NotRequired[int | None]
    alias: NotRequired[str | None]
    replicas: NotRequired[int]
    max_batch_rows: NotRequired[int]
    sticky: NotRequired[bool]
    unload_after_s: NotRequired[int | None]


DeploymentKind: TypeAlias = Literal["model", "route"]


class DeploymentPatch(TypedDict, closed=True):
    replicas: NotRequired[int | None]
    max_batch_rows: NotRequired[int | None]
    sticky: NotRequired[bool | None]
    unload_after_s: NotRequired[int | None]


DeploymentStatus: TypeAlias = Literal["stopped", "loading", "ready", "idle", "failed", "draining"]


class DialectIn(TypedDict, closed=True):
    reasoning: NotRequired[Literal["reasoning_effort", "budget", "adaptive", "off"] | None]
    max_tokens_field: NotRequired[Literal["max_tokens", "max_completion_tokens"] | None]
    default_max_tokens: NotRequired[int | None]
    fills_properties: NotRequired[bool | None]
    asks_for_stream_usage: NotRequired[bool | None]


class DialectPreset(TypedDict):
    name: str
    host: str
    dialect: DialectIn


class DiskHealth(TypedDict):
    free_bytes: int
    total_bytes: int


class Done(TypedDict):
    success: Literal[True]


class DryRunKey(TypedDict):
    key_id: int | None
    key: str | None
    met: int
    acts: int
    actions: list[dict[str, Any]]


class ErrorBody(TypedDict):
    code: str
    message: str
    details: dict[str, Any]
    timestamp: str
    request_id: str


FailureCode: TypeAlias = Literal["HANDLER_FAILED", "HANDLER_MISSING", "TIMED_OUT", "FORCED_END", "WORKER_LOST", "PROCESS_ENDED", "RESULT_UNREADABLE", "END_NOT_STORED", "DEPENDENCY_FAILED", "DEPENDENCY_CANCELLED"]


class FallbackIn(TypedDict, closed=True):
    upstream_id: int
    model: NotRequired[str | None]


class FollowIn(TypedDict, closed=True):
    alias: str
    revision: NotRequired[int | None]


class GroupSums(TypedDict):
    requests: int
    errors: int
    tokens_in: int
    tokens_out: int
    estimated: int
    average_ms: float
    average_first_byte_ms: float
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    costs: list[Cost]
    key: str
    label: str | None


class ImportNote(TypedDict):
    message: str
    type: str
    ctx: dict[str, str | int]


class ImportProblem(TypedDict):
    line: int
    message: str
    type: str
    ctx: dict[str, str | int]


class ImportedRoute(TypedDict):
    model: str
    targets: list[str]
    fallbacks: list[str]
    known: bool


class ImportedUpstream(TypedDict):
    name: str
    base_url: str
    format: str
    keys: int
    known: bool


class InferenceHealth(TypedDict):
    status: str
    reason: NotRequired[str | None]
    is_running: NotRequired[bool | None]
    deployments: NotRequired[dict[str, int] | None]


JsonValue: TypeAlias = Any


Id1: TypeAlias = int


class KeyBulkDone(TypedDict):
    changed: NotRequired[int | None]
    task_id: NotRequired[str | None]


class KeyCounts(TypedDict):
    active: int
    disabled: int
    banned: int


class KeyFilterIn(TypedDict, closed=True):
    upstream_id: NotRequired[int | None]
    status: NotRequired[Literal["active", "disabled", "banned"] | None]
    state: NotRequired[Literal["active", "awaiting", "cooling", "exhausted", "disabled", "banned"] | None]
    q: NotRequired[str | None]


class KeyImported(TypedDict):
    created: int
    known: int
    invalid: list[ImportProblem]
    invalid_count: int


class KeyStates(TypedDict):
    active: int
    awaiting: int
    cooling: int
    exhausted: int
    disabled: int
    banned: int


class KeyTestStarted(TypedDict):
    task_id: str


class KeyUsage(TypedDict):
    key_id: int
    requests: int
    errors: int
    failovers: int
    last_error_at: str | None
    last_error_status: int | None


class KindStats(TypedDict):
    kind: str
    count: int
    failures: int
    cancelled: int
    wait_p50_ms: float | None
    wait_p95_ms: float | None
    run_p50_ms: float | None
    run_p95_ms: float | None


class LimitsIn(TypedDict, closed=True):
    requests_per_minute: NotRequired[int | None]
    tokens_per_minute: NotRequired[int | None]
    max_concurrency: NotRequired[int | None]


class LineOut(TypedDict):
    id: int
    at: str
    attempt: int
    level: Literal["info", "warning", "error", "state"]
    message: str
    detail: str | None


class LiteLlmImport(TypedDict, closed=True):
    text: str
    environment: NotRequired[dict[str, str]]
    allow_private: NotRequired[bool]
    apply: NotRequired[bool]


class LiveVersionOut(TypedDict):
    version: int
    weight: int
    status: DeploymentStatus
    replicas: int
    reason: str | None


class LoggedRequestOut(TypedDict):
    id: str
    request_id: str
    started_at: str
    client_key_id: int | None
    client_key: str | None
    caller: str | None
    assistant: str | None
    person: str | None
    upstream_id: int | None
    upstream: str | None
    key_id: int | None
    key: str | None
    model: str | None
    method: str
    path: str
    status: int
    attempt_count: int
    queue_us: int
    first_byte_us: int
    total_us: int
    overhead_us: int
    bytes_in: int
    bytes_out: int
    tokens_in: int | None
    tokens_out: int | None
    tokens_estimated: bool
    end_reason: str
    error: str | None
    rules_fired: list[int]
    tags: list[str]
    cost_nanos: int | None
    currency: str | None


class LoginIn(TypedDict):
    email: str
    password: str


class LoopHealth(TypedDict):
    succeeded_seconds_ago: float | None
    failures: int
    error: NotRequired[str | None]


class LoopsHealth(TypedDict):
    status: str
    reason: NotRequired[str | None]
    loops: NotRequired[dict[str, LoopHealth] | None]


class Maker(TypedDict):
    id: str
    name: str
    is_active: bool


class ManualMessageIn(TypedDict, closed=True):
    session_name: str
    content: str
    client_message_id: NotRequired[str | None]


class MerchantCreate(TypedDict):
    name: str


class MerchantPatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    is_active: NotRequired[bool | None]


class MerchantSchedule(TypedDict):
    id: int
    cron: str | None
    interval_s: int | None
    timezone: str
    enabled: bool
    next_run_at: str


class MerchantScheduleIn(TypedDict, closed=True):
    cron: str
    timezone: NotRequired[str]
    enabled: NotRequired[bool]


Tag: TypeAlias = str


class ModelCreate(TypedDict, closed=True):
    name: str
    description: NotRequired[str]
    tags: NotRequired[list[Tag]]


class ModelOut(TypedDict):
    id: str
    name: str
    description: str
    tags: list[str]
    version_count: int
    latest_version: int | None
    aliases: dict[str, int]
    stages: dict[Stage, int]
    deployments: list[str]
    created_at: str
    updated_at: str


class ModelPatch(TypedDict, closed=True):
    description: NotRequired[str | None]
    tags: NotRequired[list[Tag] | None]


class OperatorOut(TypedDict):
    id: str
    name: str


class OptionOut(TypedDict):
    name: str
    value: str


class OutboxHealth(TypedDict):
    status: str
    reason: NotRequired[str | None]
    waiting: NotRequired[int | None]
    oldest_seconds: NotRequired[float | None]


Outcome: TypeAlias = Literal["created", "updated", "unchanged", "deleted", "skipped"]


class PageAssistantOut(TypedDict):
    items: list[AssistantOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageAuditEntryOut(TypedDict):
    items: list[AuditEntryOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageBatchOut(TypedDict):
    items: list[BatchOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageChannelOut(TypedDict):
    items: list[ChannelOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageColleagueOut(TypedDict):
    items: list[ColleagueOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageDeliveryOut(TypedDict):
    items: list[DeliveryOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageModelOut(TypedDict):
    items: list[ModelOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PlatformSyncStart(TypedDict):
    merchant_id: str


class PlaygroundMessage(TypedDict, closed=True):
    role: Literal["system", "user", "assistant"]
    content: str


class Pool(TypedDict):
    in_use: NotRequired[int]
    free: NotRequired[int]
    max: NotRequired[int]


class PriceCreate(TypedDict, closed=True):
    model: str
    upstream_id: NotRequired[int | None]
    currency: NotRequired[str]
    input_micros_per_million: int
    output_micros_per_million: int
    cached_input_micros_per_million: NotRequired[int | None]
    cache_write_micros_per_million: NotRequired[int | None]
    cache_write_hour_micros_per_million: NotRequired[int | None]


class PriceOut(TypedDict):
    id: int
    model: str
    upstream_id: int | None
    currency: str
    input_micros_per_million: int
    output_micros_per_million: int
    cached_input_micros_per_million: int | None
    cache_write_micros_per_million: int | None
    cache_write_hour_micros_per_million: int | None
    created_at: str
    updated_at: str


class PricePatch(TypedDict, closed=True):
    model: NotRequired[str | None]
    upstream_id: NotRequired[int | None]
    currency: NotRequired[str | None]
    input_micros_per_million: NotRequired[int | None]
    output_micros_per_million: NotRequired[int | None]
    cached_input_micros_per_million: NotRequired[int | None]
    cache_write_micros_per_million: NotRequired[int | None]
    cache_write_hour_micros_per_million: NotRequired[int | None]


class ProductOut(TypedDict):
    id: str
    merchant_id: str
    platform: str
    platform_id: str
    handle: str
    title: str
    vendor: str
    product_type: str
    tags: list[str]
    status: str
    url: str | None
    image_url: str | None
    currency: str
    min_price_minor: int | None
    max_price_minor: int | None
    variant_count: int
    total_inventory: int | None
    is_available: bool
    as_of: str


class ProfilePatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    current_password: NotRequired[str | None]
    new_password: NotRequired[str | None]


class PublishedPriceOut(TypedDict):
    provider: str
    model: str
    as_of: str
    currency: str
    input_micros_per_million: int
    output_micros_per_million: int
    cached_input_micros_per_million: int | None
    cache_write_micros_per_million: int | None
    cache_write_hour_micros_per_million: int | None


class QuestionOut(TypedDict):
    key: str
    language: str
    question: str
    answer: str
    tags: list[str]


class QuotaIn(TypedDict, closed=True):
    requests: NotRequired[int | None]
    tokens: NotRequired[int | None]
    cost_micros: NotRequired[int | None]
    period: NotRequired[Literal["day", "month"]]


class QuotaPart(TypedDict, closed=True):
    requests: NotRequired[int | None]
    tokens: NotRequired[int | None]
    cost_micros: NotRequired[int | None]
    period: NotRequired[Literal["day", "month"] | None]


class QuotaUsed(TypedDict):
    requests: int
    tokens: int
    cost_micros: int
    resets_at: str
    is_exhausted: bool


class ReasonOut(TypedDict):
    type: str
    ctx: dict[str, str | int]
    parts: list[ReasonOut]


class RecordOut(TypedDict):
    platform_id: str
    outcome: Outcome
    reason: str | None


class RefreshIn(TypedDict):
    refresh_token: NotRequired[str | None]


class RegisterIn(TypedDict, closed=True):
    email: str
    password: str
    name: str
    invitation: NotRequired[str | None]


class RequestSample(TypedDict, closed=True):
    method: NotRequired[str]
    path: NotRequired[str]
    query: NotRequired[dict[str, str]]
    headers: NotRequired[dict[str, str]]
    json: NotRequired[Any]
    upstream: NotRequired[str]
    model: NotRequired[str | None]
    client_key_id: NotRequired[int | None]


class ResponseSample(TypedDict, closed=True):
    status: NotRequired[int]
    headers: NotRequired[dict[str, str]]
    json: NotRequired[Any]


Status1: TypeAlias = int


class RetryIn(TypedDict, closed=True):
    max_attempts: NotRequired[int]
    statuses: NotRequired[list[Status1]]
    deadline_ms: NotRequired[int]


Role: TypeAlias = Literal["owner", "admin", "staff", "developer", "operator", "viewer", "pending"]


class RollbackIn(TypedDict, closed=True):
    revision: NotRequired[int | None]


class RotateIn(TypedDict):
    overlap_seconds: NotRequired[int]


class ScheduleIn(TypedDict, closed=True):
    cron: NotRequired[str | None]
    interval_s: NotRequired[int | None]
    timezone: NotRequired[str]
    name: str
    kind: str
    payload: NotRequired[dict[str, Any]]
    enabled: NotRequired[bool]


class ScheduleOut(TypedDict):
    id: int
    name: str
    kind: str
    payload: dict[str, Any]
    cron: str | None
    interval_s: int | None
    timezone: str
    enabled: bool
    next_run_at: str
    next_runs: list[str]
    last_run_at: str | None
    last_task_id: str | None


class SchedulePatch(TypedDict, closed=True):
    cron: NotRequired[str | None]
    interval_s: NotRequired[int | None]
    timezone: NotRequired[str | None]
    payload: NotRequired[dict[str, Any] | None]
    enabled: NotRequired[bool | None]


class ScheduleRuns(TypedDict):
    next_runs: list[str]


class ScheduleTimes(TypedDict, closed=True):
    cron: NotRequired[str | None]
    interval_s: NotRequired[int | None]
    timezone: NotRequired[str]


Scope: TypeAlias = Literal["proxy", "chat", "catalog", "orders", "tasks", "inference"]


class ScriptCreate(TypedDict, closed=True):
    name: str
    source: str
    upstream_id: NotRequired[int | None]
    on_error: NotRequired[Literal["fail_open", "fail_closed"]]
    timeout_ms: NotRequired[int]
    memory_limit_mb: NotRequired[int]
    priority: NotRequired[int]
    enabled: NotRequired[bool]


class ScriptError(TypedDict):
    kind: Literal["syntax", "error", "output", "timeout", "memory", "crashed", "busy"]
    message: str
    line: int | None


class ScriptOut(TypedDict):
    id: int
    name: str
    upstream_id: int | None
    source: str
    version: int
    phases: list[Literal["request", "response"]]
    on_error: Literal["fail_open", "fail_closed"]
    timeout_ms: int
    memory_limit_mb: int
    priority: int
    enabled: bool
    created_at: str
    updated_at: str


class ScriptPatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    source: NotRequired[str | None]
    upstream_id: NotRequired[int | None]
    on_error: NotRequired[Literal["fail_open", "fail_closed"] | None]
    timeout_ms: NotRequired[int | None]
    memory_limit_mb: NotRequired[int | None]
    priority: NotRequired[int | None]
    enabled: NotRequired[bool | None]
    version: NotRequired[int | None]


class ScriptRejection(TypedDict):
    status: int
    message: str


class ScriptRestore(TypedDict, closed=True):
    version: int


class ScriptTest(TypedDict, closed=True):
    source: str
    phase: Literal["request", "response"]
    request: NotRequired[RequestSample]
    response: NotRequired[ResponseSample | None]
    timeout_ms: NotRequired[int]
    memory_limit_mb: NotRequired[int]


class ScriptTestResult(TypedDict):
    output: dict[str, Any] | None
    rejection: ScriptRejection | None
    logs: list[str]
    error: ScriptError | None
    took_us: int


class ScriptVersion(TypedDict):
    version: int
    source: str
    author_id: str
    author: str
    restored_from: int | None
    saved_at: str


class SeriesPoint(TypedDict):
    requests: int
    errors: int
    tokens_in: int
    tokens_out: int
    estimated: int
    average_ms: float
    average_first_byte_ms: float
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    costs: list[Cost]
    at: str


class ServerHealth(TypedDict):
    status: str
    reason: NotRequired[str | None]
    latency_ms: NotRequired[float | None]
    pool: NotRequired[Pool | None]


class SessionCounts(TypedDict):
    bot: int
    waiting: int
    human: int
    closed: int
    total: int
    mine: int


class ShareIn(TypedDict, closed=True):
    version: int
    weight: int


class ShareOut(TypedDict):
    version: int
    weight: int


class SkippedRow(TypedDict):
    kind: str
    id: int
    name: str
    reason: str


class SourceOut(TypedDict):
    id: str
    kind: Literal["product", "article"]
    title: str
    text: str | None
    url: str | None
    image_url: str | None
    price_minor: int | None
    max_price_minor: int | None
    currency: str | None
    is_available: bool
    as_of: str


Speaker: TypeAlias = Literal["visitor", "assistant", "operator", "system"]


Stage: TypeAlias = Literal["none", "staging", "production", "archived"]


State: TypeAlias = Literal["bot", "waiting", "human", "closed"]


Status: TypeAlias = Literal["waiting", "scheduled", "queued", "running", "retrying", "paused", "succeeded", "failed", "cancelled"]


class Sums(TypedDict):
    requests: int
    errors: int
    tokens_in: int
    tokens_out: int
    estimated: int
    average_ms: float
    average_first_byte_ms: float
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    costs: list[Cost]


class SyncStart(TypedDict):
    merchant_id: str
    limit: NotRequired[int | None]
    confirm_deletions: NotRequired[bool]


SyncStatus: TypeAlias = Literal["queued", "running", "succeeded", "failed", "cancelled"]


class TargetIn(TypedDict, closed=True):
    upstream_id: int
    model: NotRequired[str | None]
    weight: NotRequired[int]


class TaskAccepted(TypedDict):
    id: str
    status: Status


class TaskCreate(TypedDict, closed=True):
    kind: str
    priority: NotRequired[int]
    queue: NotRequired[str | None]
    run_at: NotRequired[str | None]
    depends_on: NotRequired[list[DependsOnItem]]
    after: NotRequired[After]
    payload: NotRequired[dict[str, Any]]
    cache_ttl_s: NotRequired[int | None]
    idempotency_key: NotRequired[str | None]


class TaskListed(TypedDict):
    id: str
    kind: str
    owner: str
    status: Status
    priority: int
    attempt: int
    max_attempts: int
    uncounted_attempts: list[int]
    progress: float
    message: str
    error: str | None
    error_code: FailureCode | str | None
    queue: str
    batch_id: str | None
    depends_on: list[str]
    worker: str | None
    request_id: str
    created_at: str
    run_at: str
    started_at: str | None
    finished_at: str | None
    payload: dict[str, Any] | None
    result: JsonValue
    is_truncated: bool


class TaskLog(TypedDict):
    items: list[LineOut]
    next_after: int


class TaskOut(TypedDict):
    id: str
    kind: str
    owner: str
    status: Status
    priority: int
    attempt: int
    max_attempts: int
    uncounted_attempts: list[int]
    progress: float
    message: str
    error: str | None
    error_code: FailureCode | str | None
    queue: str
    batch_id: str | None
    depends_on: list[str]
    worker: str | None
    request_id: str
    created_at: str
    run_at: str
    started_at: str | None
    finished_at: str | None
    payload: dict[str, Any]
    result: JsonValue
    checkpoint: dict[str, Any] | None


class TensorOut(TypedDict):
    name: str
    datatype: str | None
    shape: list[int] | None


class Threshold(TypedDict, closed=True):
    count: NotRequired[int]
    window_s: NotRequired[int]


class TrafficIn(TypedDict, closed=True):
    weights: list[ShareIn]
    sticky: NotRequired[bool | None]
    revision: NotRequired[int | None]


class TransferIn(TypedDict, closed=True):
    to: str
    note: NotRequired[str]


class UpstreamConfirm(TypedDict, closed=True):
    password: str
    base_url: NotRequired[str | None]


class UpstreamCreate(TypedDict, closed=True):
    name: str
    base_url: str
    format: NotRequired[Literal["openai", "anthropic"]]
    auth: NotRequired[AuthIn]
    strategy: NotRequired[Literal["round_robin", "random", "weighted", "least_recently_used"]]
    timeout_ms: NotRequired[int]
    retry: NotRequired[RetryIn]
    allow_private: NotRequired[bool]
    enabled: NotRequired[bool]
    tags: NotRequired[list[Tag]]
    time_zone: NotRequired[str]
    breaker: NotRequired[BreakerIn]
    limits: NotRequired[LimitsIn]
    dialect: NotRequired[DialectIn]
    log_bodies: NotRequired[bool]
    auto_test: NotRequired[bool]


class UpstreamModels(TypedDict):
    models: list[str]
    message: str
    reason: ReasonOut | None


class UpstreamOut(TypedDict):
    id: int
    name: str
    base_url: str
    format: Literal["openai", "anthropic"]
    auth: AuthIn
    strategy: Literal["round_robin", "random", "weighted", "least_recently_used"]
    timeout_ms: int
    retry: RetryIn
    allow_private: bool
    enabled: bool
    tags: list[str]
    time_zone: str
    breaker: BreakerIn
    limits: LimitsIn
    dialect: DialectIn
    held_until: str | None
    held_reason: str | None
    held_because: ReasonOut | None
    log_bodies: bool
    auto_test: bool
    keys: KeyCounts
    awaiting_keys: int
    created_at: str
    updated_at: str


class UpstreamPatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    base_url: NotRequired[str | None]
    format: NotRequired[Literal["openai", "anthropic"] | None]
    auth: NotRequired[AuthIn | None]
    strategy: NotRequired[Literal["round_robin", "random", "weighted", "least_recently_used"] | None]
    timeout_ms: NotRequired[int | None]
    retry: NotRequired[RetryIn | None]
    allow_private: NotRequired[bool | None]
    enabled: NotRequired[bool | None]
    tags: NotRequired[list[Tag] | None]
    time_zone: NotRequired[str | None]
    breaker: NotRequired[BreakerIn | None]
    limits: NotRequired[LimitsIn | None]
    dialect: NotRequired[DialectIn | None]
    log_bodies: NotRequired[bool | None]
    auto_test: NotRequired[bool | None]


class UpstreamTest(TypedDict):
    ok: bool
    status: int | None
    latency_ms: int
    message: str
    reason: ReasonOut | None


class UsageDay(TypedDict):
    requests: int
    errors: int
    refused: int
    tokens_in: int
    tokens_out: int
    day: str


class UserBrief(TypedDict):
    id: str
    email: str
    name: str
    role: Role


class UserCreate(TypedDict, closed=True):
    email: str
    password: str
    name: str
    role: NotRequired[Role]
    max_sessions: NotRequired[int]


class UserOut(TypedDict):
    id: str
    email: str
    name: str
    role: Role
    is_active: bool
    max_sessions: int
    last_login_at: str | None
    created_at: str


class UserPatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    role: NotRequired[Role | None]
    password: NotRequired[str | None]
    max_sessions: NotRequired[int | None]
    is_active: NotRequired[bool | None]
    revoke_keys: NotRequired[bool]


class VariantOut(TypedDict):
    id: str
    title: str
    sku: str | None
    options: list[OptionOut]
    price_minor: int
    compare_at_minor: int | None
    inventory_quantity: int | None
    is_tracked: bool
    is_available: bool


class VersionFiguresOut(TypedDict):
    version: int
    requests: int
    errors: int
    refused: int
    latency_ms: float | None
    queue_ms: float | None


class VersionOut(TypedDict):
    model: str
    version: int
    status: str
    stage: Stage
    aliases: list[str]
    filename: str
    sha256: str
    size_bytes: int
    ir_version: int
    opset: int | None
    producer: str
    metrics: dict[str, float]
    task_id: str | None
    data: str | None
    created_at: str
    updated_at: str
    inputs: list[TensorOut]
    outputs: list[TensorOut]
    metadata: dict[str, JsonValue]


class VersionPatch(TypedDict, closed=True):
    stage: NotRequired[Stage | None]
    metrics: NotRequired[dict[str, float] | None]
    metadata: NotRequired[dict[str, bool | int | float | str] | None]
    task_id: NotRequired[str | None]
    data: NotRequired[str | None]


class VersionSummary(TypedDict):
    model: str
    version: int
    status: str
    stage: Stage
    aliases: list[str]
    filename: str
    sha256: str
    size_bytes: int
    ir_version: int
    opset: int | None
    producer: str
    metrics: dict[str, float]
    task_id: str | None
    data: str | None
    created_at: str
    updated_at: str


class VisitorOut(TypedDict):
    id: str
    name: str
    email: str
    locale: str
    page: str


class VisitorUser(TypedDict):
    id: NotRequired[str | None]
    name: NotRequired[str | None]
    email: NotRequired[str | None]
    locale: NotRequired[str | None]
    page: NotRequired[str | None]


class WorkerOut(TypedDict):
    name: str
    slots: int
    started_at: str
    seen_at: str


class WorkerSeen(TypedDict):
    name: str
    slots: int
    seen_at: str


class BulkActed(TypedDict):
    done: list[str]
    refused: list[BulkRefusal]


class ChatIn(TypedDict):
    message: str
    session_name: NotRequired[str | None]
    assistant: NotRequired[str | None]
    client_message_id: NotRequired[str | None]
    user: NotRequired[VisitorUser | None]


class ClientKeyCreate(TypedDict, closed=True):
    name: str
    scopes: NotRequired[list[Scope]]
    expires_at: NotRequired[str | None]
    rate_limit_per_minute: NotRequired[int | None]
    tokens_per_minute: NotRequired[int | None]
    max_concurrency: NotRequired[int | None]
    budget: NotRequired[BudgetShape | None]


class ClientKeyCreated(TypedDict):
    id: int
    name: str
    prefix: str
    scopes: list[Scope]
    rate_limit_per_minute: int | None
    requests_per_minute: int
    tokens_per_minute: int | None
    max_concurrency: int | None
    budget: BudgetShape | None
    budget_used: BudgetUsed | None
    expires_at: str | None
    is_active: bool
    last_used_at: str | None
    created_at: str
    created_by: Maker | None
    previous_until: str | None
    key: str


class ClientKeyOut(TypedDict):
    id: int
    name: str
    prefix: str
    scopes: list[Scope]
    rate_limit_per_minute: int | None
    requests_per_minute: int
    tokens_per_minute: int | None
    max_concurrency: int | None
    budget: BudgetShape | None
    budget_used: BudgetUsed | None
    expires_at: str | None
    is_active: bool
    last_used_at: str | None
    created_at: str
    created_by: Maker | None
    previous_until: str | None


class ClientKeyPatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    scopes: NotRequired[list[Scope] | None]
    expires_at: NotRequired[str | None]
    rate_limit_per_minute: NotRequired[int | None]
    tokens_per_minute: NotRequired[int | None]
    max_concurrency: NotRequired[int | None]
    budget: NotRequired[BudgetPart | None]
    is_active: NotRequired[bool | None]


class ComparedTensor(TypedDict):
    name: str
    tensors: list[TensorOut | None]
    is_same: bool


class ComparedValue(TypedDict):
    name: str
    values: list[JsonValue]
    is_same: bool


class ComparisonOut(TypedDict):
    model: str
    versions: list[VersionOut]
    is_same_file: bool
    size_difference: int
    metrics: list[ComparedMetric]
    metadata: list[ComparedValue]
    inputs: list[ComparedTensor]
    outputs: list[ComparedTensor]


class DeploymentFiguresOut(TypedDict):
    versions: list[VersionFiguresOut]
    route: Sums | None


class DeploymentOut(TypedDict):
    id: str
    name: str
    kind: DeploymentKind
    model: str | None
    alias: str | None
    route: str | None
    route_id: int | None
    status: DeploymentStatus
    reason: str | None
    because: ReasonOut | None
    replicas: int
    max_batch_rows: int
    sticky: bool
    unload_after_s: int | None
    traffic: list[ShareOut]
    previous_traffic: list[ShareOut]
    revision: int
    live: list[LiveVersionOut]
    batches: int
    created_at: str
    updated_at: str


class DryRunMatch(TypedDict):
    id: str
    request_id: str
    started_at: str
    upstream: str | None
    key_id: int | None
    model: str | None
    path: str
    status: int
    latency_ms: int
    why: str
    because: ReasonOut


class DryRunResult(TypedDict):
    since: str
    examined: int
    matched: int
    not_matched: int
    undecidable: int
    unknown: list[Literal["body", "headers"]]
    ended_by: Literal["log", "limit", "time"]
    matches: list[DryRunMatch]
    keys: list[DryRunKey]


class GatewayHealth(TypedDict):
    status: str
    reason: NotRequired[str | None]
    journal_backlog_bytes: NotRequired[int | None]
    is_configuration_current: NotRequired[bool | None]
    skipped: NotRequired[list[SkippedRow] | None]


class ImportResult(TypedDict):
    applied: bool
    upstreams: list[ImportedUpstream]
    routes: list[ImportedRoute]
    notes: list[ImportNote]


class InferenceBatchAccepted(TypedDict):
    id: str
    status: Status


class InferenceBatchOut(TypedDict):
    id: str
    status: Status | None
    version: int | None
    filename: str
    size_bytes: int
    read_bytes: int
    lines: int
    refused: int
    output_bytes: int
    created_at: str


class InvitationCreate(TypedDict, closed=True):
    email: str
    role: Role


class InvitationCreated(TypedDict):
    id: str
    email: str
    role: Role
    url: str
    token: str
    expires_at: str


class InvitationOut(TypedDict):
    id: str
    email: str
    role: Role
    invited_by: str | None
    created_at: str
    expires_at: str


class KeyBulk(TypedDict, closed=True):
    ids: NotRequired[list[Id1] | None]
    filter: NotRequired[KeyFilterIn | None]
    action: Literal["enable", "disable", "ban", "delete", "set_weight"]
    weight: NotRequired[int | None]


class KeyBulkTest(TypedDict, closed=True):
    ids: NotRequired[list[Id1] | None]
    filter: NotRequired[KeyFilterIn | None]
    disable_refused: NotRequired[bool]


class KeyCreate(TypedDict, closed=True):
    upstream_id: int
    name: str
    key_value: str
    weight: NotRequired[int]
    quota: NotRequired[QuotaIn | None]


class KeyEventOut(TypedDict):
    at: str
    status: str
    reason: str
    because: ReasonOut | None
    rule_id: int | None
    until: str | None


class KeyOut(TypedDict):
    id: int
    upstream_id: int
    name: str
    key_hint: str
    weight: int
    status: Literal["active", "disabled", "banned"]
    state: Literal["active", "awaiting", "cooling", "exhausted", "disabled", "banned"]
    status_reason: str | None
    status_because: ReasonOut | None
    status_until: str | None
    cool_until: str | None
    quota: QuotaIn | None
    quota_used: QuotaUsed | None
    created_at: str
    updated_at: str


class KeyPatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    key_value: NotRequired[str | None]
    weight: NotRequired[int | None]
    status: NotRequired[Literal["active", "disabled", "banned"] | None]
    quota: NotRequired[QuotaPart | None]


class LogPage(TypedDict):
    items: list[LoggedRequestOut]
    next_cursor: str | None


class LoggedRequestDetail(TypedDict):
    id: str
    request_id: str
    started_at: str
    client_key_id: int | None
    client_key: str | None
    caller: str | None
    assistant: str | None
    person: str | None
    upstream_id: int | None
    upstream: str | None
    key_id: int | None
    key: str | None
    model: str | None
    method: str
    path: str
    status: int
    attempt_count: int
    queue_us: int
    first_byte_us: int
    total_us: int
    overhead_us: int
    bytes_in: int
    bytes_out: int
    tokens_in: int | None
    tokens_out: int | None
    tokens_estimated: bool
    end_reason: str
    error: str | None
    rules_fired: list[int]
    tags: list[str]
    cost_nanos: int | None
    currency: str | None
    rules: list[str | None]
    rule_whys: list[str]
    rule_because: list[ReasonOut]
    attempts: list[AttemptOut]
    request_body: str | None
    answer_body: str | None


class MessageOut(TypedDict):
    id: str
    seq: int
    role: Speaker
    content: str
    sources: list[SourceOut]
    client_message_id: str | None
    created_at: str
    author: str | None
    in_reply_to: int | None
    is_partial: bool
    offers_human: bool
    code: str | None
    note_for: str | None


class OfferOut(TypedDict):
    to: OperatorOut
    note: str
    until: str


class PageClientKeyOut(TypedDict):
    items: list[ClientKeyOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageDeploymentOut(TypedDict):
    items: list[DeploymentOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageInferenceBatchOut(TypedDict):
    items: list[InferenceBatchOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageInvitationOut(TypedDict):
    items: list[InvitationOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageKeyEventOut(TypedDict):
    items: list[KeyEventOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageKeyOut(TypedDict):
    items: list[KeyOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PagePriceOut(TypedDict):
    items: list[PriceOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageProductOut(TypedDict):
    items: list[ProductOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PagePublishedPriceOut(TypedDict):
    items: list[PublishedPriceOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageQuestionOut(TypedDict):
    items: list[QuestionOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageRecordOut(TypedDict):
    items: list[RecordOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageScheduleOut(TypedDict):
    items: list[ScheduleOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageScriptOut(TypedDict):
    items: list[ScriptOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageScriptVersion(TypedDict):
    items: list[ScriptVersion]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageTaskListed(TypedDict):
    items: list[TaskListed]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageUpstreamOut(TypedDict):
    items: list[UpstreamOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageUserOut(TypedDict):
    items: list[UserOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageVersionSummary(TypedDict):
    items: list[VersionSummary]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageWorkerOut(TypedDict):
    items: list[WorkerOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PlaygroundChat(TypedDict, closed=True):
    model: str
    messages: list[PlaygroundMessage]
    temperature: NotRequired[float | None]
    max_tokens: NotRequired[int | None]


class ProductDetail(TypedDict):
    id: str
    merchant_id: str
    handle: str
    title: str
    description_text: str
    vendor: str
    product_type: str
    tags: list[str]
    status: str
    url: str | None
    image_urls: list[str]
    currency: str
    min_price_minor: int | None
    max_price_minor: int | None
    total_inventory: int | None
    is_available: bool
    variants: list[VariantOut]
    as_of: str
    stale_after: str


class Profile(TypedDict):
    id: str
    email: str
    name: str
    role: Role
    permissions: list[str]
    max_sessions: int


class RouteCreate(TypedDict, closed=True):
    model: str
    targets: list[TargetIn]
    fallbacks: NotRequired[list[FallbackIn]]
    cache_ttl_s: NotRequired[int]
    limits: NotRequired[LimitsIn]
    enabled: NotRequired[bool]


class RouteOut(TypedDict):
    id: int
    model: str
    targets: list[TargetIn]
    fallbacks: list[FallbackIn]
    cache_ttl_s: int
    limits: LimitsIn
    enabled: bool
    problem: ReasonOut | None
    created_at: str
    updated_at: str


class RoutePatch(TypedDict, closed=True):
    model: NotRequired[str | None]
    targets: NotRequired[list[TargetIn] | None]
    fallbacks: NotRequired[list[FallbackIn] | None]
    cache_ttl_s: NotRequired[int | None]
    limits: NotRequired[LimitsIn | None]
    enabled: NotRequired[bool | None]


class RuleCreate(TypedDict, closed=True):
    upstream_id: NotRequired[int | None]
    condition: dict[str, Any]
    actions: NotRequired[list[dict[str, Any]]]
    threshold: NotRequired[Threshold]
    cooldown_s: NotRequired[int]
    priority: NotRequired[int]
    enabled: NotRequired[bool]
    name: str


class RuleDraft(TypedDict, closed=True):
    upstream_id: NotRequired[int | None]
    condition: dict[str, Any]
    actions: NotRequired[list[dict[str, Any]]]
    threshold: NotRequired[Threshold]
    cooldown_s: NotRequired[int]
    priority: NotRequired[int]
    enabled: NotRequired[bool]
    name: NotRequired[str]


class RuleOut(TypedDict):
    id: int
    name: str
    upstream_id: int | None
    condition: dict[str, Any]
    actions: list[dict[str, Any]]
    threshold: Threshold
    cooldown_s: int
    priority: int
    enabled: bool
    created_at: str
    updated_at: str


class RulePatch(TypedDict, closed=True):
    name: NotRequired[str | None]
    upstream_id: NotRequired[int | None]
    condition: NotRequired[dict[str, Any] | None]
    actions: NotRequired[list[dict[str, Any]] | None]
    threshold: NotRequired[Threshold | None]
    cooldown_s: NotRequired[int | None]
    priority: NotRequired[int | None]
    enabled: NotRequired[bool | None]


class RulePreset(TypedDict):
    key: Literal["invalid_key", "quota_exhausted", "rate_limited", "overloaded", "client_error"]
    rule: RuleCreate


class SessionCreated(TypedDict):
    success: Literal[True]
    session_name: str
    visitor_token: str
    status: State
    opening_line: str


class SessionIn(TypedDict, closed=True):
    assistant: NotRequired[str | None]
    user: NotRequired[VisitorUser | None]


class SessionOut(TypedDict):
    session_name: str
    status: State
    epoch: int
    operator: OperatorOut | None
    assistant: str
    assistant_id: str
    unread: int
    last_message: str
    last_seq: int
    visitor: VisitorOut
    is_visitor_verified: bool
    offer: OfferOut | None
    waiting_since: str | None
    created_at: str
    updated_at: str


class SignedIn(TypedDict):
    access_token: str
    refresh_token: str
    token_type: Literal["bearer"]
    expires_in: int
    user: UserBrief


class Stats(TypedDict):
    from_time: str
    to_time: str
    totals: Sums
    group_by: Literal["upstream", "key", "client_key", "model", "status", "hour", "day"]
    groups: list[GroupSums]
    step_s: int
    series: list[SeriesPoint]
    by_upstream: list[GroupSums]
    by_key: list[GroupSums]
    by_status: list[GroupSums]
    by_model: list[GroupSums]


class SyncOut(TypedDict):
    sync_id: str
    merchant_id: str
    platform: str
    task_id: str | None
    status: SyncStatus
    counts: Counts
    seen: int
    progress: float | None
    limit: int | None
    reason: str | None
    message: str | None
    warnings: list[str]
    created_at: str
    started_at: str | None
    finished_at: str | None


class SyncStarted(TypedDict):
    sync_id: str
    task_id: str
    status: SyncStatus
    merchant_id: str


class TasksHealth(TypedDict):
    status: str
    reason: NotRequired[str | None]
    tasks: NotRequired[dict[str, int] | None]
    oldest_waiting_seconds: NotRequired[float | None]
    workers: NotRequired[list[WorkerSeen] | None]


class Usage(TypedDict):
    requests: int
    errors: int
    refused: int
    tokens_in: int
    tokens_out: int
    client_key_id: int
    days: list[UsageDay]


class ChatOut(TypedDict):
    success: Literal[True]
    session_name: str
    visitor_token: str | None
    message: MessageOut | None
    user_message: MessageOut
    status: State


class DryRun(TypedDict, closed=True):
    rule: RuleDraft
    since: NotRequired[str | None]
    limit: NotRequired[int]


class HealthDetail(TypedDict):
    status: str
    version: str
    uptime_seconds: float
    database: ServerHealth
    redis: ServerHealth
    tasks: TasksHealth
    loops: LoopsHealth
    outbox: OutboxHealth
    gateway: NotRequired[GatewayHealth | None]
    inference: NotRequired[InferenceHealth | None]
    disk: DiskHealth


class MerchantOut(TypedDict):
    id: str
    name: str
    is_active: bool
    is_demo: bool
    product_count: int
    last_synced_at: str | None
    stale: bool
    connections: list[ConnectionOut]
    sync: SyncOut | None
    schedule: MerchantSchedule | None
    created_at: str
    updated_at: str


class MessageList(TypedDict):
    items: list[MessageOut]
    last_seq: int
    has_more: bool


class PageMerchantOut(TypedDict):
    items: list[MerchantOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageRouteOut(TypedDict):
    items: list[RouteOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageRuleOut(TypedDict):
    items: list[RuleOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageSessionOut(TypedDict):
    items: list[SessionOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int


class PageSyncOut(TypedDict):
    items: list[SyncOut]
    total: int
    total_capped: NotRequired[bool]
    limit: int
    offset: int
