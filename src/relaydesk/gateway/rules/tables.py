"""The table of rules."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class RuleRow(Timestamps, Table):
    """`condition` and `actions` as they came in, checked. Without `upstream_id` it holds for all upstreams."""

    __tablename__ = "gateway_rule"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    upstream_id: Mapped[int | None] = mapped_column(ForeignKey("gateway_upstream.id", ondelete="CASCADE"), index=True)
    condition: Mapped[dict[str, Any]]
    actions: Mapped[list[Any]]
    threshold: Mapped[dict[str, Any]]
    cooldown_s: Mapped[int] = mapped_column(server_default="0")
    priority: Mapped[int] = mapped_column(server_default="0")
    enabled: Mapped[bool] = mapped_column(server_default="true")
