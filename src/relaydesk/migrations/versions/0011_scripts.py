"""The gateway's scripts and their versions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"

NOW = sa.text("now()")


def upgrade() -> None:
    op.create_table(
        "gateway_script",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("upstream_id", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("phases", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("on_error", sa.String(), server_default="fail_open", nullable=False),
        sa.Column("timeout_ms", sa.BigInteger(), server_default="10", nullable=False),
        sa.Column("memory_limit_mb", sa.BigInteger(), server_default="16", nullable=False),
        sa.Column("priority", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["upstream_id"], ["gateway_upstream.id"], name=op.f("fk_gateway_script_upstream_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_script")),
        sa.UniqueConstraint("name", name=op.f("uq_gateway_script_name")),
    )
    op.create_index(op.f("ix_gateway_script_upstream_id"), "gateway_script", ["upstream_id"], unique=False)
    op.create_table(
        "gateway_script_version",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("script_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("phases", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("restored_from", sa.BigInteger(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), server_default=NOW, nullable=False),
        sa.ForeignKeyConstraint(
            ["script_id"], ["gateway_script.id"], name=op.f("fk_gateway_script_version_script_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_script_version")),
        sa.UniqueConstraint("script_id", "version", name=op.f("uq_gateway_script_version_script_id_version")),
    )


def downgrade() -> None:
    op.drop_table("gateway_script_version")
    op.drop_table("gateway_script")
