"""The wire format that an upstream speaks."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("gateway_upstream", sa.Column("format", sa.String(), server_default="openai", nullable=False))


def downgrade() -> None:
    op.drop_column("gateway_upstream", "format")
