"""Owns how times go to PostgreSQL and come back: all that a calendar has, both of its ends too, and always with UTC.

asyncpg by itself stores the first and the last moment of the calendar as infinity, and gives them back without a zone.
"""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Engine, event

FIRST_TIME: Final = datetime.min.replace(tzinfo=UTC)
LAST_TIME: Final = datetime.max.replace(tzinfo=UTC)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)  # PostgreSQL counts microseconds from here
_DAY_US, _SECOND_US = 86_400_000_000, 1_000_000


def set_time_codec(engine: Engine) -> None:
    """Has each new connection of the engine encode and decode times by the functions below."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        codec = {"encoder": _encoded, "decoder": _decoded, "format": "tuple"}
        connection.run_async(lambda driver: driver.set_type_codec("timestamptz", schema="pg_catalog", **codec))


def _encoded(time: datetime) -> tuple[int]:
    since = time - _EPOCH
    return (since.days * _DAY_US + since.seconds * _SECOND_US + since.microseconds,)


def _decoded(stored: tuple[int]) -> datetime:
    """What lies beyond the calendar (infinity, as earlier versions stored its ends) is the end of it."""
    try:
        return _EPOCH + timedelta(microseconds=stored[0])
    except OverflowError:
        return LAST_TIME if stored[0] > 0 else FIRST_TIME
