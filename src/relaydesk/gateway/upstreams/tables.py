"""Tables of upstreams, upstream keys, routes and their aliases."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class UpstreamRow(Timestamps, Table):
    """`keys_hash_id` names the key under which `secret_hash` of its keys was made.

    Keys that were given up to `keys_rest_since` rest: they were meant for another address (see `custody.py`).
    """

    __tablename__ = "gateway_upstream"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    base_url: Mapped[str]
    auth: Mapped[dict[str, Any]]
    strategy: Mapped[str]
    format: Mapped[str] = mapped_column(server_default="openai")
    timeout_ms: Mapped[int]
    retry: Mapped[dict[str, Any]]
    allow_private: Mapped[bool] = mapped_column(server_default="false")
    enabled: Mapped[bool] = mapped_column(server_default="true")
    tags: Mapped[list[str]] = mapped_column(server_default="[]")
    time_zone: Mapped[str] = mapped_column(server_default="UTC")
    breaker: Mapped[dict[str, Any]] = mapped_column(server_default=text("""'{"failures": 10, "hold_s": 5}'"""))
    limits: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    dialect: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    held_until: Mapped[datetime | None]
    held_reason: Mapped[str | None]
    held_because: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    log_bodies: Mapped[bool] = mapped_column(server_default="false")
    auto_test: Mapped[bool] = mapped_column(server_default="false")
    keys_hash_id: Mapped[bytes | None] = mapped_column(LargeBinary)
    keys_rest_since: Mapped[datetime | None]


class UpstreamKeyRow(Timestamps, Table):
    """`secret` is encrypted; `secret_hash`, its keyed fingerprint, keeps the same one from entering a pool twice.

    It is NULL where it is yet to be made, or the secret cannot be decrypted.

    `status_until` is when a disabled key comes back by itself, `cool_until` when an active one has rested. `given_at`
    is when somebody typed the secret in.
    """

    __tablename__ = "gateway_upstream_key"
    __table_args__ = (
        UniqueConstraint("upstream_id", "secret_hash"),
        Index("ix_gateway_upstream_key_pool", "upstream_id", "id"),
        Index("ix_gateway_upstream_key_status", "status", "id"),
        Index("ix_gateway_upstream_key_name", "name", "id"),
        Index("ix_gateway_upstream_key_cooling", "cool_until", postgresql_where=text("cool_until IS NOT NULL")),
        Index("ix_gateway_upstream_key_back", "status_until", postgresql_where=text("status_until IS NOT NULL")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    upstream_id: Mapped[int] = mapped_column(ForeignKey("gateway_upstream.id", ondelete="CASCADE"))
    name: Mapped[str]
    secret: Mapped[str]
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_hint: Mapped[str]
    weight: Mapped[int] = mapped_column(server_default="1")
    status: Mapped[str] = mapped_column(server_default="active")
    quota: Mapped[dict[str, Any] | None]
    status_reason: Mapped[str | None]
    status_because: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    status_until: Mapped[datetime | None]
    cool_until: Mapped[datetime | None]
    given_at: Mapped[datetime] = mapped_column(server_default=func.now())


class KeyEventRow(Table):
    """What became of a key, when and why: `status` is `active`, `disabled`, `banned`, `cooling` or `exhausted`."""

    __tablename__ = "gateway_key_event"
    __table_args__ = (Index("ix_gateway_key_event_key", "key_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("gateway_upstream_key.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    status: Mapped[str]
    reason: Mapped[str]
    because: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    rule_id: Mapped[int | None]
    until: Mapped[datetime | None]


class RouteRow(Timestamps, Table):
    """`targets` and `fallbacks` are lists of `{upstream_id, model, weight}`."""

    __tablename__ = "gateway_route"

    id: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(unique=True)
    targets: Mapped[list[Any]]
    fallbacks: Mapped[list[Any]] = mapped_column(server_default="[]")
    cache_ttl_s: Mapped[int] = mapped_column(server_default="0")
    limits: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    enabled: Mapped[bool] = mapped_column(server_default="true")


class RouteAliasRow(Timestamps, Table):
    """Another name that a route answers by, while it is `enabled`; no route's own name."""

    __tablename__ = "gateway_route_alias"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    route_id: Mapped[int] = mapped_column(ForeignKey("gateway_route.id"), index=True)
    enabled: Mapped[bool]
