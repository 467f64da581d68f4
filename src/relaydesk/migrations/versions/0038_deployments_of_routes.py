"""Deployments of routes: a deployment may have no model, and a route more names."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    times = ("created_at", "updated_at")
    op.create_table(
        "gateway_route_alias",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("route_id", sa.BigInteger(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False) for name in times),
        sa.ForeignKeyConstraint(["route_id"], ["gateway_route.id"], name="fk_gateway_route_alias_route_id"),
        sa.PrimaryKeyConstraint("id", name="pk_gateway_route_alias"),
        sa.UniqueConstraint("name", name="uq_gateway_route_alias_name"),
    )
    op.create_index("ix_gateway_route_alias_route_id", "gateway_route_alias", ["route_id"])
    op.alter_column("registry_deployment", "model_id", nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM registry_deployment WHERE model_id IS NULL")
    op.alter_column("registry_deployment", "model_id", nullable=False)
    op.drop_table("gateway_route_alias")
