"""Wire shapes of statistics."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from relaydesk.kernel.http.shapes import Answer

GroupBy = Literal["upstream", "key", "client_key", "model", "status", "hour", "day"]


class Cost(Answer):
    """`nanos` are 10^-9 of one unit of `currency` (ISO 4217)."""

    currency: str
    nanos: int


class Sums(Answer):
    """`errors` are requests answered with 400 and above, broken off or not answered at all.

    `estimated` are those whose tokens, and cost, are in part an estimate, because their answers did not name them.
    Percentiles are estimates out of buckets that grow by 41 %; null without requests.
    """

    requests: int = 0
    errors: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    estimated: int = 0
    average_ms: float = 0.0
    average_first_byte_ms: float = 0.0
    p50_ms: float | None = None
    p95_ms: float | None = None
    p99_ms: float | None = None
    costs: list[Cost] = Field(default_factory=list)


class GroupSums(Sums):
    """`key` is the value they share: an upstream's name, a key's id, a status, a model; empty where there is none.

    `label` is the name of a key or client key that is still there.
    """

    key: str
    label: str | None = None


class SeriesPoint(Sums):
    """The requests that started within `step_s` seconds from `at`."""

    at: datetime


class Stats(Answer):
    """Sums over the requests that started in `[from_time, to_time)`: whole hours or days that hold what was asked for.

    `groups` are the 100 with the most requests by `group_by`; of hours and days the first 1000.
    """

    from_time: datetime
    to_time: datetime
    totals: Sums
    group_by: GroupBy
    groups: list[GroupSums]
    step_s: int
    series: list[SeriesPoint]
    by_upstream: list[GroupSums]
    by_key: list[GroupSums]
    by_status: list[GroupSums]
    by_model: list[GroupSums]
