"""Owns the check of a pooled connection before it is used again: without asking PostgreSQL where that is not needed.

A connection that the server has closed is known as closed at once, since its socket says so. One that has rested may
have been dropped on the way without a word (a firewall, a suspended machine): that one is asked.
"""

import time
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

RESTED_S: Final = 30.0
_USED_AT: Final = "relaydesk.used_at"


def check_connections(engine: Engine) -> None:
    """Has the engine's pool replace a connection that is closed, or that has rested and does not answer."""

    @event.listens_for(engine, "checkout")
    def check(connection: Any, record: Any, _proxy: Any) -> None:
        if connection.driver_connection.is_closed():
            raise DisconnectionError
        used_at = record.info.get(_USED_AT, record.starttime)
        if time.time() - used_at > RESTED_S and not _answers(engine, connection):
            raise DisconnectionError

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: Any) -> None:
        record.info[_USED_AT] = time.time()


def _answers(engine: Engine, connection: Any) -> bool:
    try:
        return engine.dialect.do_ping(connection)
    except (TimeoutError, OSError):
        return False
    except engine.dialect.loaded_dbapi.Error as error:
        if engine.dialect.is_disconnect(error, connection, None):
            return False
        raise
