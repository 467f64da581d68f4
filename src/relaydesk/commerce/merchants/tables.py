"""Tables of merchants and their store connections."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from relaydesk.kernel.database import Table, Timestamps


class Connection(Timestamps, Table):
    """One store, at an address of its platform's kind; `api_base_url` is None where that alone says where it answers.

    `credentials` are a JSON object of texts by the connector's names, encrypted; written before 0043, an access token
    alone.
    """

    __tablename__ = "commerce_connection"
    __table_args__ = (UniqueConstraint("merchant_id", "platform"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    merchant_id: Mapped[int] = mapped_column(ForeignKey("commerce_merchant.id", ondelete="CASCADE"))
    platform: Mapped[str]
    address: Mapped[str]
    api_base_url: Mapped[str | None]
    allow_private: Mapped[bool] = mapped_column(server_default="false")
    credentials: Mapped[str]
    last_tested_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class Merchant(Timestamps, Table):
    """`product_count` is kept by the sync; `last_synced_at` is the end of the last complete sync.

    `schedule_id` is that of the schedule of its syncs, which may be gone; None where it never had one.
    """

    __tablename__ = "commerce_merchant"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    is_active: Mapped[bool] = mapped_column(server_default="true")
    is_demo: Mapped[bool] = mapped_column(server_default="false")
    product_count: Mapped[int] = mapped_column(server_default="0")
    last_synced_at: Mapped[datetime | None]
    schedule_id: Mapped[int | None]

    connections: Mapped[list[Connection]] = relationship(lazy="raise", order_by=Connection.id)
