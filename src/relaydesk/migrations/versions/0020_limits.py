"""Limits of upstreams and of routes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0019"

TABLES = ("gateway_upstream", "gateway_route")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("limits", JSONB, nullable=False, server_default="{}"))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "limits")
