"""Owns the clean tables of a test: all are emptied and the first rows of an installation put back, in one exchange.

What the product wrote at the first time is written again, with new ids and times but for the gateway's rows. A
function on a connection of its own does it: PostgreSQL plans its statements once.
"""

import asyncpg
from sqlalchemy import Table as SqlTable
from sqlalchemy import text

from relaydesk.kernel.database import Db, Table
from relaydesk.kernel.ids import new_public_id

# the gateway's first rows stay what they are, as does the snapshot that was built from them
_SAME_ROWS = ("gateway_route", "gateway_upstream")
_FUNCTION = """
CREATE OR REPLACE FUNCTION pg_temp.clean_tables(ids text[]) RETURNS uuid LANGUAGE plpgsql AS $clean$
DECLARE
  config_mark uuid := (SELECT mark FROM gateway_config_mark);
  has_met boolean := true;
BEGIN
  PERFORM set_config('relaydesk.audit_retention', 'on', true);
  WHILE has_met LOOP  -- what counts rows, or writes at the same time, leaves new ones
    has_met := false;
    {deletes}
  END LOOP;
  {inserts}
  RETURN config_mark;
END $clean$
"""


class CleanTables:
    """Of the database with this URL. `config_mark` is that of the gateway's first rows."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: asyncpg.Connection | None = None
        self._inserts: list[str] = []
        self._prefixes: list[str] = []
        self.config_mark: str | None = None

    async def restore(self) -> bool:
        """Whether the mark of the gateway's configuration was still that of the first rows."""
        ids = [new_public_id(prefix) for prefix in self._prefixes]
        while True:
            connection = await self._connected()
            try:
                mark = await connection.fetchval("SELECT pg_temp.clean_tables($1)", ids)
            except (asyncpg.DeadlockDetectedError, asyncpg.ForeignKeyViolationError):
                continue
            return self.config_mark is not None and str(mark) == self.config_mark

    async def remember(self, db: Db) -> None:
        """What this transaction has written is what there is from now on after each `restore`."""
        await db.flush()
        now: str = (await db.execute(text("SELECT quote_literal(now()::text)"))).scalar_one()
        known = {now: "now()"}
        for table in Table.metadata.sorted_tables:
            for row in await _written(db, table):
                if "public_id" in row:
                    self._prefixes.append(row["public_id"].strip("'").partition("_")[0])
                    known[row["public_id"]] = f"ids[{len(self._prefixes)}]"
        for table in Table.metadata.sorted_tables:
            for row in await _written(db, table):
                values = row
                if table.name not in _SAME_ROWS:
                    values = {name: known.get(literal, literal) for name, literal in row.items()}
                    if table.autoincrement_column is not None:
                        values.pop(table.autoincrement_column.name)
                into = f"{table.name} ({', '.join(values)})"
                self._inserts.append(f"INSERT INTO {into} VALUES ({', '.join(values.values())});")  # noqa: S608
        self.config_mark = str((await db.execute(text("SELECT mark FROM gateway_config_mark"))).scalar_one())
        await self.close()

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def _connected(self) -> asyncpg.Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await asyncpg.connect(self._url)
            names = [table.name for table in reversed(Table.metadata.sorted_tables)]
            deletes = "\n".join(f"DELETE FROM {name}; has_met := has_met OR FOUND;" for name in names)  # noqa: S608
            await self._connection.execute(_FUNCTION.format(deletes=deletes, inserts="\n".join(self._inserts)))
        return self._connection


async def _written(db: Db, table: SqlTable) -> list[dict[str, str]]:
    """The rows that this transaction has written, each value as a literal."""
    columns = [column.name for column in table.columns if column.computed is None]
    asked = ", ".join(f"quote_nullable({name}::text) AS {name}" for name in columns)
    query = f"SELECT {asked} FROM {table.name} WHERE xmin = pg_current_xact_id()::xid ORDER BY {table.name}.*"  # noqa: S608
    return [dict(row) for row in (await db.execute(text(query))).mappings()]
