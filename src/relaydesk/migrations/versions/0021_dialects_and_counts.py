"""Dialects of upstreams, prices of what goes to the cache, and which counts of tokens are estimates."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0021"
down_revision = "0020"

SUMS = ("gateway_stats_hour", "gateway_stats_day")
PRICES = ("cache_write_micros_per_million", "cache_write_hour_micros_per_million")


def upgrade() -> None:
    op.add_column("gateway_upstream", sa.Column("dialect", JSONB, nullable=False, server_default="{}"))
    for price in PRICES:
        op.add_column("gateway_price", sa.Column(price, sa.BigInteger(), nullable=True))
    op.add_column(
        "gateway_request_log", sa.Column("tokens_estimated", sa.Boolean(), nullable=False, server_default="false")
    )
    for table in SUMS:
        op.add_column(table, sa.Column("estimated", sa.BigInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    for table in SUMS:
        op.drop_column(table, "estimated")
    op.drop_column("gateway_request_log", "tokens_estimated")
    for price in PRICES:
        op.drop_column("gateway_price", price)
    op.drop_column("gateway_upstream", "dialect")
