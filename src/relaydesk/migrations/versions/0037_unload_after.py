"""Deployments that nobody asks are unloaded."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("registry_deployment", sa.Column("unload_after_s", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("registry_deployment", "unload_after_s")
