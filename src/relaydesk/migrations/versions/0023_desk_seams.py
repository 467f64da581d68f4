"""Sessions: whose key made them, offers to colleagues, those that came back to the queue; counts kept by the writes."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

# Each change of a session's status leaves what it adds to the counts; a sweep folds these up (desk/sessions/counts).
COUNTING = (
    """
CREATE FUNCTION desk_session_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO desk_session_count_change (status, change) VALUES (OLD.status, -1);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO desk_session_count_change (status, change) VALUES (NEW.status, 1);
  END IF;
  RETURN NULL;
END $$
""",
    """
CREATE TRIGGER desk_session_counted_made AFTER INSERT OR DELETE ON desk_session
  FOR EACH ROW EXECUTE FUNCTION desk_session_counted()
""",
    """
CREATE TRIGGER desk_session_counted_moved AFTER UPDATE OF status ON desk_session
  FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status) EXECUTE FUNCTION desk_session_counted()
""",
    "INSERT INTO desk_session_count_change (status, change) SELECT status, count(*) FROM desk_session GROUP BY status",
)


def upgrade() -> None:
    for column in (
        sa.Column("client_key_id", sa.BigInteger(), nullable=True),
        sa.Column("is_returned", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("offered_to_id", sa.BigInteger(), nullable=True),
        sa.Column("offered_to_public_id", sa.String(), nullable=True),
        sa.Column("offered_to_name", sa.String(), nullable=True),
        sa.Column("offer_note", sa.String(), nullable=True),
        sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("desk_session", column)
    op.create_index(
        "ix_desk_session_offered",
        "desk_session",
        ["offered_until"],
        postgresql_where=sa.text("offered_until IS NOT NULL"),
    )
    op.create_index(
        "ix_desk_session_closed", "desk_session", ["updated_at"], postgresql_where=sa.text("status = 'closed'")
    )
    op.create_table(
        "desk_session_count",
        sa.Column("status", sa.String(), primary_key=True),
        sa.Column("count", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "desk_session_count_change",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
    )
    for statement in COUNTING:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER desk_session_counted_made ON desk_session")
    op.execute("DROP TRIGGER desk_session_counted_moved ON desk_session")
    op.execute("DROP FUNCTION desk_session_counted")
    op.drop_table("desk_session_count_change")
    op.drop_table("desk_session_count")
    op.drop_index("ix_desk_session_closed", "desk_session")
    op.drop_index("ix_desk_session_offered", "desk_session")
    for column in (
        "offered_until", "offer_note", "offered_to_name", "offered_to_public_id", "offered_to_id", "is_returned",
        "client_key_id",
    ):  # fmt: skip
        op.drop_column("desk_session", column)
