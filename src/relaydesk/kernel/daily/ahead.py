"""Owns that the partitions of the coming days are there before their days are."""

import time
from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy.exc import DBAPIError

from relaydesk.kernel.daily.partitions import DailyPartitions
from relaydesk.kernel.database import Database, utc_now

log = structlog.get_logger(__name__)
DAYS: Final = 3
EVERY_S, AGAIN_S = 3600.0, 60.0


class DaysAhead:
    """Of these tables. Whoever writes to them asks before it does, as often as it likes."""

    def __init__(self, *tables: DailyPartitions) -> None:
        self._tables = tables
        self._next_at = float("-inf")

    async def make(self, database: Database) -> None:
        """Makes those that are missing, if it is time. A long reader of a table keeps one from being made for a while.

        That is no reason to write nothing: there are days left. Raises DatabaseUnavailable.
        """
        if time.monotonic() < self._next_at:
            return
        today = utc_now().date()
        try:
            async with database.unit_of_work() as uow:
                for table in self._tables:
                    await table.ensure(uow.db, [today + timedelta(days=n) for n in range(DAYS)])
        except DBAPIError as error:
            log.warning("days_not_made", reason=type(error.driver_exception).__name__)
            self._next_at = time.monotonic() + AGAIN_S
        else:
            self._next_at = time.monotonic() + EVERY_S
