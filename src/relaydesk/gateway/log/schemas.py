"""Wire shapes of the request log."""

from datetime import datetime
from typing import Any, Literal

from relaydesk.kernel.http.shapes import Answer


class AttemptOut(Answer):
    """One request as the upstream saw it; `error` names a failure without an answer.

    `blame` is whose fault a failure is.
    """

    upstream_id: int
    key_id: int | None
    status: int | None
    error: str | None
    ms: int
    blame: Literal["client", "key", "upstream", "our_ip"] | None = None


class LoggedRequestOut(Answer):
    """`status` 0: no answer was sent. Times in microseconds; `overhead_us` is what Relaydesk itself took.

    `cost_nanos` are 10^-9 of one unit of `currency`; null where tokens or price are not known. With `tokens_estimated`
    the answer did not name all of its tokens.
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
    tokens_estimated: bool
    end_reason: str
    error: str | None
    rules_fired: list[Any]
    rule_whys: list[str]
    tags: list[str]
    cost_nanos: int | None
    currency: str | None


class LoggedRequestDetail(LoggedRequestOut):
    """Bodies are there where the upstream has `log_bodies`: the first 16 KB, without what looks like a secret."""

    attempts: list[AttemptOut]
    request_body: str | None
    answer_body: str | None


class LogPage(Answer):
    """Newest first; `next_cursor` continues the list and is null at its end."""

    items: list[LoggedRequestOut]
    next_cursor: str | None
