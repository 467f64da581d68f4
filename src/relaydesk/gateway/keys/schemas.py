"""Wire shapes of upstream keys. A key's secret comes in and never goes out."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from relaydesk.gateway.keys.types import Action, KeyFilter, KeyState
from relaydesk.gateway.upstreams.schemas import Line, ReasonOut, RowId, Strict, Weight
from relaydesk.kernel.database import utc_now
from relaydesk.kernel.http.shapes import Answer, example

MAX_TEXT = 32 * 1024 * 1024
Limit = Annotated[int | None, Field(ge=1, le=2**53 - 1)]
KeyStatus = Literal["active", "disabled", "banned"]
Secret = Annotated[SecretStr, Field(min_length=1, max_length=4096)]


class QuotaIn(Strict):
    """What a key may be used for in a calendar day or month of its upstream's time zone.

    `cost_micros` is in millionths of the unit of the currency that the price table is in; with prices in several, the
    costs of each are added as if they were one.
    """

    requests: Limit = None
    tokens: Limit = None
    cost_micros: Limit = None
    period: Literal["day", "month"] = "day"

    @model_validator(mode="after")
    def _limits_something(self) -> Self:
        if self.requests is None and self.tokens is None and self.cost_micros is None:
            raise PydanticCustomError("no_limit", "needs requests, tokens or cost_micros")
        return self


class QuotaPart(Strict):
    """What to change of a quota; the rest of it stays."""

    whole: ClassVar[type[BaseModel]] = QuotaIn

    requests: Limit = None
    tokens: Limit = None
    cost_micros: Limit = None
    period: Literal["day", "month"] | None = None


class KeyCreate(Strict):
    model_config = ConfigDict(
        json_schema_extra=example(
            {
                "upstream_id": 1,
                "name": "Team account",
                "key_value": "sk-your-key",
                "quota": {"requests": 10_000, "period": "day"},
            }
        )
    )

    upstream_id: RowId
    name: Line
    key_value: Secret
    weight: Weight = 1
    quota: QuotaIn | None = None


class KeyPatch(Strict):
    model_config = ConfigDict(json_schema_extra=example({"name": "Team account", "weight": 2}))

    name: Line | None = None
    key_value: Secret | None = None
    weight: Weight | None = None
    status: KeyStatus | None = None
    quota: QuotaPart | None = None


class QuotaUsed(Answer):
    """Of the period now, with what is reserved for requests under way."""

    requests: int
    tokens: int
    cost_micros: int
    resets_at: datetime
    is_exhausted: bool


class KeyOut(Answer):
    """`key_hint` is the last four characters.

    `state` is what has become of it by now: an active key may be cooling or exhausted, or wait to be given again.
    `status_reason` says why a key is disabled or banned, `status_because` the same by its type and bounds,
    `status_until` when it comes back by itself; `cool_until` says
    until when an active key rests.
    """

    model_config = ConfigDict(from_attributes=True)

    id: int
    upstream_id: int
    name: str
    key_hint: str
    weight: int
    status: KeyStatus
    state: KeyState = "active"
    status_reason: str | None
    status_because: ReasonOut | None
    status_until: datetime | None
    cool_until: datetime | None
    quota: QuotaIn | None
    quota_used: QuotaUsed | None = None
    created_at: datetime
    updated_at: datetime


class KeyEventOut(Answer):
    """What became of a key: `active`, `disabled`, `banned` or `cooling`, by a rule or by hand."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    status: str
    reason: str
    because: ReasonOut | None
    rule_id: int | None
    until: datetime | None


class KeyImport(Strict):
    """`text` is a list separated by line breaks, commas, semicolons or spaces, a JSON array of texts, or CSV.

    CSV has a heading that names `key_value` (or `key`) and perhaps `name` and `weight`. `weight` is for keys without
    their own.
    """

    model_config = ConfigDict(
        json_schema_extra=example(
            {"upstream_id": 1, "text": "key_value,name\nsk-your-first-key,Team A\nsk-your-second-key,Team B"}
        )
    )

    upstream_id: RowId
    text: Annotated[str, Field(min_length=1, max_length=MAX_TEXT)]
    weight: Weight = 1


class ImportProblem(Answer):
    """`type` and `ctx` are as in `details.reasons` of errors."""

    line: int
    message: str
    type: str
    ctx: dict[str, str | int]


class KeyImported(Answer):
    """`known` keys were in the pool before, or again in the text; `invalid` shows the first of `invalid_count`."""

    created: int
    known: int
    invalid: list[ImportProblem]
    invalid_count: int


class KeyFilterIn(Strict):
    """As the list's filters; an empty one is all keys."""

    upstream_id: RowId | None = None
    status: KeyStatus | None = None
    state: KeyState | None = None
    q: Annotated[str, Field(max_length=200)] | None = None

    def wanted(self) -> KeyFilter:
        return KeyFilter(
            now=utc_now(), upstream_id=self.upstream_id, status=self.status, state=self.state, query=self.q
        )


class KeySelection(Strict):
    """Keys by id, or all that match a filter."""

    ids: Annotated[list[RowId], Field(min_length=1, max_length=100_000)] | None = None
    filter: KeyFilterIn | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> Self:
        if (self.ids is None) == (self.filter is None):
            raise PydanticCustomError("ids_or_filter", "needs either ids or filter")
        return self

    def wanted(self) -> KeyFilter:
        return self.filter.wanted() if self.filter else KeyFilter(now=utc_now(), ids=tuple(self.ids or ()))


class KeyBulk(KeySelection):
    """`weight` goes with `set_weight` alone."""

    model_config = ConfigDict(
        json_schema_extra=example({"action": "disable", "filter": {"upstream_id": 1, "state": "exhausted"}})
    )

    action: Action
    weight: Weight | None = None

    @model_validator(mode="after")
    def _has_its_weight(self) -> Self:
        if (self.action == "set_weight") != (self.weight is not None):
            raise PydanticCustomError("weight_of_set_weight", "weight is needed for set_weight, and for nothing else")
        return self


class KeyBulkDone(BaseModel):
    """Very many keys are changed by a task: then there is `task_id` instead of `changed`."""

    changed: int | None = None
    task_id: str | None = None


class KeyBulkTest(KeySelection):
    """With `disable_refused`, keys that their upstream refuses (401, 403) are disabled."""

    model_config = ConfigDict(json_schema_extra=example({"filter": {"upstream_id": 1}, "disable_refused": True}))

    disable_refused: bool = False


class KeyTestStarted(Answer):
    task_id: str


class KeyStates(Answer):
    """How many keys are in each state; each key is in one."""

    active: int = 0
    awaiting: int = 0
    cooling: int = 0
    exhausted: int = 0
    disabled: int = 0
    banned: int = 0
