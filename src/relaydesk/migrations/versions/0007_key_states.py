"""What becomes of upstream keys, and why rules fired."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    for column in (
        sa.Column("status_reason", sa.String(), nullable=True),
        sa.Column("status_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cool_until", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("gateway_upstream_key", column)
    op.create_table(
        "gateway_key_event",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("rule_id", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["key_id"], ["gateway_upstream_key.id"], name=op.f("fk_gateway_key_event_key_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gateway_key_event")),
    )
    op.create_index("ix_gateway_key_event_key", "gateway_key_event", ["key_id", "id"], unique=False)
    for name in ("rule_whys", "tags"):
        texts = sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False)
        op.add_column("gateway_request_log", texts)


def downgrade() -> None:
    for name in ("rule_whys", "tags"):
        op.drop_column("gateway_request_log", name)
    op.drop_table("gateway_key_event")
    for name in ("cool_until", "status_until", "status_reason"):
        op.drop_column("gateway_upstream_key", name)
