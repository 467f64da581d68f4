"""The outbox of durable events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "kernel_outbox",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("payload", JSONB(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("delivered_to", JSONB(), server_default="[]", nullable=False),
        sa.Column("error", sa.String(), nullable=True),
    )
    op.create_index("ix_kernel_outbox_claimed_until", "kernel_outbox", ["claimed_until"])


def downgrade() -> None:
    op.drop_table("kernel_outbox")
