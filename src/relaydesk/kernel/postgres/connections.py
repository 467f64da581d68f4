"""Owns what a pooled connection begins with, and its check before it is used again: without asking where that can be.

A connection that the server has closed is known as closed at once, since its socket says so. One that has rested may
have been dropped on the way without a word (a firewall, a suspended machine): that one is asked.
"""

import time
from typing import Any, Final

import asyncpg
from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

RESTED_S: Final = 30.0
ANSWERS_WITHIN_S: Final = 2.0
_USED_AT: Final = "relaydesk.used_at"
# a statement of its own: a pooler between would refuse it as a parameter of the connection
_ENDS_FORGOTTEN: Final = "SET idle_in_transaction_session_timeout = '60s'"


def end_forgotten_transactions(engine: Engine) -> None:
    """Has PostgreSQL end a transaction in which nobody asks any more: a frozen process would hold its locks for ever.

    The connection is closed by that; whoever thaws is told DatabaseUnavailable.
    """

    @event.listens_for(engine, "connect")
    def bound(connection: Any, _record: Any) -> None:
        connection.run_async(lambda driver: driver.execute(_ENDS_FORGOTTEN))


def check_connections(engine: Engine, *, rested_s: float = RESTED_S) -> None:
    """Has the engine's pool replace a connection that is closed, or that has rested and does not answer."""

    @event.listens_for(engine, "checkout")
    def check(connection: Any, record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError
        used_at = record.info.get(_USED_AT, record.starttime)
        if time.time() - used_at > rested_s and not _answers(connection):
            raise DisconnectionError

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info[_USED_AT] = time.time()


def _answers(connection: Any) -> bool:
    try:
        return bool(connection.run_async(lambda driver: driver.fetchval("SELECT true", timeout=ANSWERS_WITHIN_S)))
    except (TimeoutError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False
