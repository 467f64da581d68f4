"""Owns what all things have in common that people make, change and delete.

Each is looked up, checked, and noted in the audit log in one way, and whoever serves such things learns of it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from relaydesk.identity.audit.service import record_audit
from relaydesk.identity.types import Principal
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.database import Db, ReadDb, Table, UnitOfWork
from relaydesk.kernel.errors import NotFound

Row = TypeVar("Row", bound=Table)
Values = Mapping[str, Any]


async def _nothing_to_check(_db: Db, _values: Values, _row: Any) -> None:
    pass


async def _nobody_serves(_uow: UnitOfWork) -> None:
    pass


def new_value(values: Values, row: Table | None, column: str) -> Any:
    """What `values` give a column that it does not have yet; None where that is nothing. For what must be unique."""
    value = values.get(column)
    return value if row is None or value != getattr(row, column) else None


@dataclass(frozen=True, slots=True)
class Resource(Generic[Row]):
    """One kind of them, by its integer ids.

    `kind` and `target` stand in the audit log: `rule.created`, of `rule 7`. `label` is the column that names one there.
    `missing` makes the error of an id that there is not. `check` looks at new values before they are stored, beside
    the row that they change (None for a new one), and raises what is wrong with them; `saved` tells whoever serves
    such things, in the same unit of work.
    """

    table: type[Row]
    kind: str
    label: str
    target: Callable[[Row], str]
    missing: Callable[[int], NotFound]
    check: Callable[[Db, Values, Row | None], Awaitable[None]] = _nothing_to_check
    saved: Callable[[UnitOfWork], Awaitable[None]] = _nobody_serves

    async def get(self, db: ReadDb, row_id: int) -> Row:
        """Raises `missing`."""
        return self._existing(await db.get(self.table, row_id), row_id)

    async def lock(self, db: Db, row_id: int) -> Row:
        """As `get`, and nobody else changes or deletes it before the unit of work ends."""
        return self._existing(await db.get_locked(self.table, row_id), row_id)

    def _existing(self, row: Row | None, row_id: int) -> Row:
        if row is None:
            raise self.missing(row_id)
        return row

    async def create(self, uow: UnitOfWork, principal: Principal, values: Values) -> Row:
        """Raises what `check` does."""
        await self.check(uow.db, values, None)
        row = self.table(**values)
        uow.db.add(row)
        return await self.save(uow, principal, row, "created")

    async def change(self, uow: UnitOfWork, principal: Principal, row_id: int, changes: Values) -> Row:
        """Raises `missing`, what `check` does, and Invalid for a merged object that is not valid.

        Values that the row has already change nothing.
        """
        row = await self.lock(uow.db, row_id)
        await self.check(uow.db, changes, row)
        fields = await apply_changes(uow.db, row, changes)
        return await self.save(uow, principal, row, "changed", fields=fields) if fields else row

    async def save(self, uow: UnitOfWork, principal: Principal, row: Row, verb: str, **details: Any) -> Row:
        """What has been done to a row by hand: it is noted and served. The row is read again, as it is stored."""
        await uow.db.flush()
        await uow.db.refresh(row)
        self._note(uow, principal, row, verb, **details)
        await self.saved(uow)
        return row

    async def delete(self, uow: UnitOfWork, principal: Principal, row_id: int, **details: Any) -> None:
        """Raises `missing`."""
        row = await self.lock(uow.db, row_id)
        await uow.db.delete(row)
        self._note(uow, principal, row, "deleted", **details)
        await self.saved(uow)

    def _note(self, uow: UnitOfWork, principal: Principal, row: Row, verb: str, **details: Any) -> None:
        name = {self.label: getattr(row, self.label)}
        record_audit(uow, principal, f"{self.kind}.{verb}", self.target(row), **name, **details)
