"""Owns what a failure of PostgreSQL or its driver means to the program: away, a lost race, a value it cannot store."""

import asyncio
import contextlib
from collections.abc import Iterator

import asyncpg
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError, EmulatedDBAPIException
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError

from relaydesk.kernel.errors import Conflict, DatabaseBusy, DatabaseUnavailable, Invalid, RelaydeskError

_FAILURES = (
    DBAPIError,
    EmulatedDBAPIException,
    PoolTimeout,
    StaleDataError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,
    TimeoutError,
)
_LOST_RACES = (
    asyncpg.UniqueViolationError,
    asyncpg.ForeignKeyViolationError,
    StaleDataError,  # a row went while it was changed
)


@contextlib.contextmanager
def translated_failures() -> Iterator[None]:
    """Turns "the server is away" and a deadlock into DatabaseUnavailable, a lost race into Conflict.

    Such a race is for a unique value, or with the deletion of what a row belongs to. A value that cannot be stored
    becomes Invalid; everything else goes through. What a driver raises because its task is being cancelled in the
    middle of a statement stays a cancellation: whoever loops over failures must not miss it.

    It goes around calls of the driver alone: what other code raises is no failure of PostgreSQL, were it an OSError.
    """
    try:
        yield
    except _FAILURES as error:
        if _is_cancelling():
            raise asyncio.CancelledError from error
        translated = _translated(error)
        if translated is None:
            raise
        raise translated from error


def _is_cancelling() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _translated(error: Exception) -> RelaydeskError | None:
    """What the program knows the failure as."""
    if isinstance(error, EmulatedDBAPIException):  # nothing but a connection that was not made: statements go elsewhere
        return DatabaseUnavailable(retry_after_s=2)
    if _is_of_migration(error):
        return DatabaseUnavailable(retry_after_s=1)
    cause = error.driver_exception if isinstance(error, DBAPIError) else error
    is_closed = isinstance(error, DBAPIError) and error.connection_invalidated
    if is_closed or isinstance(error, PoolTimeout) or is_servers_failure(cause):
        return DatabaseUnavailable(retry_after_s=2)
    if isinstance(cause, asyncpg.TransactionRollbackError):  # a deadlock, say: the same goes well a moment later
        return DatabaseBusy(retry_after_s=1)
    if isinstance(cause, _LOST_RACES):
        return Conflict()
    if isinstance(cause, asyncpg.DataError):  # such as a NUL in a text, or a number beyond 64 bits
        return Invalid(message="A value holds characters or numbers that cannot be stored", errors=[])
    return None


def _is_of_migration(error: Exception) -> bool:
    """A table changed under a prepared statement. The driver has forgotten it by now; the transaction is lost."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return isinstance(
        cause,
        AsyncAdapt_asyncpg_dbapi.InvalidCachedStatementError | asyncpg.InvalidCachedStatementError,
    )


def is_servers_failure(error: BaseException | None) -> bool:
    """Whether the cause is the connection or the server's state (full, read-only), and not the statement."""
    cause = error
    while cause is not None:
        if isinstance(
            cause,
            asyncpg.PostgresConnectionError
            | asyncpg.InterfaceError
            | asyncpg.InternalClientError  # of a connection that ends in the middle of something
            | asyncpg.InvalidAuthorizationSpecificationError  # a password that is wrong by now
            | asyncpg.CannotConnectNowError
            | asyncpg.AdminShutdownError
            | asyncpg.CrashShutdownError
            | asyncpg.InsufficientResourcesError
            | asyncpg.ReadOnlySQLTransactionError
            | OSError
            | TimeoutError,
        ):
            return True
        cause = cause.__cause__
    return False
