"""Owns what keeps Relaydesk from starting: one sentence each, with the cure, in place of a traceback."""

import contextlib
import errno
import os
import pwd
from collections.abc import Iterator
from pathlib import Path

import asyncpg
from alembic.util import CommandError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from relaydesk.kernel.errors import DatabaseUnavailable

REFUSAL = "relaydesk: "  # what begins the line that says why a command could not do its work


class StartRefused(Exception):
    """Relaydesk cannot start. The message is one sentence, or two, that name the cure and hold no secret."""


_DATABASE_CURES: list[tuple[type[Exception], str]] = [
    (asyncpg.InvalidPasswordError, "refused the password: correct DATABASE_URL"),
    (asyncpg.InvalidAuthorizationSpecificationError, "refused the user: correct DATABASE_URL"),
    (asyncpg.InvalidCatalogNameError, "has no database of this name: create it or correct DATABASE_URL"),
    (asyncpg.InsufficientPrivilegeError, "does not let this user make tables: grant it CREATE on the schema public"),
    (asyncpg.ReadOnlySQLTransactionError, "is read-only: name the primary server in DATABASE_URL"),
    (asyncpg.DiskFullError, "has no space left: free some on its disk"),
    (asyncpg.TooManyConnectionsError, "has no connection free: raise its max_connections or stop others"),
    (asyncpg.CannotConnectNowError, "is starting or stopping: try again in a moment"),
]


@contextlib.contextmanager
def file_refusals(data_dir: Path) -> Iterator[None]:
    """Turns a file or folder that cannot be used into StartRefused."""
    try:
        yield
    except OSError as error:
        raise StartRefused(file_refusal(error, data_dir)) from error


@contextlib.contextmanager
def database_refusals() -> Iterator[None]:
    """Turns a database that cannot be used into StartRefused; what is a fault of ours goes through."""
    try:
        yield
    except CommandError as error:
        raise StartRefused(
            f"The database was written by a newer Relaydesk ({error}). "
            "Start that version, or restore a backup from before the upgrade."
        ) from error
    except (SQLAlchemyError, asyncpg.PostgresError, asyncpg.InterfaceError, DatabaseUnavailable, OSError) as error:
        sentence = database_refusal(error)
        if sentence is None:
            raise
        raise StartRefused(sentence) from error


def database_unreachable(reason: str) -> str:
    return f"PostgreSQL cannot be reached ({reason}). Start it, or correct DATABASE_URL."


def database_refusal(error: BaseException) -> str | None:
    """What PostgreSQL said as a sentence; None where it is not about the server or the connection.

    A message of PostgreSQL's own is never repeated: it may hold what DATABASE_URL holds.
    """
    cause: BaseException | None = error
    while cause is not None:
        for kind, cure in _DATABASE_CURES:
            if isinstance(cause, kind):
                return f"PostgreSQL {cure}."
        if isinstance(cause, DatabaseUnavailable | asyncpg.PostgresConnectionError | asyncpg.InterfaceError):
            return database_unreachable(type(cause.__cause__ or cause).__name__)
        if isinstance(cause, OSError):
            known = os.strerror(cause.errno) if cause.errno and cause.errno > 0 else cause.strerror
            return database_unreachable(known or type(cause).__name__)
        cause = cause.orig if isinstance(cause, DBAPIError) else cause.__cause__
    return None


def file_refusal(error: OSError, data_dir: Path) -> str:
    """A failed file operation or connection, with the cure."""
    place = error.filename or data_dir
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return (
            f"There is no space left for {place}: free some, or set RELAYDESK_DATA_DIR to a directory on another disk."
        )
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return (
            f"{place} cannot be used by the user {user_name()} ({error.strerror}): "
            "make it writable, start as its owner, or set RELAYDESK_DATA_DIR to another directory."
        )
    if error.errno in {errno.EEXIST, errno.ENOTDIR}:
        return f"{place} is not a directory: remove it, or set RELAYDESK_DATA_DIR to another directory."
    return f"{place}: {error.strerror or error}. Mend that, or set RELAYDESK_DATA_DIR to another directory."


def user_name() -> str:
    """Whom this process runs as; a number where the system knows no name."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())
