"""Sums by hour and by day in several cuts, instead of by hour with all columns crossed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

BUCKETS = 41
OLD_KEY = ("hour", "upstream_id", "key_id", "client_key_id", "model", "status", "currency")
KEY = ("at", "cut", "key_id", "client_key_id", "model", "upstream_id", "upstream", "status", "currency")
TEXTS = {"model", "upstream", "currency"}
SUMS = ("requests", "errors", "tokens_in", "tokens_out", "cost_nanos", "total_us", "first_byte_us", "first_bytes")
ALONE = ("", ", key_id", ", client_key_id", ", model")
PAIRS = ("client_key_id, model", "key_id, model", "key_id, client_key_id")
MOST = "9223372036854775807"


def _table(name: str, old: str | None = None) -> None:
    """A table of sums: of `old`'s shape, or of the new one."""
    key = KEY if old is None else OLD_KEY
    times, beside = {"at", "hour"}, () if old is None else ("upstream",)
    columns: list[sa.Column[object]] = []
    for column in (*key, *beside):
        kind = sa.DateTime(timezone=True) if column in times else sa.String() if column in TEXTS else sa.BigInteger()
        columns.append(sa.Column(column, kind, autoincrement=False, nullable=False))
    op.create_table(
        name,
        *columns,
        *(sa.Column(column, sa.BigInteger(), nullable=False) for column in SUMS),
        sa.Column("latency", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
    )


def _fill(name: str, span: str, sets: list[str]) -> None:
    latency = ", ".join(f"sum(latency[{n}])::int" for n in range(1, BUCKETS + 1))
    sums = ", ".join(f"least(sum({column}), {MOST})::bigint" for column in SUMS)
    op.execute(f"""
      INSERT INTO {name} ({", ".join(KEY)}, {", ".join(SUMS)}, latency)
      SELECT at, 7 - GROUPING(key_id, client_key_id, model), coalesce(key_id, 0), coalesce(client_key_id, 0),
        coalesce(model, ''), upstream_id, upstream, coalesce(status, -1), currency, {sums}, ARRAY[{latency}]
      FROM (SELECT date_trunc('{span}', hour, 'UTC') AS at, * FROM gateway_stats_crossed) AS r
      GROUP BY GROUPING SETS ({", ".join(sets)})
    """)  # noqa: S608 - names of ours, no value in it


def upgrade() -> None:
    op.execute("ALTER TABLE gateway_stats_hour RENAME TO gateway_stats_crossed")
    op.execute("ALTER INDEX pk_gateway_stats_hour RENAME TO pk_gateway_stats_crossed")
    always = "at, upstream_id, upstream, currency"
    alone = [f"({always}, status{column})" for column in ALONE]
    _table("gateway_stats_hour")
    _fill("gateway_stats_hour", "hour", alone)
    _table("gateway_stats_day")
    _fill("gateway_stats_day", "day", [*alone, *(f"({always}, {columns})" for columns in PAIRS)])
    for name, column, where in (("client_key", "client_key_id", "cut = 6"), ("model", "model", "cut = 3 OR cut = 5")):
        op.create_index(
            f"ix_gateway_stats_day_{name}",
            "gateway_stats_day",
            [column, "at"],
            unique=False,
            postgresql_where=sa.text(where),
        )
    op.drop_table("gateway_stats_crossed")


def downgrade() -> None:
    """The old sums are made again out of the log, as far back as it goes: what was crossed is nowhere else."""
    op.drop_table("gateway_stats_day")
    op.drop_table("gateway_stats_hour")
    _table("gateway_stats_hour", old="crossed")
    counts = ", ".join(f"count(*) FILTER (WHERE bucket = {n})::int" for n in range(BUCKETS))
    key = ", ".join(OLD_KEY)
    op.execute(f"""
      INSERT INTO gateway_stats_hour ({key}, upstream, {", ".join(SUMS)}, latency)
      SELECT {key}, max(upstream), count(*), count(*) FILTER (WHERE failed),
        least(coalesce(sum(tokens_in), 0), {MOST}), least(coalesce(sum(tokens_out), 0), {MOST}),
        least(coalesce(sum(cost_nanos), 0), {MOST}), sum(total_us), sum(first_byte_us),
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
