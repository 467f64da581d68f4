"""Wire shapes of statistics."""

from datetime import datetime
from typing import Literal

from relaydesk.kernel.http.shapes import Answer

GroupBy = Literal["upstream", "key", "client_key", "model", "status", "hour", "day"]


class Cost(Answer):
    """`nanos` are 10^-9 of one unit of `currency` (ISO 4217)."""

    currency: str
    nanos: int


class Sums(Answer):
    """`errors` are requests answered with 400 and above, broken off or not answered at all.

    `estimated` are those whose tokens, and cost, are in part an estimate, because their answers did not name them.
    Percentiles are estimates out of buckets that grow by 41 %, no more than the slowest can have taken; null without
    requests.
    """

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


class GroupSums(Sums):
    """`key` is the value they share: an upstream's name, a key's id, a status, a model; empty where there is none.

    `label` is the name of a key or client key that is still there.
    """

    key: str
    label: str | None


class KeyUsage(Answer):
    """The requests of the last day (whole hours, UTC) that were tried with an upstream key, each counted once.

    `errors` are those whose last attempt with it failed, `failovers` those that were tried with another key after it:
    the request log has them under that one. `last_error_at` is the beginning of the last hour with an error,
    `last_error_status` a status of it; 0 is no answer.
    """

    key_id: int
    requests: int
    errors: int
    failovers: int
    last_error_at: datetime | None
    last_error_status: int | None


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
