"""An index of the requests that failed, in the sense in which statistics count errors."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

_FAILED = "(status >= 400 OR status = 0 OR end_reason IN ('truncated', 'process_killed'))"


def upgrade() -> None:
    op.create_index(
        "ix_gateway_request_log_failed", "gateway_request_log", ["started_at"], postgresql_where=sa.text(_FAILED)
    )


def downgrade() -> None:
    op.drop_index("ix_gateway_request_log_failed", "gateway_request_log")
