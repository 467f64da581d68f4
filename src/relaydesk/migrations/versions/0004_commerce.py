"""Merchants, the catalogue, the sync ledger."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    _create_merchant()
    _create_connection()
    _create_product()
    _create_question()
    _create_sync()
    _create_sync_record()
    _create_variant()


def _create_merchant() -> None:
    op.create_table(
        "commerce_merchant",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("is_demo", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("product_count", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_synced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commerce_merchant")),
        sa.UniqueConstraint("public_id", name=op.f("uq_commerce_merchant_public_id")),
    )


def _create_connection() -> None:
    op.create_table(
        "commerce_connection",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("merchant_id", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("shop_domain", sa.String(), nullable=False),
        sa.Column("api_base_url", sa.String(), nullable=True),
        sa.Column("allow_private", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("access_token", sa.String(), nullable=False),
        sa.Column("last_tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"],
            ["commerce_merchant.id"],
            name=op.f("fk_commerce_connection_merchant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commerce_connection")),
        sa.UniqueConstraint("merchant_id", "platform", name=op.f("uq_commerce_connection_merchant_id_platform")),
    )


def _create_product() -> None:
    op.create_table(
        "commerce_product",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("merchant_id", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("platform_id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("description_text", sa.String(), nullable=False),
        sa.Column("description_html", sa.String(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=False),
        sa.Column("product_type", sa.String(), nullable=False),
        sa.Column("tags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("images", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("min_price_minor", sa.BigInteger(), nullable=True),
        sa.Column("max_price_minor", sa.BigInteger(), nullable=True),
        sa.Column("variant_count", sa.BigInteger(), nullable=False),
        sa.Column("total_inventory", sa.BigInteger(), nullable=True),
        sa.Column("is_available", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("source_updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("synced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["commerce_merchant.id"], name=op.f("fk_commerce_product_merchant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commerce_product")),
        sa.UniqueConstraint(
            "merchant_id", "platform", "platform_id", name=op.f("uq_commerce_product_merchant_id_platform_platform_id")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_commerce_product_public_id")),
    )
    op.create_index(
        "ix_commerce_product_merchant_id_title", "commerce_product", ["merchant_id", "title", "id"], unique=False
    )
    op.create_index("ix_commerce_product_search", "commerce_product", ["search"], unique=False, postgresql_using="gin")


def _create_question() -> None:
    op.create_table(
        "commerce_question",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("merchant_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("tags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["commerce_merchant.id"], name=op.f("fk_commerce_question_merchant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commerce_question")),
        sa.UniqueConstraint(
            "merchant_id", "key", "language", name=op.f("uq_commerce_question_merchant_id_key_language")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_commerce_question_public_id")),
    )
    op.create_index(
        "ix_commerce_question_search", "commerce_question", ["search"], unique=False, postgresql_using="gin"
    )


def _create_sync() -> None:
    op.create_table(
        "commerce_sync",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("merchant_id", sa.BigInteger(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("task_id", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("record_limit", sa.BigInteger(), nullable=True),
        sa.Column("is_deletion_confirmed", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.Column("is_read", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("created", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("updated", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("unchanged", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("deleted", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("skipped", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("source_total", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column(
            "warnings", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'::jsonb"), nullable=False
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["merchant_id"], ["commerce_merchant.id"], name=op.f("fk_commerce_sync_merchant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commerce_sync")),
        sa.UniqueConstraint("public_id", name=op.f("uq_commerce_sync_public_id")),
    )
    op.create_index("ix_commerce_sync_merchant_id_id", "commerce_sync", ["merchant_id", "id"], unique=False)
    op.create_index(
        "uq_commerce_sync_active",
        "commerce_sync",
        ["merchant_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('queued', 'running')"),
    )


def _create_sync_record() -> None:
    op.create_table(
        "commerce_sync_record",
        sa.Column("sync_id", sa.BigInteger(), nullable=False),
        sa.Column("platform_id", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sync_id"], ["commerce_sync.id"], name=op.f("fk_commerce_sync_record_sync_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sync_id", "platform_id", name=op.f("pk_commerce_sync_record")),
    )


def _create_variant() -> None:
    op.create_table(
        "commerce_variant",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("platform_id", sa.String(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=True),
        sa.Column("barcode", sa.String(), nullable=True),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.Column("compare_at_minor", sa.BigInteger(), nullable=True),
        sa.Column("inventory_quantity", sa.BigInteger(), nullable=True),
        sa.Column("is_tracked", sa.Boolean(), nullable=False),
        sa.Column("is_available", sa.Boolean(), nullable=False),
        sa.Column("options", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["commerce_product.id"], name=op.f("fk_commerce_variant_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commerce_variant")),
        sa.UniqueConstraint("product_id", "platform_id", name=op.f("uq_commerce_variant_product_id_platform_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_commerce_variant_public_id")),
    )


def downgrade() -> None:
    for table in ("sync_record", "sync", "question", "variant", "product", "connection", "merchant"):
        op.drop_table(f"commerce_{table}")
