"""Indexes for lists of upstream keys that stay quick at a hundred thousand."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TABLE = "gateway_upstream_key"
COLUMNS = {"pool": ["upstream_id", "id"], "status": ["status", "id"], "name": ["name", "id"]}
PARTIAL = {"cooling": "cool_until", "back": "status_until"}


def upgrade() -> None:
    for name, columns in COLUMNS.items():
        op.create_index(f"ix_{TABLE}_{name}", TABLE, columns)
    for name, column in PARTIAL.items():
        where = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"ix_{TABLE}_{name}", TABLE, [column], postgresql_where=where)
    op.drop_index(f"ix_{TABLE}_upstream_id", TABLE)


def downgrade() -> None:
    op.create_index(f"ix_{TABLE}_upstream_id", TABLE, ["upstream_id"])
    for name in (*COLUMNS, *PARTIAL):
        op.drop_index(f"ix_{TABLE}_{name}", TABLE)
