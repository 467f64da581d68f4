"""Why an upstream is held, by a type and its bounds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("gateway_upstream", sa.Column("held_because", postgresql.JSONB()))


def downgrade() -> None:
    op.drop_column("gateway_upstream", "held_because")
