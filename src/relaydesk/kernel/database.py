"""Owns the database: the engine, its pool, and the unit of work, the only place that commits.

A unit of work is one transaction: opened per request or task, committed before the response leaves, never held across a
stream. Events and wake-ups recorded in it leave after the commit; durable events are kept in the same transaction.
A read session is another type in a read-only transaction, so that reading code neither writes nor locks. Every wait
has a deadline.
"""

import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Protocol, TypeVar, overload

from sqlalchemy import (
    BigInteger,
    DateTime,
    Executable,
    MetaData,
    Result,
    ScalarResult,
    Select,
    func,
    literal,
    select,
    text,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import PoolProxiedConnection, QueuePool
from sqlalchemy.sql.selectable import TypedReturnsRows
from typing_extensions import TypeVarTuple

from relaydesk.kernel.events import Event, Recorded
from relaydesk.kernel.postgres.connections import check_connections, end_forgotten_transactions
from relaydesk.kernel.postgres.failures import translated_failures
from relaydesk.kernel.postgres.leadership import Leadership, leading
from relaydesk.kernel.postgres.sessions import Session
from relaydesk.kernel.postgres.statements import Record, Statement, fetch
from relaydesk.kernel.postgres.times import set_time_codec

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
Parameters = dict[str, Any] | Sequence[dict[str, Any]]

CONNECT_TIMEOUT_S = 3
COMMAND_TIMEOUT_S = 15
POOL_TIMEOUT_S = 10
MOST_COUNTED = 10_000
_FAR = 1_000  # rows
TAKES_NO_WRITES = "takes no writes"
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """Base of all tables: bigint ids, `timestamptz` times, jsonb for dicts and lists."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this attribute
        int: BigInteger,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        list[str]: JSONB,
    }


class Timestamps:
    """Columns that most tables share."""

    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


def utc_now() -> datetime:
    return datetime.now(UTC)


def async_url(url: str) -> str:
    """The URL with SQLAlchemy's asyncpg driver named, from any usual spelling."""
    for prefix in ("postgresql+asyncpg://", "postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+asyncpg://" + url.removeprefix(prefix)
    return url


class ReadDb:
    """What reading code may do. In `read` its transaction is read-only: PostgreSQL refuses writes and row locks."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @overload
    async def scalar(self, statement: TypedReturnsRows[T], parameters: Parameters | None = None) -> T | None: ...

    @overload
    async def scalar(self, statement: Executable, parameters: Parameters | None = None) -> Any: ...

    async def scalar(self, statement: Executable, parameters: Parameters | None = None) -> Any:
        """The first column of the first row, or None without rows."""
        return await self._session.scalar(statement, parameters)

    @overload
    async def scalars(
        self, statement: TypedReturnsRows[T], parameters: Parameters | None = None
    ) -> ScalarResult[T]: ...

    @overload
    async def scalars(self, statement: Executable, parameters: Parameters | None = None) -> ScalarResult[Any]: ...

    async def scalars(self, statement: Executable, parameters: Parameters | None = None) -> ScalarResult[Any]:
        """The first column of each row."""
        return await self._session.scalars(statement, parameters)

    @overload
    async def execute(self, statement: TypedReturnsRows[*Ts], parameters: Parameters | None = None) -> Result[*Ts]: ...

    @overload
    async def execute(
        self, statement: Executable, parameters: Parameters | None = None
    ) -> Result[*tuple[Any, ...]]: ...

    async def execute(self, statement: Executable, parameters: Parameters | None = None) -> Result[*tuple[Any, ...]]:
        """All rows."""
        return await self._session.execute(statement, parameters)

    async def get(self, entity: type[T], ident: Any) -> T | None:
        """The row with this primary key."""
        return await self._session.get(entity, ident)

    async def page(self, rows: Select[T], *, limit: int, offset: int) -> tuple[Sequence[T], int]:
        """Rows of one entity, and how many there are of them all, as `count` has it.

        Far in a list only the keys are read on the way: an index has those.
        """
        part = rows.limit(limit).offset(offset)
        if offset >= _FAR:
            key = rows.column_descriptions[0]["entity"].__table__.primary_key.columns
            keys = (await self.execute(part.with_only_columns(*key))).all()
            part = rows.where(tuple_(*key).in_([tuple(one) for one in keys]))
        return (await self.scalars(part)).all(), await self.count(rows)

    async def count(self, rows: Select[*tuple[Any, ...]]) -> int:
        """How many rows there are; `MOST_COUNTED` + 1 stands for more than that.

        Nobody pages through more, and counting all of a long list takes longer than reading a part of it.
        """
        counted = rows.with_only_columns(literal(1), maintain_column_froms=True).order_by(None).limit(MOST_COUNTED + 1)
        return await self.scalar(select(func.count()).select_from(counted.subquery())) or 0


class Db(ReadDb):
    """What writing code may do besides: the session of a unit of work. It cannot commit."""

    def add(self, row: object) -> None:
        self._session.add(row)

    async def delete(self, row: object) -> None:
        await self._session.delete(row)

    async def flush(self) -> None:
        await self._session.flush()

    async def refresh(self, row: object) -> None:
        await self._session.refresh(row)

    async def get_locked(self, entity: type[T], ident: Any) -> T | None:
        """As `get`, as it is stored now, locked until the transaction ends."""
        return await self._session.get(entity, ident, with_for_update=True, populate_existing=True)

    async def lock(self, row: object) -> None:
        """Reads a row again, locked until the transaction ends."""
        await self._session.refresh(row, with_for_update=True)

    async def copy(self, table: str, lines: bytes, *, columns: Sequence[str]) -> None:
        """Adds rows by COPY, as it has them in its text format."""
        with translated_failures():
            connection = await (await self._session.connection()).get_raw_connection()
            driver: Any = connection.driver_connection
            await driver.copy_to_table(table, source=BytesIO(lines), columns=columns, format="text")


class Outlet(Protocol):
    """Where events and wake-ups of a unit of work go."""

    async def keep(self, db: Db, events: Sequence[Event]) -> list[Recorded]:
        """Writes events that somebody subscribes to in the transaction itself; gives those."""

    async def publish(self, events: Sequence[Recorded], wakeups: Sequence[str]) -> None:
        """Delivers after the commit. Never raises for a subscriber's sake."""


class NoOutlet:
    """For programs without subscribers, such as `relaydesk init`."""

    async def keep(self, _db: Db, _events: Sequence[Event]) -> list[Recorded]:
        return []

    async def publish(self, _events: Sequence[Recorded], _wakeups: Sequence[str]) -> None:
        pass


class UnitOfWork:
    """One transaction and what follows from it. Only `Database` makes and commits one."""

    def __init__(self, session: AsyncSession) -> None:
        self.db = Db(session)
        self._events: list[Event] = []
        self._recorded: list[Recorded] = []
        self._wakeups: dict[str, None] = {}

    def record(self, event: Event) -> None:
        """Has `event` delivered to its subscribers once this has committed; never when it rolls back."""
        self._events.append(event)

    def wake(self, channel: str) -> None:
        """Tells the listeners of `channel` in all processes to look, once this has committed."""
        self._wakeups[channel] = None

    async def keep(self, outlet: Outlet) -> None:
        """Just before the commit."""
        if self._events:
            self._recorded = await outlet.keep(self.db, self._events)

    async def publish(self, outlet: Outlet) -> None:
        """Just after it."""
        if self._recorded or self._wakeups:
            await outlet.publish(self._recorded, list(self._wakeups))


class SingleWrite:
    """One writing statement, which is a transaction by itself, and the wake-ups that follow from it."""

    def __init__(self, pooled: PoolProxiedConnection) -> None:
        self._pooled = pooled
        self.wakeups: dict[str, None] = {}

    async def first(self, statement: Statement, values: Mapping[str, Any]) -> Record | None:
        """What the statement returns first; None when it changed nothing."""
        rows = await self.all(statement, values)
        return rows[0] if rows else None

    async def all(self, statement: Statement, values: Mapping[str, Any]) -> list[Record]:
        """All that the statement returns."""
        return await fetch(self._pooled, statement, values)

    def wake(self, channel: str) -> None:
        """As in a unit of work."""
        self.wakeups[channel] = None


class Database:
    def __init__(self, url: str, *, pool_size: int = 10, outlet: Outlet | None = None) -> None:
        self._outlet = outlet or NoOutlet()
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT_S,
            pool_recycle=1800,
            pool_use_lifo=True,  # few servers that are warm rather than all in turn
            connect_args={"timeout": CONNECT_TIMEOUT_S, "command_timeout": COMMAND_TIMEOUT_S},
        )
        check_connections(self.engine.sync_engine)
        end_forgotten_transactions(self.engine.sync_engine)
        set_time_codec(self.engine.sync_engine)
        self._sessions = async_sessionmaker(self.engine, class_=Session, expire_on_commit=False, autoflush=True)
        reading = self.engine.execution_options(postgresql_readonly=True)
        self._readers = async_sessionmaker(reading, class_=Session, expire_on_commit=False, autoflush=False)
        alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._lookups = async_sessionmaker(alone, class_=Session, expire_on_commit=False, autoflush=False)

    @contextlib.asynccontextmanager
    async def unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        """Commits when the block ends well, rolls back otherwise; then publishes what was recorded in it.

        Raises:
            DatabaseUnavailable: PostgreSQL is away or its pool is exhausted; never for what else the block raises.
        """
        async with self._sessions() as session:
            uow = UnitOfWork(session)
            yield uow
            await uow.keep(self._outlet)
            await session.commit()
        await uow.publish(self._outlet)

    @contextlib.asynccontextmanager
    async def read(self) -> AsyncIterator[ReadDb]:
        """A session for reading; its transaction is read-only and never committed.

        Raises:
            DatabaseUnavailable: as above.
        """
        async with self._readers() as session:
            yield ReadDb(session)

    @contextlib.asynccontextmanager
    async def lookup(self) -> AsyncIterator[ReadDb]:
        """A session for short questions: outside of a transaction, a third of the exchanges.

        PostgreSQL does not refuse to write in it, as it does in `read`.

        Raises:
            DatabaseUnavailable: as above.
        """
        async with self._lookups() as session:
            yield ReadDb(session)

    async def ask(self, statement: Statement, values: Mapping[str, Any]) -> list[Record]:
        """All rows of one short question, outside of a transaction: a fifth of the CPU that `lookup` takes.

        Raises:
            DatabaseUnavailable: as above.
        """
        async with self._pooled() as pooled:
            return await fetch(pooled, statement, values)

    @contextlib.asynccontextmanager
    async def single_write(self) -> AsyncIterator[SingleWrite]:
        """For the one statement that is all of a frequent request. Its connection is there before the block begins.

        Raises:
            DatabaseUnavailable: as above.
            Conflict: a unique value was taken by somebody faster; nothing was written.
        """
        async with self._pooled() as pooled:
            write = SingleWrite(pooled)
            yield write
        if write.wakeups:
            await self._outlet.publish((), list(write.wakeups))

    @contextlib.asynccontextmanager
    async def _pooled(self) -> AsyncIterator[PoolProxiedConnection]:
        with translated_failures():
            pooled = await self.engine.raw_connection()
        try:
            yield pooled
        finally:
            pooled.close()

    @contextlib.asynccontextmanager
    async def leadership(self, key: int) -> AsyncIterator[Leadership | None]:
        """Leadership of `key` over all processes while the block runs, or None when somebody else leads.

        It is lost with its connection, and by a process that is frozen for some seconds.
        """
        async with self._pooled() as pooled, leading(pooled, key) as leadership:
            yield leadership

    async def ping(self) -> str | None:
        """What is wrong with a server that answers: it takes no writes."""
        async with self.engine.connect() as connection:
            is_read_only = await connection.scalar(text("SELECT current_setting('transaction_read_only')::boolean"))
        return TAKES_NO_WRITES if is_read_only else None

    def connections(self) -> dict[str, int]:
        """Pool connections by state, for metrics."""
        pool = self.engine.pool
        if not isinstance(pool, QueuePool):
            return {}
        return {"in_use": pool.checkedout(), "free": pool.checkedin(), "max": pool.size()}

    async def close(self) -> None:
        await self.engine.dispose()
