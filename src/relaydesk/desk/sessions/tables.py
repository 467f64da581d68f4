"""Tables of sessions and their event logs; `seq` is assigned under the session's row lock: no gaps, commit order."""

from datetime import datetime
from typing import Any

from sqlalchemy import Computed, ForeignKey, Index, LargeBinary, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.desk.words import WORDS_SQL
from relaydesk.kernel.database import Table


class Session(Table):
    __tablename__ = "desk_session"
    __table_args__ = (
        Index("ix_desk_session_listed", "status", "updated_at", "id"),
        Index("ix_desk_session_recent", "updated_at", "id"),
        Index("ix_desk_session_words", "words", postgresql_using="gin"),
        Index("ix_desk_session_expiry", "expires_at", postgresql_where=text("status <> 'closed'")),
        Index("ix_desk_session_operator", "operator_id", postgresql_where=text("status = 'human'")),
        Index("ix_desk_session_offered", "offered_until", postgresql_where=text("offered_until IS NOT NULL")),
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
    client_key_id: Mapped[int | None]
    is_returned: Mapped[bool] = mapped_column(server_default="false")
    offered_to_id: Mapped[int | None]
    offered_to_public_id: Mapped[str | None]
    offered_to_name: Mapped[str | None]
    offer_note: Mapped[str | None]
    offered_until: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(TSVECTOR, Computed(WORDS_SQL, persisted=True), deferred=True)


class SessionCount(Table):
    """How many sessions have a status, but for the changes that are not folded in yet."""

    __tablename__ = "desk_session_count"

    status: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class SessionCountChange(Table):
    """Written by a trigger with each change of a session's status; a row of its own, so that nobody waits for it."""

    __tablename__ = "desk_session_count_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[str]
    change: Mapped[int]


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
