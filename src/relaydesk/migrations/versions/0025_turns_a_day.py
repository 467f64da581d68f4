"""How many turns an assistant may take a day, and how many it took."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.add_column(
        "assistants_assistant", sa.Column("max_turns_per_day", sa.BigInteger(), server_default="5000", nullable=True)
    )
    op.create_table(
        "assistants_turn_count",
        sa.Column("assistant_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("turns", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("assistant_id", name=op.f("pk_assistants_turn_count")),
    )


def downgrade() -> None:
    op.drop_table("assistants_turn_count")
    op.drop_column("assistants_assistant", "max_turns_per_day")
