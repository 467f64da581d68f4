"""Models, their versions and aliases."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0029"
down_revision = "0028"


def _timestamps() -> list[sa.Column[object]]:
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False)
        for name in ("created_at", "updated_at")
    ]


def upgrade() -> None:
    op.create_table(
        "registry_model",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String(), server_default="", nullable=False),
        sa.Column("tags", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("last_version", sa.BigInteger(), server_default="0", nullable=False),
        *_timestamps(),
        sa.PrimaryKeyConstraint("id", name="pk_registry_model"),
        sa.UniqueConstraint("name", name="uq_registry_model_name"),
    )
    op.create_table(
        "registry_version",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("model_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), server_default="none", nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("ir_version", sa.BigInteger(), nullable=False),
        sa.Column("opset", sa.BigInteger()),
        sa.Column("producer", sa.String(), nullable=False),
        sa.Column("inputs", postgresql.JSONB(), nullable=False),
        sa.Column("outputs", postgresql.JSONB(), nullable=False),
        sa.Column("metrics", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("details", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("task_id", sa.String()),
        sa.Column("data", sa.String()),
        *_timestamps(),
        sa.ForeignKeyConstraint(
            ["model_id"], ["registry_model.id"], name="fk_registry_version_model_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_registry_version"),
        sa.UniqueConstraint("model_id", "version", name="uq_registry_version_model_id_version"),
        sa.UniqueConstraint("storage_key", name="uq_registry_version_storage_key"),
    )
    op.create_table(
        "registry_alias",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("model_id", sa.BigInteger(), nullable=False),
        sa.Column("version_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        *_timestamps(),
        sa.ForeignKeyConstraint(
            ["model_id"], ["registry_model.id"], name="fk_registry_alias_model_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["registry_version.id"], name="fk_registry_alias_version_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_registry_alias"),
        sa.UniqueConstraint("model_id", "name", name="uq_registry_alias_model_id_name"),
    )
    op.create_index("ix_registry_alias_version_id", "registry_alias", ["version_id"])


def downgrade() -> None:
    for table in ("registry_alias", "registry_version", "registry_model"):
        op.drop_table(table)
