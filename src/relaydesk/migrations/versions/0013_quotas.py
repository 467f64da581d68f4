"""Quotas of upstream keys, holds of upstreams, tokens and cost in budgets, limits of client keys, kept answers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"

AMOUNTS = ("tokens_reserved", "cost_nanos_reserved")

LIMITS = ("tokens_per_minute", "max_concurrency")


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)


def upgrade() -> None:
    for name in AMOUNTS:
        op.add_column("identity_client_key_budget", _count(name))
    op.add_column("gateway_route", _count("cache_ttl_s"))
    for name in LIMITS:
        op.add_column("identity_client_key", sa.Column(name, sa.BigInteger(), nullable=True))
    for column in (
        sa.Column("time_zone", sa.String(), server_default="UTC", nullable=False),
        sa.Column(
            "breaker",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("""'{"failures": 10, "hold_s": 5}'"""),
            nullable=False,
        ),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_reason", sa.String(), nullable=True),
    ):
        op.add_column("gateway_upstream", column)
    op.create_table(
        "gateway_key_quota",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("resets_at", sa.DateTime(timezone=True), nullable=True),
        _count("requests_reserved"),
        _count("tokens_reserved"),
        _count("cost_nanos_reserved"),
        sa.Column("is_exhausted", sa.Boolean(), server_default="false", nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"], ["gateway_upstream_key.id"], name=op.f("fk_gateway_key_quota_key_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_key_quota")),
        sa.UniqueConstraint("key_id", "period", "starts_on", name=op.f("uq_gateway_key_quota_key_id_period_starts_on")),
    )
    op.create_index(
        "ix_gateway_key_quota_exhausted",
        "gateway_key_quota",
        ["resets_at"],
        unique=False,
        postgresql_where=sa.text("is_exhausted"),
    )


def downgrade() -> None:
    op.drop_table("gateway_key_quota")
    for name in ("held_reason", "held_until", "breaker", "time_zone"):
        op.drop_column("gateway_upstream", name)
    op.drop_column("gateway_route", "cache_ttl_s")
    for name in LIMITS:
        op.drop_column("identity_client_key", name)
    for name in AMOUNTS:
        op.drop_column("identity_client_key_budget", name)
