"""The table of prices."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class PriceRow(Timestamps, Table):
    """Micros are 10^-6 of one unit of `currency` for a million tokens. Without `upstream_id` it holds at all."""

    __tablename__ = "gateway_price"
    __table_args__ = (UniqueConstraint("model", "upstream_id", postgresql_nulls_not_distinct=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str]
    upstream_id: Mapped[int | None] = mapped_column(ForeignKey("gateway_upstream.id", ondelete="CASCADE"), index=True)
    currency: Mapped[str] = mapped_column(server_default="USD")
    input_micros_per_million: Mapped[int]
    output_micros_per_million: Mapped[int]
    cached_input_micros_per_million: Mapped[int | None]
    cache_write_micros_per_million: Mapped[int | None]
    cache_write_hour_micros_per_million: Mapped[int | None]
