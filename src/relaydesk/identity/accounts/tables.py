"""Tables of people, their refresh families, and client keys."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from relaydesk.kernel.database import Table, Timestamps


class User(Timestamps, Table):
    __tablename__ = "identity_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    role: Mapped[str]
    password_hash: Mapped[str]
    is_active: Mapped[bool] = mapped_column(server_default="true")
    max_sessions: Mapped[int] = mapped_column(server_default="5")
    is_online: Mapped[bool] = mapped_column(server_default="false")
    last_login_at: Mapped[datetime | None]


class RefreshFamily(Table):
    """One sign-in on one device: all refresh tokens that descend from it. `address` is where it began."""

    __tablename__ = "identity_refresh_family"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("identity_user.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None]
    address: Mapped[str | None]


class RefreshToken(Table):
    """One rotation. `successor` is the next token, encrypted, to re-issue it within the grace window."""

    __tablename__ = "identity_refresh_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    family_id: Mapped[int] = mapped_column(ForeignKey("identity_refresh_family.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    successor: Mapped[str | None]
    successor_hash: Mapped[bytes | None] = mapped_column(LargeBinary)


class ClientKey(Timestamps, Table):
    __tablename__ = "identity_client_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    prefix: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    previous_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    previous_until: Mapped[datetime | None]
    scopes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    expires_at: Mapped[datetime | None]
    rate_limit_per_minute: Mapped[int | None]
    tokens_per_minute: Mapped[int | None]
    max_concurrency: Mapped[int | None]
    budget: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))
    is_active: Mapped[bool] = mapped_column(server_default="true")
    last_used_at: Mapped[datetime | None]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("identity_user.id", ondelete="SET NULL"))


class ClientKeyUsage(Table):
    """What the request log says of a day (UTC).

    `requests` were sent on, `errors` are those of them that failed, `refused` ended before anything was sent.
    """

    __tablename__ = "identity_client_key_usage"
    __table_args__ = (UniqueConstraint("client_key_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key_id: Mapped[int] = mapped_column(ForeignKey("identity_client_key.id", ondelete="CASCADE"))
    day: Mapped[date]
    requests: Mapped[int] = mapped_column(server_default="0")
    errors: Mapped[int] = mapped_column(server_default="0")
    refused: Mapped[int] = mapped_column(server_default="0")
    tokens_in: Mapped[int] = mapped_column(server_default="0")
    tokens_out: Mapped[int] = mapped_column(server_default="0")


class ClientKeyBudget(Table):
    """What of a period was handed out to processes, used or not: never more than the budget allows."""

    __tablename__ = "identity_client_key_budget"
    __table_args__ = (UniqueConstraint("client_key_id", "period", "starts_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key_id: Mapped[int] = mapped_column(ForeignKey("identity_client_key.id", ondelete="CASCADE"))
    period: Mapped[str]
    starts_on: Mapped[date]
    requests_reserved: Mapped[int] = mapped_column(server_default="0")
    tokens_reserved: Mapped[int] = mapped_column(server_default="0")
    cost_nanos_reserved: Mapped[int] = mapped_column(server_default="0")
