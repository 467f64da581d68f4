"""The tables of sums by hour and by day."""

from datetime import datetime

from sqlalchemy import ARRAY, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table

HOURS, DAYS = "gateway_stats_hour", "gateway_stats_day"
# what counts as an error in statistics, and as failed in the log
FAILED_SQL = "(status >= 400 OR status = 0 OR end_reason IN ('truncated', 'process_killed'))"
# inferences: no upstream has part in them, which tells them from requests that a script or rule has given this tag
_INFERENCE_SQL = """(upstream_id IS NULL AND tags = '["inference"]')"""
# those of them that a client key's budget and usage count as a request, as the call itself does
COMPUTED_SQL = f"({_INFERENCE_SQL} AND status < 400 AND status > 0 AND rtrim(path, '/') LIKE '%/infer')"
# those that failed without an attempt: what a client key's usage counts as refused
REFUSED_SQL = (
    f"(attempts = '[]' AND end_reason <> 'process_killed' AND (status >= 400 OR status = 0) AND NOT {_INFERENCE_SQL})"
)
ALL_STATUSES = -1


class _Sums:
    """Sums of the requests that began within a span of time (UTC) and are alike in all of the key's columns.

    `cut` says which columns a row tells apart besides the upstream: the bits of `store.BITS`. 0 and '' stand where a
    request has no such thing and in columns that the cut leaves out; rows of two such columns leave out the status too
    (`ALL_STATUSES`). Each request is in one row of each cut; of
    `store.FAILOVERS` it is in one a key that it left for another, whose rows hold requests and errors alone, and the
    status of its last attempt with that key. `first_bytes` counts the requests that had a first byte,
    `estimated` those whose tokens are in part an estimate;
    `latency` are the counts in `latency.BUCKETS` buckets.
    """

    at: Mapped[datetime] = mapped_column(primary_key=True)
    cut: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client_key_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    model: Mapped[str] = mapped_column(primary_key=True)
    upstream_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    upstream: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(primary_key=True)
    requests: Mapped[int]
    errors: Mapped[int]
    estimated: Mapped[int] = mapped_column(server_default="0")
    tokens_in: Mapped[int]
    tokens_out: Mapped[int]
    cost_nanos: Mapped[int]
    total_us: Mapped[int]
    first_byte_us: Mapped[int]
    first_bytes: Mapped[int]
    latency: Mapped[list[int]] = mapped_column(ARRAY(Integer))


class StatsHour(_Sums, Table):
    """By hour: the upstream alone and with one more column."""

    __tablename__ = HOURS


class StatsDay(_Sums, Table):
    """By day: also with two more columns, for one of which there is an index where the primary key is none."""

    __tablename__ = DAYS
    __table_args__ = (
        Index("ix_gateway_stats_day_client_key", "client_key_id", "at", postgresql_where=text("cut = 6")),
        Index("ix_gateway_stats_day_model", "model", "at", postgresql_where=text("cut = 3 OR cut = 5")),
    )
