"""Stores of any platform: an address, credentials as encrypted JSON (tokens stay as they are), syncs by a schedule."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.alter_column("commerce_connection", "shop_domain", new_column_name="address")
    op.alter_column("commerce_connection", "access_token", new_column_name="credentials")
    op.add_column("commerce_merchant", sa.Column("schedule_id", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("commerce_merchant", "schedule_id")
    op.alter_column("commerce_connection", "credentials", new_column_name="access_token")
    op.alter_column("commerce_connection", "address", new_column_name="shop_domain")
