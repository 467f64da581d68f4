"""The tables of turns: a row with a lease, its partial text checkpointed while it runs; and how many a day had."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table


class Turn(Table):
    __tablename__ = "assistants_turn"
    __table_args__ = (
        Index("uq_assistants_turn_running", "session_name", unique=True, postgresql_where=text("status = 'running'")),
        Index("ix_assistants_turn_lease", "lease_until", postgresql_where=text("status = 'running'")),
        Index("ix_assistants_turn_session", "session_name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_name: Mapped[str]
    epoch: Mapped[int]
    question_seq: Mapped[int]
    assistant_id: Mapped[str]
    assistant_version: Mapped[int]
    status: Mapped[str]
    text: Mapped[str] = mapped_column(server_default="")
    sources: Mapped[list[Any]] = mapped_column(server_default="[]")
    tool_calls: Mapped[list[Any]] = mapped_column(server_default="[]")
    error: Mapped[str | None]
    request_id: Mapped[str]
    created_at: Mapped[datetime]
    lease_until: Mapped[datetime]
    finished_at: Mapped[datetime | None]


class TurnCount(Table):
    """Of an assistant's last day (UTC) with a turn."""

    __tablename__ = "assistants_turn_count"

    assistant_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date]
    turns: Mapped[int]
