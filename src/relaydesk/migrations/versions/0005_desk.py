"""Assistants, turns, sessions and their events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "assistants_assistant",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("persona", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("temperature", sa.Double(), nullable=False),
        sa.Column("opening_line", sa.String(), server_default="", nullable=False),
        sa.Column("merchant_id", sa.String(), nullable=True),
        sa.Column("is_enabled", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("is_default", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("version", sa.BigInteger(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistants_assistant")),
        sa.UniqueConstraint("name", name=op.f("uq_assistants_assistant_name")),
        sa.UniqueConstraint("public_id", name=op.f("uq_assistants_assistant_public_id")),
    )
    op.create_index(
        "uq_assistants_default",
        "assistants_assistant",
        ["is_default"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_table(
        "assistants_turn",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("session_name", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("question_seq", sa.BigInteger(), nullable=False),
        sa.Column("assistant_id", sa.String(), nullable=False),
        sa.Column("assistant_version", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("text", sa.String(), server_default="", nullable=False),
        sa.Column("sources", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("tool_calls", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistants_turn")),
    )
    op.create_index(
        "ix_assistants_turn_lease",
        "assistants_turn",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index("ix_assistants_turn_session", "assistants_turn", ["session_name", "id"], unique=False)
    op.create_index(
        "uq_assistants_turn_running",
        "assistants_turn",
        ["session_name"],
        unique=True,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_table(
        "desk_session",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_seq", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("assistant_id", sa.String(), nullable=False),
        sa.Column("assistant_name", sa.String(), nullable=False),
        sa.Column("operator_id", sa.BigInteger(), nullable=True),
        sa.Column("operator_name", sa.String(), nullable=True),
        sa.Column("operator_public_id", sa.String(), nullable=True),
        sa.Column("visitor_token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("visitor", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("unread", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("last_message", sa.String(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_session")),
        sa.UniqueConstraint("name", name=op.f("uq_desk_session_name")),
    )
    op.create_index("ix_desk_session_listed", "desk_session", ["status", "updated_at"], unique=False)
    op.create_index(
        "ix_desk_session_expiry",
        "desk_session",
        ["expires_at"],
        unique=False,
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_index(
        "ix_desk_session_operator",
        "desk_session",
        ["operator_id"],
        unique=False,
        postgresql_where=sa.text("status = 'human'"),
    )
    op.create_table(
        "desk_event",
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("content", sa.String(), server_default="", nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("client_message_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["desk_session.id"], name=op.f("fk_desk_event_session_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("session_id", "seq", name=op.f("pk_desk_event")),
    )
    op.create_index(
        "uq_desk_event_client_message",
        "desk_event",
        ["session_id", "role", "client_message_id"],
        unique=True,
        postgresql_where=sa.text("client_message_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_desk_event_client_message",
        table_name="desk_event",
        postgresql_where=sa.text("client_message_id IS NOT NULL"),
    )
    op.drop_table("desk_event")
    op.drop_index("ix_desk_session_operator", table_name="desk_session", postgresql_where=sa.text("status = 'human'"))
    op.drop_index("ix_desk_session_listed", table_name="desk_session")
    op.drop_table("desk_session")
    op.drop_index(
        "uq_assistants_turn_running", table_name="assistants_turn", postgresql_where=sa.text("status = 'running'")
    )
    op.drop_index("ix_assistants_turn_session", table_name="assistants_turn")
    op.drop_index(
        "ix_assistants_turn_lease", table_name="assistants_turn", postgresql_where=sa.text("status = 'running'")
    )
    op.drop_table("assistants_turn")
    op.drop_index("uq_assistants_default", table_name="assistants_assistant", postgresql_where=sa.text("is_default"))
    op.drop_table("assistants_assistant")
