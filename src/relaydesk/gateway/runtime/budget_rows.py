"""PostgreSQL as the relay's authority on budgets of client keys and quotas of upstream keys."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Protocol

from relaydesk.gateway.keys import store as history
from relaydesk.gateway.keys.store import Decision
from relaydesk.gateway.quotas import store as quotas
from relaydesk.gateway.relay.budgets.authority import Amount, Ask, Grant, Unused, limits_of, share_left, share_out
from relaydesk.gateway.relay.snapshot import Budget
from relaydesk.identity.api import add_to_budget, lock_budget
from relaydesk.identity.types import Amounts, Period, period_of
from relaydesk.kernel.daily.time_zones import get_time_zone
from relaydesk.kernel.database import Database, Db, UnitOfWork, utc_now
from relaydesk.kernel.errors import DatabaseUnavailable


class Rows(Protocol):
    """Whose rows they are."""

    async def lock(self, db: Db, owner_id: int, period: Period, starts_on: date, owed: Amounts) -> Amounts | None:
        """What is reserved with what is `owed` now added, the row locked; None when the owner is gone."""

    async def add(
        self, db: Db, owner_id: int, period: Period, starts_on: date, amounts: Amounts, resets_at: datetime | None
    ) -> None: ...

    async def spent(self, db: Db, owner_id: int, budget: Budget, starts_on: date, *, until: datetime | None) -> None:
        """Nothing is left of something in the period, which lasts `until` then; with None something came back."""


class ClientKeyRows:
    async def lock(self, db: Db, owner_id: int, period: Period, starts_on: date, owed: Amounts) -> Amounts | None:
        return await lock_budget(db, owner_id, period, starts_on=starts_on, owed=owed)

    async def add(
        self, db: Db, owner_id: int, period: Period, starts_on: date, amounts: Amounts, _resets_at: datetime | None
    ) -> None:
        await add_to_budget(db, owner_id, period, starts_on=starts_on, amounts=amounts)

    async def spent(self, db: Db, owner_id: int, budget: Budget, starts_on: date, *, until: datetime | None) -> None:
        """Shown by what is used."""


class UpstreamKeyRows:
    async def lock(self, db: Db, owner_id: int, period: Period, starts_on: date, owed: Amounts) -> Amounts | None:
        return await quotas.lock_reserved(db, owner_id, period=period, starts_on=starts_on, owed=owed)

    async def add(
        self, db: Db, owner_id: int, period: Period, starts_on: date, amounts: Amounts, resets_at: datetime | None
    ) -> None:
        await quotas.add_reserved(
            db, owner_id, period=period, starts_on=starts_on, amounts=amounts, resets_at=resets_at
        )

    async def spent(self, db: Db, owner_id: int, budget: Budget, starts_on: date, *, until: datetime | None) -> None:
        period, is_spent = budget.period, until is not None
        is_news = await quotas.mark_exhausted(db, owner_id, period=period, starts_on=starts_on, is_exhausted=is_spent)
        if is_news and is_spent:
            if await history.exhausted_until(db, owner_id) == until:
                return  # a process had given back what it had leased too much, and that is used up now, too
            why = history.USED_UP[period]
            await history.note(db, [Decision(owner_id, utc_now(), "exhausted", why, until=until)])


class BudgetRows:
    """One unit of work a lease; a database that is away raises ConnectionError, as the relay expects."""

    def __init__(self, database: Database, rows: Rows) -> None:
        self._database = database
        self._rows = rows

    async def lease(self, ask: Ask) -> Grant:
        budget, rows = ask.budget, self._rows
        moment = datetime.fromtimestamp(ask.now, UTC)
        starts_on, resets_at = period_of(budget.period, moment, get_time_zone(budget.time_zone))
        async with self._unit_of_work() as uow:
            used = await rows.lock(uow.db, ask.owner_id, budget.period, starts_on, ask.owed)
            if used is None:
                return Grant(Amount(0), "requests", starts_on, resets_at.timestamp())
            amount, used_up = share_out(budget, Amount(*used), ask)
            await rows.add(uow.db, ask.owner_id, budget.period, starts_on, amount, resets_at)
            total = Amount(*(was + more for was, more in zip(used, amount, strict=True)))
            if any(limit is not None and now >= limit for limit, now in zip(limits_of(budget), total, strict=True)):
                await rows.spent(uow.db, ask.owner_id, budget, starts_on, until=resets_at)
        return Grant(amount, used_up, starts_on, resets_at.timestamp(), share_left(budget, total))

    async def give_back(self, unused: list[Unused]) -> None:
        is_committing = False
        try:
            async with self._unit_of_work() as uow:
                for one in sorted(unused, key=lambda one: one.owner_id):
                    await self._give_back(uow.db, one)
                is_committing = True
        except ConnectionError as error:
            if is_committing:
                raise TimeoutError("PostgreSQL may have committed it") from error
            raise

    async def _give_back(self, db: Db, unused: Unused) -> None:
        owner_id, budget, starts_on, amount = unused
        back = Amount(*(-part for part in amount))
        await self._rows.add(db, owner_id, budget.period, starts_on, back, None)
        if max(amount) > 0:
            await self._rows.spent(db, owner_id, budget, starts_on, until=None)

    @contextlib.asynccontextmanager
    async def _unit_of_work(self) -> AsyncIterator[UnitOfWork]:
        try:
            async with self._database.unit_of_work() as uow:
                yield uow
        except DatabaseUnavailable as error:
            raise ConnectionError("PostgreSQL is away") from error
