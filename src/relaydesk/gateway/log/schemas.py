"""Wire shapes of the request log."""

from datetime import datetime
from typing import Literal

from relaydesk.gateway.upstreams.schemas import ReasonOut
from relaydesk.kernel.http.shapes import Answer


class AttemptOut(Answer):
    """One request as the upstream saw it; `error` names a failure without an answer.

    `upstream` and `key` are the names that they have, or had as they went. `blame` is whose fault a failure is.
    `at_ms` is when it began, in the time of the request; 0 in what was logged before that was noted. `ms` is until
    the head of its answer had come; for a refusal whose body was read, until that had.
    """

    upstream_id: int
    upstream: str | None
    key_id: int | None
    key: str | None
    status: int | None
    error: str | None
    at_ms: int
    ms: int
    blame: Literal["client", "key", "upstream", "our_ip"] | None


class LoggedRequestOut(Answer):
    """`status` 0: no answer was sent. Times in microseconds; `overhead_us` is what Relaydesk itself took.

    `key` and `client_key` are the names that they have, or had as they went, as the audit log knows them; so is
    `assistant`, where one asked (`caller`); `person` is whoever tried a model. `upstream` is the name it had.
    `cost_nanos` are 10^-9 of one unit of `currency`; null where tokens or price are not known. With `tokens_estimated`
    the answer did not name all of its tokens.
    """

    id: str
    request_id: str
    started_at: datetime
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


class LoggedRequestDetail(LoggedRequestOut):
    """Bodies are there where the upstream has `log_bodies`: the first 16 KB, without what looks like a secret.

    `rules` are the names of `rules_fired`, as the audit log knows them. `rule_whys` says why each of them acted,
    `rule_because` the same by type and bounds; it is empty in what was logged before that was noted, or otherwise.
    """

    rules: list[str | None]
    rule_whys: list[str]
    rule_because: list[ReasonOut]
    attempts: list[AttemptOut]
    request_body: str | None
    answer_body: str | None


class LogPage(Answer):
    """Newest first; `next_cursor` continues the list and is null at its end."""

    items: list[LoggedRequestOut]
    next_cursor: str | None
