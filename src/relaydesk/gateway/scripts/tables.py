"""The tables of scripts and of their versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class ScriptRow(Timestamps, Table):
    """`source` is that of `version`; `phases` are the functions it defines. Without `upstream_id` it holds for all."""

    __tablename__ = "gateway_script"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    upstream_id: Mapped[int | None] = mapped_column(ForeignKey("gateway_upstream.id", ondelete="CASCADE"), index=True)
    source: Mapped[str]
    version: Mapped[int] = mapped_column(server_default="1")
    phases: Mapped[list[Any]]
    on_error: Mapped[str] = mapped_column(server_default="fail_open")
    timeout_ms: Mapped[int] = mapped_column(server_default="10")
    memory_limit_mb: Mapped[int] = mapped_column(server_default="16")
    priority: Mapped[int] = mapped_column(server_default="0")
    enabled: Mapped[bool] = mapped_column(server_default="true")


class ScriptVersionRow(Table):
    """One saved source. The author's name is kept as it was then."""

    __tablename__ = "gateway_script_version"
    __table_args__ = (UniqueConstraint("script_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    script_id: Mapped[int] = mapped_column(ForeignKey("gateway_script.id", ondelete="CASCADE"))
    version: Mapped[int]
    source: Mapped[str]
    phases: Mapped[list[Any]]
    author_id: Mapped[str]
    author: Mapped[str]
    restored_from: Mapped[int | None]
    saved_at: Mapped[datetime] = mapped_column(server_default=func.now())
