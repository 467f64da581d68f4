"""PostgreSQL as the relay's authority on budgets."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from relaydesk.gateway.relay.budgets.authority import Ask, Grant, Unused
from relaydesk.identity.api import reserve_budget, return_budget
from relaydesk.identity.types import Budget
from relaydesk.kernel.database import Database, Db
from relaydesk.kernel.errors import DatabaseUnavailable


class BudgetRows:
    """One unit of work a lease; a database that is away raises ConnectionError, as the relay expects."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lease(self, ask: Ask) -> Grant:
        budget = Budget(ask.budget.period, ask.budget.requests, ask.budget.tokens)
        now = datetime.fromtimestamp(ask.now, UTC)
        async with self._unit_of_work() as db:
            found = await reserve_budget(
                db, ask.client_key_id, budget, now=now, need=ask.need, want=ask.want, owed=ask.owed
            )
        return Grant(found.permits, found.used_up, found.starts_on, found.resets_at.timestamp())

    async def give_back(self, unused: list[Unused]) -> None:
        async with self._unit_of_work() as db:
            await return_budget(db, [(u.client_key_id, u.budget.period, u.starts_on, u.permits) for u in unused])

    @contextlib.asynccontextmanager
    async def _unit_of_work(self) -> AsyncIterator[Db]:
        try:
            async with self._database.unit_of_work() as db:
                yield db
        except DatabaseUnavailable as error:
            raise ConnectionError("PostgreSQL is away") from error
