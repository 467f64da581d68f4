"""Why a key is disabled, and what became of it, by a type and its bounds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("gateway_upstream_key", sa.Column("status_because", postgresql.JSONB()))
    op.add_column("gateway_key_event", sa.Column("because", postgresql.JSONB()))


def downgrade() -> None:
    op.drop_column("gateway_key_event", "because")
    op.drop_column("gateway_upstream_key", "status_because")
