"""Deployments: models as they are to be served."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"


def _shares(name: str, *, is_empty: bool) -> sa.Column[object]:
    default = sa.text("'[]'") if is_empty else None
    return sa.Column(name, postgresql.JSONB(), server_default=default, nullable=False)


def upgrade() -> None:
    op.create_table(
        "registry_deployment",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("model_id", sa.BigInteger(), nullable=False),
        sa.Column("alias", sa.String()),
        sa.Column("is_running", sa.Boolean(), nullable=False),
        sa.Column("replicas", sa.BigInteger(), nullable=False),
        sa.Column("max_batch_rows", sa.BigInteger(), nullable=False),
        sa.Column("is_sticky", sa.Boolean(), nullable=False),
        _shares("traffic", is_empty=False),
        _shares("previous", is_empty=True),
        sa.Column("revision", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.String()),
        _shares("live", is_empty=True),
        *(
            sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)
            for name in ("created_at", "updated_at")
        ),
        sa.ForeignKeyConstraint(["model_id"], ["registry_model.id"], name="fk_registry_deployment_model_id"),
        sa.PrimaryKeyConstraint("id", name="pk_registry_deployment"),
        sa.UniqueConstraint("public_id", name="uq_registry_deployment_public_id"),
        sa.UniqueConstraint("name", name="uq_registry_deployment_name"),
    )
    op.create_index("ix_registry_deployment_model_id", "registry_deployment", ["model_id"])


def downgrade() -> None:
    op.drop_table("registry_deployment")
