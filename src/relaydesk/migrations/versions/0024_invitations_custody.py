"""Invitations, addresses of sign-ins, an audit log nobody can change, owners of tasks, upstream keys that must rest."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_GUARD = """
CREATE FUNCTION identity_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'UPDATE' AND current_setting('relaydesk.audit_retention', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'the audit log is never changed: % refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$
"""
_TRIGGER = """
CREATE TRIGGER identity_audit_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON identity_audit
FOR EACH STATEMENT EXECUTE FUNCTION identity_audit_guard()
"""


def upgrade() -> None:
    op.create_table(
        "identity_invitation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"],
            ["identity_user.id"],
            name=op.f("fk_identity_invitation_invited_by"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_invitation")),
        sa.UniqueConstraint("public_id", name=op.f("uq_identity_invitation_public_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_identity_invitation_token_hash")),
    )
    op.add_column("identity_refresh_family", sa.Column("address", sa.String(), nullable=True))
    op.alter_column("identity_audit", "subject", new_column_name="target")
    op.add_column("identity_audit", sa.Column("outcome", sa.String(), server_default="done", nullable=False))
    op.add_column("identity_audit", sa.Column("address", sa.String(), server_default="", nullable=False))
    op.create_index("ix_identity_audit_actor", "identity_audit", ["actor", "id"])
    op.create_index("ix_identity_audit_target", "identity_audit", ["target", "id"])
    op.execute(_GUARD)
    op.execute(_TRIGGER)
    op.add_column("tasks_task", sa.Column("owner", sa.String(), server_default="system", nullable=False))
    op.drop_constraint(op.f("uq_tasks_task_idempotency_key"), "tasks_task", type_="unique")
    op.create_unique_constraint("uq_tasks_task_owner_idempotency_key", "tasks_task", ["owner", "idempotency_key"])
    op.create_index("ix_tasks_owned", "tasks_task", ["owner", "id"])
    op.add_column("gateway_upstream", sa.Column("keys_rest_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "gateway_upstream_key",
        sa.Column("given_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("gateway_upstream_key", "given_at")
    op.drop_column("gateway_upstream", "keys_rest_since")
    op.drop_index("ix_tasks_owned", table_name="tasks_task")
    op.drop_constraint("uq_tasks_task_owner_idempotency_key", "tasks_task", type_="unique")
    op.create_unique_constraint(op.f("uq_tasks_task_idempotency_key"), "tasks_task", ["idempotency_key"])
    op.drop_column("tasks_task", "owner")
    op.execute("DROP TRIGGER identity_audit_guard ON identity_audit")
    op.execute("DROP FUNCTION identity_audit_guard()")
    op.drop_index("ix_identity_audit_target", table_name="identity_audit")
    op.drop_index("ix_identity_audit_actor", table_name="identity_audit")
    op.drop_column("identity_audit", "address")
    op.drop_column("identity_audit", "outcome")
    op.alter_column("identity_audit", "target", new_column_name="subject")
    op.drop_column("identity_refresh_family", "address")
    op.drop_table("identity_invitation")
