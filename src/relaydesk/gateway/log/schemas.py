"""Wire shapes of the request log and of its sums."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel


class AttemptOut(BaseModel):
    """One request as the upstream saw it; `error` names a failure without an answer.

    `blame` is whose fault a failure is.
    """

    upstream_id: int
    key_id: int | None
    status: int | None
    error: str | None
    ms: int
    blame: Literal["client", "key", "upstream", "our_ip"] | None = None


class LoggedRequestOut(BaseModel):
    """`status` 0: no answer was sent. Times in microseconds; `overhead_us` is what Relaydesk itself took.

    `cost_nanos` are 10^-9 of one unit of `currency`; null where tokens or price are not known.
    """

    id: str
    request_id: str
    started_at: datetime
    client_key_id: int | None
    caller: str | None
    upstream_id: int | None
    upstream: str | None
    key_id: int | None
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
    end_reason: str
    error: str | None
    rules_fired: list[Any]
    rule_whys: list[str]
    tags: list[str]
    cost_nanos: int | None
    currency: str | None


class LoggedRequestDetail(LoggedRequestOut):
    attempts: list[AttemptOut]


class LogPage(BaseModel):
    """Newest first; `next_cursor` continues the list and is null at its end."""

    items: list[LoggedRequestOut]
    next_cursor: str | None


class Sums(BaseModel):
    """`errors` are requests answered with 400 and above, broken off or not answered at all."""

    requests: int = 0
    errors: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    average_ms: float = 0.0


class GroupSums(Sums):
    """`key` is the value they share: an upstream's name, a key's id, a status, a model; empty where there is none."""

    key: str


class Stats(BaseModel):
    """Sums over the requests that started in `[from_time, to_time)`."""

    from_time: datetime
    to_time: datetime
    totals: Sums
    by_upstream: list[GroupSums]
    by_key: list[GroupSums]
    by_status: list[GroupSums]
    by_model: list[GroupSums]
