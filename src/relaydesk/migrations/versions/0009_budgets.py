"""Budgets of client keys, and what was used by day: tokens, requests that were turned away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

USAGE = "identity_client_key_usage"
COUNTS = ("refused", "tokens_in", "tokens_out")


def upgrade() -> None:
    op.add_column(
        "identity_client_key",
        sa.Column("budget", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    )
    for name in COUNTS:
        op.add_column(USAGE, sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "identity_client_key_budget",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("client_key_id", sa.BigInteger(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("requests_reserved", sa.BigInteger(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["client_key_id"],
            ["identity_client_key.id"],
            name=op.f("fk_identity_client_key_budget_client_key_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_client_key_budget")),
        sa.UniqueConstraint(
            "client_key_id",
            "period",
            "starts_on",
            name=op.f("uq_identity_client_key_budget_client_key_id_period_starts_on"),
        ),
    )


def downgrade() -> None:
    op.drop_table("identity_client_key_budget")
    for name in COUNTS:
        op.drop_column(USAGE, name)
    op.drop_column("identity_client_key", "budget")
