"""Tables of upstreams, upstream keys and routes."""

from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class UpstreamRow(Timestamps, Table):
    __tablename__ = "gateway_upstream"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    base_url: Mapped[str]
    auth: Mapped[dict[str, Any]]
    strategy: Mapped[str]
    timeout_ms: Mapped[int]
    retry: Mapped[dict[str, Any]]
    allow_private: Mapped[bool] = mapped_column(server_default="false")
    enabled: Mapped[bool] = mapped_column(server_default="true")
    tags: Mapped[list[str]] = mapped_column(server_default="[]")


class UpstreamKeyRow(Timestamps, Table):
    """`secret` is encrypted; `secret_hash` keeps the same one from entering a pool twice."""

    __tablename__ = "gateway_upstream_key"
    __table_args__ = (UniqueConstraint("upstream_id", "secret_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upstream_id: Mapped[int] = mapped_column(ForeignKey("gateway_upstream.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    secret: Mapped[str]
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary)
    key_hint: Mapped[str]
    weight: Mapped[int] = mapped_column(server_default="1")
    status: Mapped[str] = mapped_column(server_default="active")
    quota: Mapped[dict[str, Any] | None]


class RouteRow(Timestamps, Table):
    """`targets` and `fallbacks` are lists of `{upstream_id, model, weight}`."""

    __tablename__ = "gateway_route"

    id: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(unique=True)
    targets: Mapped[list[Any]]
    fallbacks: Mapped[list[Any]] = mapped_column(server_default="[]")
    enabled: Mapped[bool] = mapped_column(server_default="true")
