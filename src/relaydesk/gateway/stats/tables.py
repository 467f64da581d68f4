"""The table of sums by hour."""

from datetime import datetime

from sqlalchemy import ARRAY, Integer
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table

TABLE = "gateway_stats_hour"


class StatsHour(Table):
    """Sums of the requests that began within an hour (UTC) and are alike in all of the key's columns.

    0 and '' stand where a request has no such thing. `upstream` is the name as of the last request; `first_bytes`
    counts the requests that had a first byte; `latency` are the counts in `latency.BUCKETS` buckets.
    """

    __tablename__ = TABLE

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    upstream_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    client_key_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    model: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    currency: Mapped[str] = mapped_column(primary_key=True)
    upstream: Mapped[str]
    requests: Mapped[int]
    errors: Mapped[int]
    tokens_in: Mapped[int]
    tokens_out: Mapped[int]
    cost_nanos: Mapped[int]
    total_us: Mapped[int]
    first_byte_us: Mapped[int]
    first_bytes: Mapped[int]
    latency: Mapped[list[int]] = mapped_column(ARRAY(Integer))
