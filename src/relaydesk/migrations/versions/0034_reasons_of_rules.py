"""Why rules acted on a request, by types and their bounds."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    reasons = sa.Column("rule_because", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False)
    op.add_column("gateway_request_log", reasons)


def downgrade() -> None:
    op.drop_column("gateway_request_log", "rule_because")
