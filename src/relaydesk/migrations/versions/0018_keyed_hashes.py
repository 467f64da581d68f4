"""Hashes of upstream keys under a key of the instance: a plain one tells who guesses a key that it is there.

The hashes are made by the next one who adds to a pool, who has SECRET_KEY; until then there are none. Going back leaves
pools that know none of their keys again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

TABLE = "gateway_upstream_key"
KEYS = sa.table(TABLE, sa.column("secret_hash", sa.LargeBinary()))


def upgrade() -> None:
    op.add_column("gateway_upstream", sa.Column("keys_hash_id", sa.LargeBinary(), nullable=True))
    op.alter_column(TABLE, "secret_hash", existing_type=sa.LargeBinary(), nullable=True)
    op.execute(sa.update(KEYS).values(secret_hash=sa.null()))


def downgrade() -> None:
    op.execute(sa.update(KEYS).values(secret_hash=sa.func.sha256(sa.func.uuid_send(sa.func.gen_random_uuid()))))
    op.alter_column(TABLE, "secret_hash", existing_type=sa.LargeBinary(), nullable=False)
    op.drop_column("gateway_upstream", "keys_hash_id")
