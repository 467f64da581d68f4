"""Tables of sessions and their event logs; `seq` is assigned under the session's row lock: no gaps, commit order."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table


class Session(Table):
    __tablename__ = "desk_session"
    __table_args__ = (
        Index("ix_desk_session_listed", "status", "updated_at"),
        Index("ix_desk_session_expiry", "expires_at", postgresql_where=text("status <> 'closed'")),
        Index("ix_desk_session_operator", "operator_id", postgresql_where=text("status = 'human'")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    status: Mapped[str]
    epoch: Mapped[int] = mapped_column(server_default="0")
    last_seq: Mapped[int] = mapped_column(server_default="0")
    assistant_id: Mapped[str]
    assistant_name: Mapped[str]
    operator_id: Mapped[int | None]
    operator_name: Mapped[str | None]
    operator_public_id: Mapped[str | None]
    visitor_token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    visitor: Mapped[dict[str, Any]]
    unread: Mapped[int] = mapped_column(server_default="0")
    last_message: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    waiting_since: Mapped[datetime | None]


class SessionEvent(Table):
    __tablename__ = "desk_event"
    __table_args__ = (
        Index(
            "uq_desk_event_client_message", "session_id", "role", "client_message_id", unique=True,
            postgresql_where=text("client_message_id IS NOT NULL"),
        ),
    )  # fmt: skip

    session_id: Mapped[int] = mapped_column(ForeignKey("desk_session.id", ondelete="CASCADE"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    role: Mapped[str]
    content: Mapped[str] = mapped_column(server_default="")
    payload: Mapped[dict[str, Any]]
    client_message_id: Mapped[str | None]
    created_at: Mapped[datetime]
