"""The gateway: upstreams, keys, routes, the configuration's mark, the request log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "gateway_config_mark",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_config_mark")),
    )
    op.create_table(
        "gateway_request_log",
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("client_key_id", sa.BigInteger(), nullable=True),
        sa.Column("caller", sa.String(), nullable=True),
        sa.Column("upstream_id", sa.BigInteger(), nullable=True),
        sa.Column("upstream", sa.String(), nullable=True),
        sa.Column("key_id", sa.BigInteger(), nullable=True),
        sa.Column("model", sa.String(), nullable=True),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("attempts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("queue_us", sa.BigInteger(), nullable=False),
        sa.Column("first_byte_us", sa.BigInteger(), nullable=False),
        sa.Column("total_us", sa.BigInteger(), nullable=False),
        sa.Column("overhead_us", sa.BigInteger(), nullable=False),
        sa.Column("bytes_in", sa.BigInteger(), nullable=False),
        sa.Column("bytes_out", sa.BigInteger(), nullable=False),
        sa.Column("tokens_in", sa.BigInteger(), nullable=True),
        sa.Column("tokens_out", sa.BigInteger(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column(
            "rules_fired", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
        sa.PrimaryKeyConstraint("started_at", "id", name=op.f("pk_gateway_request_log")),
        postgresql_partition_by="RANGE (started_at)",
    )
    op.create_index(
        "ix_gateway_request_log_client_key", "gateway_request_log", ["client_key_id", "started_at"], unique=False
    )
    op.create_index("ix_gateway_request_log_key", "gateway_request_log", ["key_id", "started_at"], unique=False)
    op.create_index("ix_gateway_request_log_model", "gateway_request_log", ["model", "started_at"], unique=False)
    op.create_index(
        "ix_gateway_request_log_rules", "gateway_request_log", ["rules_fired"], unique=False, postgresql_using="gin"
    )
    op.create_index("ix_gateway_request_log_status", "gateway_request_log", ["status", "started_at"], unique=False)
    op.create_index("ix_gateway_request_log_total", "gateway_request_log", ["total_us", "started_at"], unique=False)
    op.create_index(
        "ix_gateway_request_log_upstream", "gateway_request_log", ["upstream_id", "started_at"], unique=False
    )
    op.create_table(
        "gateway_route",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("targets", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fallbacks", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_route")),
        sa.UniqueConstraint("model", name=op.f("uq_gateway_route_model")),
    )
    op.create_table(
        "gateway_upstream",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("base_url", sa.String(), nullable=False),
        sa.Column("auth", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("strategy", sa.String(), nullable=False),
        sa.Column("timeout_ms", sa.BigInteger(), nullable=False),
        sa.Column("retry", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("allow_private", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("tags", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_upstream")),
        sa.UniqueConstraint("name", name=op.f("uq_gateway_upstream_name")),
    )
    op.create_table(
        "gateway_upstream_key",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("upstream_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_hint", sa.String(), nullable=False),
        sa.Column("weight", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("status", sa.String(), server_default="active", nullable=False),
        sa.Column("quota", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["upstream_id"],
            ["gateway_upstream.id"],
            name=op.f("fk_gateway_upstream_key_upstream_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_upstream_key")),
        sa.UniqueConstraint("upstream_id", "secret_hash", name=op.f("uq_gateway_upstream_key_upstream_id_secret_hash")),
    )
    op.create_index(op.f("ix_gateway_upstream_key_upstream_id"), "gateway_upstream_key", ["upstream_id"], unique=False)
    op.execute("CREATE TABLE gateway_request_log_pdefault PARTITION OF gateway_request_log DEFAULT")


def downgrade() -> None:
    op.drop_table("gateway_upstream_key")
    op.drop_table("gateway_route")
    op.drop_table("gateway_upstream")
    op.drop_table("gateway_request_log")
    op.drop_table("gateway_config_mark")
