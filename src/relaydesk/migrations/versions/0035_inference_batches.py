"""Inferences over files: which task does each, and the files of its answers."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def _whole(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _times() -> list[sa.Column[object]]:
    names = ("created_at", "updated_at")
    return [sa.Column(name, sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False) for name in names]


def upgrade() -> None:
    op.create_table(
        "registry_batch",
        _whole("id"),
        sa.Column("deployment_id", sa.BigInteger()),
        sa.Column("task_id", sa.String(), nullable=False),
        sa.Column("model_version", sa.BigInteger()),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        _whole("size_bytes"),
        *_times(),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["registry_deployment.id"], name="fk_registry_batch_deployment_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_registry_batch"),
        sa.UniqueConstraint("task_id", name="uq_registry_batch_task_id"),
        sa.UniqueConstraint("storage_key", name="uq_registry_batch_storage_key"),
    )
    op.create_index("ix_registry_batch_deployment_id", "registry_batch", ["deployment_id"])
    op.create_index("ix_registry_batch_created_at", "registry_batch", ["created_at"])
    op.create_table(
        "registry_batch_part",
        _whole("id"),
        _whole("batch_id"),
        sa.Column("storage_key", sa.String(), nullable=False),
        _whole("size_bytes"),
        _whole("read_bytes"),
        _whole("lines"),
        _whole("refused"),
        *_times(),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["registry_batch.id"], name="fk_registry_batch_part_batch_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_registry_batch_part"),
        sa.UniqueConstraint("storage_key", name="uq_registry_batch_part_storage_key"),
        sa.UniqueConstraint("batch_id", "read_bytes", name="uq_registry_batch_part_batch_id_read_bytes"),
    )


def downgrade() -> None:
    op.drop_table("registry_batch_part")
    op.drop_table("registry_batch")
