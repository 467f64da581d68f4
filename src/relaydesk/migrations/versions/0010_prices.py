"""Prices of models, and what each logged request cost."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "gateway_price",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("upstream_id", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), server_default="USD", nullable=False),
        sa.Column("input_micros_per_million", sa.BigInteger(), nullable=False),
        sa.Column("output_micros_per_million", sa.BigInteger(), nullable=False),
        sa.Column("cached_input_micros_per_million", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["upstream_id"],
            ["gateway_upstream.id"],
            name=op.f("fk_gateway_price_upstream_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_price")),
        sa.UniqueConstraint(
            "model",
            "upstream_id",
            name=op.f("uq_gateway_price_model_upstream_id"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(op.f("ix_gateway_price_upstream_id"), "gateway_price", ["upstream_id"], unique=False)
    op.add_column("gateway_request_log", sa.Column("cost_nanos", sa.BigInteger(), nullable=True))
    op.add_column("gateway_request_log", sa.Column("currency", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("gateway_request_log", "currency")
    op.drop_column("gateway_request_log", "cost_nanos")
    op.drop_table("gateway_price")
