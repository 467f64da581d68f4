"""Owns tables that are partitioned by day: a partition is made ahead of its day and dropped whole after its time.

What has no partition of its day lies in the one for the rest, `<table>_pdefault`, and is deleted in batches.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import TextClause, func, select, text

from relaydesk.kernel.database import Db, ReadDb

_ONE_DAY = timedelta(days=1)
# whoever asks for the table waits behind what waits to change it
_IS_BRIEF = text("SET LOCAL lock_timeout = '2s'")
_PARTITIONS = text("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = to_regclass(:name)")


class DailyPartitions:
    """The days of these tables, which are partitioned alike by `column` and dropped together."""

    def __init__(self, *tables: str, column: str) -> None:
        self._tables = tables
        self._held_by_default = {table: _is_held(table, column) for table in tables}
        self._deletions = [_delete_old(table, column) for table in tables]

    async def ensure(self, db: Db, days: Sequence[date]) -> None:
        """One for each day that has none, unless the one for the rest has taken rows of that day already.

        Raises sqlalchemy.exc.DBAPIError when a reader holds a table for longer than two seconds.
        """
        for table in self._tables:
            for day in days:
                await self._ensure(db, table, day)

    async def _ensure(self, db: Db, table: str, day: date) -> None:
        name = partition_of(table, day)
        if await db.scalar(select(func.to_regclass(name))) is not None:
            return
        bounds = {"low": _midnight(day), "high": _midnight(day + _ONE_DAY)}
        if await db.scalar(self._held_by_default[table], bounds):
            return
        await db.execute(_IS_BRIEF)
        limits = f"FROM ('{day.isoformat()} 00:00+00') TO ('{(day + _ONE_DAY).isoformat()} 00:00+00')"
        await db.execute(text(f"CREATE TABLE IF NOT EXISTS {name} PARTITION OF {table} FOR VALUES {limits}"))

    async def days(self, db: ReadDb) -> list[date]:
        """Those that one of the tables has a partition of, oldest first."""
        names = [name for table in self._tables for name in (await db.scalars(_PARTITIONS, {"name": table})).all()]
        ends = {name.rpartition("_p")[2] for name in names}
        return sorted(datetime.strptime(end, "%Y%m%d").replace(tzinfo=UTC).date() for end in ends if end.isdigit())

    async def drop(self, db: Db, day: date) -> None:
        """With all its rows. Raises sqlalchemy.exc.DBAPIError when a reader holds it for longer than two seconds."""
        await db.execute(_IS_BRIEF)
        for table in self._tables:
            await db.execute(text(f"DROP TABLE IF EXISTS {partition_of(table, day)}"))

    async def delete_from_default(self, db: ReadDb, *, before: datetime, limit: int) -> int:
        """Old rows that no day's partition took, at most `limit` of each table; how many of one."""
        gone: list[Any] = [await db.execute(one, {"before": before, "limit": limit}) for one in self._deletions]
        return max(int(one.rowcount) for one in gone)


def partition_of(table: str, day: date) -> str:
    return f"{table}_p{day:%Y%m%d}"


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _is_held(table: str, column: str) -> TextClause:
    return text(
        f"SELECT EXISTS (SELECT FROM {table}_pdefault WHERE {column} >= :low AND {column} < :high)"  # noqa: S608
    )


def _delete_old(table: str, column: str) -> TextClause:
    return text(f"""
        DELETE FROM {table}_pdefault WHERE ctid = ANY(ARRAY(
          SELECT ctid FROM {table}_pdefault WHERE {column} < :before LIMIT :limit
        ))
    """)  # noqa: S608 - names of ours, no value in it
