"""The table of events that wait for their subscribers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table


class OutboxRow(Table):
    """Until `claimed_until` a process is delivering it, or nobody is to try again."""

    __tablename__ = "kernel_outbox"
    __table_args__ = (Index("ix_kernel_outbox_claimed_until", "claimed_until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str]
    payload: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    claimed_until: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(server_default="0")
    delivered_to: Mapped[list[str]] = mapped_column(server_default="[]")
    error: Mapped[str | None]
