"""Wire shapes of rules and of their dry runs. What a condition may hold is the engine's to say."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from relaydesk.gateway.upstreams.schemas import Line, ReasonOut, RowId
from relaydesk.kernel.http.shapes import Answer, Time, example

MAX_EXAMINED = 50_000
Condition = Annotated[
    dict[str, Any],
    Field(
        description="A tree: `all`, `any`, `not` over `status`, `body`, `json`, `header`, `latency_ms`, `stream`.",
        examples=[{"all": [{"status": {"in": [429]}}, {"body": {"contains": "quota"}}]}],
    ),
]
Actions = Annotated[
    list[dict[str, Any]],
    Field(
        description="`disable_key`, `ban_key`, `cool_down`, `retry`, `alert`, `log`, `tag`; one of them each.",
        examples=[[{"cool_down": {"from": "retry_after", "default_s": 60}}, {"retry": {}}]],
    ),
]
Cooldown = Annotated[int, Field(ge=0, le=31_622_400)]
Priority = Annotated[int, Field(ge=-1000, le=1000)]

_EXAMPLE: dict[str, Any] = {
    "condition": {"all": [{"status": {"in": [429]}}, {"body": {"contains": "quota"}}]},
    "actions": [{"cool_down": {"from": "retry_after", "default_s": 60}}, {"retry": {}}],
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Threshold(_Strict):
    """The rule acts once its condition was met `count` times within `window_s` seconds for one key."""

    count: Annotated[int, Field(ge=1, le=1000)] = 1
    window_s: Annotated[int, Field(ge=1, le=86_400)] = 60


class _RuleFields(_Strict):
    upstream_id: RowId | None = None
    condition: Condition
    actions: Actions = []
    threshold: Threshold = Threshold()
    cooldown_s: Cooldown = 0
    priority: Priority = 0
    enabled: bool = True


class RuleCreate(_RuleFields):
    """Without `upstream_id` it holds for all upstreams. Higher `priority` comes first."""

    model_config = ConfigDict(
        json_schema_extra=example({"name": "Rest a key that is out of quota", **_EXAMPLE, "priority": 10})
    )

    name: Line


class RuleDraft(_RuleFields):
    name: Line = "draft"


class RulePatch(_Strict):
    model_config = ConfigDict(json_schema_extra=example({"threshold": {"count": 3, "window_s": 60}, "enabled": True}))

    name: Line | None = None
    upstream_id: RowId | None = None
    condition: Condition | None = None
    actions: Actions | None = None
    threshold: Threshold | None = None
    cooldown_s: Cooldown | None = None
    priority: Priority | None = None
    enabled: bool | None = None


class RuleOut(Answer):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    upstream_id: int | None
    condition: dict[str, Any]
    actions: list[dict[str, Any]]
    threshold: Threshold
    cooldown_s: int
    priority: int
    enabled: bool
    created_at: datetime
    updated_at: datetime


class RulePreset(Answer):
    """A rule to begin with; `key` names it in every language."""

    key: Literal["invalid_key", "quota_exhausted", "rate_limited", "overloaded", "client_error"]
    rule: RuleCreate


class DryRun(_Strict):
    """Newest first from now back to `since` (a day where none is given), at most `limit` requests."""

    model_config = ConfigDict(json_schema_extra=example({"rule": _EXAMPLE, "limit": 1000}))

    rule: RuleDraft
    since: Time | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_EXAMINED)] = 10_000


class DryRunMatch(Answer):
    """`status` and `key_id` are those of the attempt that met the condition; `id` finds the request in the log.

    `because` says what `why` does, by its type and bounds.
    """

    id: str
    request_id: str
    started_at: datetime
    upstream: str | None
    key_id: int | None
    model: str | None
    path: str
    status: int
    latency_ms: int
    why: str
    because: ReasonOut


class DryRunKey(Answer):
    """`acts` is how often the actions would have been taken on this key, threshold and cool-down counted in.

    `key` is its name where it is still there.
    """

    key_id: int | None
    key: str | None = None
    met: int
    acts: int
    actions: list[dict[str, Any]]


class DryRunResult(Answer):
    """`undecidable` requests hang on `unknown` parts of answers, which the log does not hold.

    `matches` are the newest of the `matched`. `ended_by` says whether the log, the limit or the time was at its end.
    """

    since: datetime
    examined: int
    matched: int
    not_matched: int
    undecidable: int
    unknown: list[Literal["body", "headers"]]
    ended_by: Literal["log", "limit", "time"]
    matches: list[DryRunMatch]
    keys: list[DryRunKey]
