"""Tables of channels and of what was sent over them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class ChannelRow(Timestamps, Table):
    """`url` and `signing_secret` are encrypted; `shown_url` is what of the URL may be seen."""

    __tablename__ = "insight_channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    url: Mapped[str]
    shown_url: Mapped[str]
    signing_secret: Mapped[str | None]
    events: Mapped[list[str]] = mapped_column(server_default="[]")
    allow_private: Mapped[bool] = mapped_column(server_default="false")
    enabled: Mapped[bool] = mapped_column(server_default="true")


class DeliveryRow(Table):
    """One notice over one channel. `error` is a kind of failure, never a text of theirs."""

    __tablename__ = "insight_delivery"
    __table_args__ = (Index("ix_insight_delivery_channel", "channel_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("insight_channel.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    event: Mapped[str]
    title: Mapped[str]
    outcome: Mapped[str]
    attempts: Mapped[int]
    error: Mapped[str | None]
