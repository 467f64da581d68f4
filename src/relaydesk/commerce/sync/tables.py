"""Tables of the sync ledger: one row a sync, one row a record and its outcome."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class Sync(Timestamps, Table):
    """One run over a store. `cursor` is where the next page begins, committed together with the page before it."""

    __tablename__ = "commerce_sync"
    __table_args__ = (
        Index(
            "uq_commerce_sync_active",
            "merchant_id",
            unique=True,
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
        Index("ix_commerce_sync_merchant_id_id", "merchant_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    merchant_id: Mapped[int] = mapped_column(ForeignKey("commerce_merchant.id", ondelete="CASCADE"))
    platform: Mapped[str]
    task_id: Mapped[str | None]
    status: Mapped[str]
    record_limit: Mapped[int | None]
    is_deletion_confirmed: Mapped[bool] = mapped_column(server_default="false")
    cursor: Mapped[str | None]
    is_read: Mapped[bool] = mapped_column(server_default="false")
    created: Mapped[int] = mapped_column(server_default="0")
    updated: Mapped[int] = mapped_column(server_default="0")
    unchanged: Mapped[int] = mapped_column(server_default="0")
    deleted: Mapped[int] = mapped_column(server_default="0")
    skipped: Mapped[int] = mapped_column(server_default="0")
    source_total: Mapped[int | None]
    reason: Mapped[str | None]
    message: Mapped[str | None]
    warnings: Mapped[list[str]] = mapped_column(server_default=text("'[]'::jsonb"))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]

    @property
    def seen(self) -> int:
        """Records of the store that have an outcome."""
        return self.created + self.updated + self.unchanged + self.skipped


class SyncRecord(Table):
    """The outcome of one record; a record met again later in the same sync has one already."""

    __tablename__ = "commerce_sync_record"

    sync_id: Mapped[int] = mapped_column(ForeignKey("commerce_sync.id", ondelete="CASCADE"), primary_key=True)
    platform_id: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    reason: Mapped[str | None]
