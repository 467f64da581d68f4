"""The table of what is used of upstream keys' quotas."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table


class KeyQuotaRow(Table):
    """What of a key's quota was handed out to processes in a period, used or not: never more than the quota allows."""

    __tablename__ = "gateway_key_quota"
    __table_args__ = (
        UniqueConstraint("key_id", "period", "starts_on"),
        Index("ix_gateway_key_quota_exhausted", "resets_at", postgresql_where=text("is_exhausted")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("gateway_upstream_key.id", ondelete="CASCADE"))
    period: Mapped[str]
    starts_on: Mapped[date]
    resets_at: Mapped[datetime | None]
    requests_reserved: Mapped[int] = mapped_column(server_default="0")
    tokens_reserved: Mapped[int] = mapped_column(server_default="0")
    cost_nanos_reserved: Mapped[int] = mapped_column(server_default="0")
    is_exhausted: Mapped[bool] = mapped_column(server_default="false")
