"""Upstreams that test their disabled keys by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("gateway_upstream", sa.Column("auto_test", sa.Boolean(), server_default="false", nullable=False))


def downgrade() -> None:
    op.drop_column("gateway_upstream", "auto_test")
