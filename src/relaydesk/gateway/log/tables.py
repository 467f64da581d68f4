"""The table of proxied requests, one partition a day and one for whatever has none."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Index, literal_column, text
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.gateway.stats.tables import FAILED_SQL
from relaydesk.kernel.database import Table

# as the index has it: only so does PostgreSQL see that the index may be used
FIRED_NONE: ColumnElement[Any] = literal_column("'[]'::jsonb")
TABLE, BODIES = "gateway_request_log", "gateway_request_body"


class LoggedRequest(Table):
    """Ids of upstreams, keys and client keys are kept after those are gone: no foreign keys."""

    __tablename__ = TABLE
    __table_args__ = (
        Index("ix_gateway_request_log_upstream", "upstream_id", "started_at"),
        Index("ix_gateway_request_log_key", "key_id", "started_at"),
        Index("ix_gateway_request_log_client_key", "client_key_id", "started_at"),
        Index("ix_gateway_request_log_status", "status", "started_at"),
        Index("ix_gateway_request_log_model", "model", "started_at", postgresql_where=text("model IS NOT NULL")),
        Index("ix_gateway_request_log_total", "total_us", "started_at"),
        Index("ix_gateway_request_log_request_id", "request_id"),
        Index(
            "ix_gateway_request_log_rules",
            "rules_fired",
            postgresql_using="gin",
            postgresql_where=text("rules_fired <> '[]'::jsonb"),
        ),
        Index("ix_gateway_request_log_failed", "started_at", postgresql_where=text(FAILED_SQL)),
        {"postgresql_partition_by": "RANGE (started_at)"},
    )

    started_at: Mapped[datetime] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[str]
    client_key_id: Mapped[int | None]
    caller: Mapped[str | None]
    upstream_id: Mapped[int | None]
    upstream: Mapped[str | None]
    key_id: Mapped[int | None]
    model: Mapped[str | None]
    method: Mapped[str]
    path: Mapped[str]
    status: Mapped[int]
    attempts: Mapped[list[Any]]
    queue_us: Mapped[int]
    first_byte_us: Mapped[int]
    total_us: Mapped[int]
    overhead_us: Mapped[int]
    bytes_in: Mapped[int]
    bytes_out: Mapped[int]
    tokens_in: Mapped[int | None]
    tokens_out: Mapped[int | None]
    tokens_estimated: Mapped[bool] = mapped_column(server_default="false")
    end_reason: Mapped[str]
    error: Mapped[str | None]
    rules_fired: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    rule_whys: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    rule_because: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    tags: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    cost_nanos: Mapped[int | None]
    currency: Mapped[str | None]


class LoggedBodies(Table):
    """The beginnings of a request's bodies, without secrets; partitioned as the log is, and dropped with it."""

    __tablename__ = BODIES
    __table_args__ = ({"postgresql_partition_by": "RANGE (started_at)"},)

    started_at: Mapped[datetime] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    request_body: Mapped[str | None]
    answer_body: Mapped[str | None]
