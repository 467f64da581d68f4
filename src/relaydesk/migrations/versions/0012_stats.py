"""Sums of the request log by hour, begun with what the log holds; an index on ids; bodies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"

BUCKETS = 41
KEY = ("hour", "upstream_id", "key_id", "client_key_id", "model", "status", "currency")


def upgrade() -> None:
    numbers = ("upstream_id", "key_id", "client_key_id")
    sums = ("requests", "errors", "tokens_in", "tokens_out", "cost_nanos", "total_us", "first_byte_us", "first_bytes")
    op.create_table(
        "gateway_stats_hour",
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False) for name in numbers),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("status", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("upstream", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in sums),
        sa.Column("latency", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_gateway_stats_hour")),
    )
    counts = ", ".join(f"count(*) FILTER (WHERE bucket = {n})::int" for n in range(BUCKETS))
    key = ", ".join(KEY)
    op.execute(f"""
      INSERT INTO gateway_stats_hour ({key}, upstream, {", ".join(sums)}, latency)
      SELECT {key}, max(upstream), count(*), count(*) FILTER (WHERE failed), coalesce(sum(tokens_in), 0),
        coalesce(sum(tokens_out), 0), coalesce(sum(cost_nanos), 0), sum(total_us), sum(first_byte_us),
        count(*) FILTER (WHERE first_byte_us > 0), ARRAY[{counts}]
      FROM (
        SELECT date_trunc('hour', started_at, 'UTC') AS hour, coalesce(upstream_id, 0) AS upstream_id,
          coalesce(key_id, 0) AS key_id, coalesce(client_key_id, 0) AS client_key_id, coalesce(model, '') AS model,
          status, coalesce(currency, '') AS currency, coalesce(upstream, '') AS upstream, tokens_in, tokens_out,
          cost_nanos, total_us, first_byte_us,
          (status >= 400 OR status = 0 OR end_reason IN ('truncated', 'process_killed')) AS failed,
          least({BUCKETS - 1}, greatest(0, ceil(2 * ln(greatest(total_us, 1) / 1000.0::float8) / ln(2))))::int AS bucket
        FROM gateway_request_log
      ) AS r
      GROUP BY {key}
    """)  # noqa: S608 - names of ours, no value in it

    op.create_index("ix_gateway_request_log_request_id", "gateway_request_log", ["request_id"], unique=False)

    op.add_column("gateway_upstream", sa.Column("log_bodies", sa.Boolean(), server_default="false", nullable=False))
    op.create_table(
        "gateway_request_body",
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_body", sa.String(), nullable=True),
        sa.Column("answer_body", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("started_at", "id", name=op.f("pk_gateway_request_body")),
        postgresql_partition_by="RANGE (started_at)",
    )
    op.execute("CREATE TABLE gateway_request_body_pdefault PARTITION OF gateway_request_body DEFAULT")


def downgrade() -> None:
    op.drop_table("gateway_request_body")
    op.drop_column("gateway_upstream", "log_bodies")
    op.drop_index("ix_gateway_request_log_request_id", "gateway_request_log")
    op.drop_table("gateway_stats_hour")
