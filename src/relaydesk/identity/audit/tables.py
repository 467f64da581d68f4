"""The audit log's table: rows are added and, after the retention, dropped; never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table


class AuditEntry(Table):
    """A trigger refuses every UPDATE, and DELETE and TRUNCATE but in the retention's own transaction."""

    __tablename__ = "identity_audit"
    __table_args__ = (
        Index("ix_identity_audit_actor", "actor", "id"),
        Index("ix_identity_audit_target", "target", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.now(), index=True)
    actor: Mapped[str]
    actor_name: Mapped[str]
    action: Mapped[str] = mapped_column(index=True)
    target: Mapped[str]
    outcome: Mapped[str] = mapped_column(server_default="done")
    address: Mapped[str] = mapped_column(server_default="")
    details: Mapped[dict[str, Any]]
    request_id: Mapped[str]
