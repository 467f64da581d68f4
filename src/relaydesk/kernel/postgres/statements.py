"""Owns statements that go straight to the driver: for the few that each request, each message and each look asks.

A session of SQLAlchemy takes five times the CPU for one statement: rows as objects, a transaction, a cursor.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import asyncpg
from sqlalchemy import ClauseElement
from sqlalchemy.dialects.postgresql.asyncpg import dialect
from sqlalchemy.pool import PoolProxiedConnection

from relaydesk.kernel.postgres.failures import translated_failures

Record = Mapping[str, Any]  # a row by the names of its columns
_DIALECT = dialect()  # type: ignore[no-untyped-call]


class Statement:
    """One statement with named values, compiled once; make it where a module is imported.

    Values go to the driver as they are: JSON as a text. Those that stand in the statement itself go with it.
    """

    __slots__ = ("_fixed", "_names", "_sql")

    def __init__(self, statement: ClauseElement) -> None:
        compiled: Any = statement.compile(dialect=_DIALECT)
        self._sql: str = compiled.string
        self._names: Sequence[str] = tuple(compiled.positiontup)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}

    async def fetch(self, connection: asyncpg.Connection, values: Mapping[str, Any]) -> list[Record]:
        known = {**self._fixed, **values}
        rows: list[Record] = await connection.fetch(self._sql, *(known[name] for name in self._names))
        return rows


async def fetch(pooled: PoolProxiedConnection, statement: Statement, values: Mapping[str, Any]) -> list[Record]:
    """What a statement answers on a connection of the pool, outside of a transaction.

    A connection on which it did not end (cancelled, timed out) is closed: an answer may still come on it.
    """
    connection: Any = pooled.driver_connection
    with translated_failures():
        try:
            return await statement.fetch(connection, values)
        except asyncpg.PostgresError:
            raise
        except BaseException:
            pooled.invalidate()
            raise
