"""Lists of sessions and tasks that stay quick however long they are, and a search of sessions by words."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

# as `desk/sessions/tables.py` has it: a migration keeps what it was
SEARCHED = r"""to_tsvector('simple', regexp_replace(regexp_replace(
    left(last_message, 1000) || ' ' || coalesce(visitor->>'name', '') || ' ' || coalesce(visitor->>'email', ''),
    '[\u0001-/:-@[-`{-\u007f]+', ' ', 'g'), '([\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff])', ' \1 ', 'g'))"""


def upgrade() -> None:
    op.execute(f"ALTER TABLE desk_session ADD COLUMN words tsvector GENERATED ALWAYS AS ({SEARCHED}) STORED")
    op.create_index("ix_desk_session_words", "desk_session", ["words"], postgresql_using="gin")
    op.create_index("ix_desk_session_recent", "desk_session", ["updated_at", "id"])
    op.drop_index("ix_desk_session_listed", "desk_session")
    op.create_index("ix_desk_session_listed", "desk_session", ["status", "updated_at", "id"])
    op.drop_index("ix_desk_session_closed", "desk_session")  # the one above serves it
    op.create_index("ix_tasks_task_kind", "tasks_task", ["kind", "id"])


def downgrade() -> None:
    op.drop_index("ix_tasks_task_kind", "tasks_task")
    op.create_index(
        "ix_desk_session_closed", "desk_session", ["updated_at"], postgresql_where=sa.text("status = 'closed'")
    )
    op.drop_index("ix_desk_session_listed", "desk_session")
    op.create_index("ix_desk_session_listed", "desk_session", ["status", "updated_at"])
    op.drop_index("ix_desk_session_recent", "desk_session")
    op.drop_index("ix_desk_session_words", "desk_session")
    op.drop_column("desk_session", "words")
