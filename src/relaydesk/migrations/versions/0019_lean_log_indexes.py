"""Indexes of the log without the rows nobody looks for in them: those that name no model, and those no rule met.

Most rows are such; each index of one costs as much as the row itself.
"""

from alembic import op
from sqlalchemy import text

revision = "0019"
down_revision = "0018"

LOG = "gateway_request_log"
MODEL, RULES = "ix_gateway_request_log_model", "ix_gateway_request_log_rules"


def upgrade() -> None:
    _drop()
    op.create_index(MODEL, LOG, ["model", "started_at"], postgresql_where=text("model IS NOT NULL"))
    fired = text("rules_fired <> '[]'::jsonb")
    op.create_index(RULES, LOG, ["rules_fired"], postgresql_using="gin", postgresql_where=fired)


def downgrade() -> None:
    _drop()
    op.create_index(MODEL, LOG, ["model", "started_at"])
    op.create_index(RULES, LOG, ["rules_fired"], postgresql_using="gin")


def _drop() -> None:
    op.drop_index(MODEL, LOG)
    op.drop_index(RULES, LOG)
