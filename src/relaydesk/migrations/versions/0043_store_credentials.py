"""Connections of any platform: an address, and credentials as encrypted JSON. Tokens that are there stay."""

from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.alter_column("commerce_connection", "shop_domain", new_column_name="address")
    op.alter_column("commerce_connection", "access_token", new_column_name="credentials")


def downgrade() -> None:
    op.alter_column("commerce_connection", "credentials", new_column_name="access_token")
    op.alter_column("commerce_connection", "address", new_column_name="shop_domain")
