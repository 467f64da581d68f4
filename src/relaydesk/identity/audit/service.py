"""Recording what somebody did, in the transaction that did it, or in one of its own when nothing else is written."""

from typing import Any

from relaydesk.identity.audit.schemas import Outcome
from relaydesk.identity.audit.tables import AuditEntry
from relaydesk.identity.types import Principal
from relaydesk.kernel.database import Database, UnitOfWork
from relaydesk.kernel.observe.tracing import client_address_var, request_id_var


def record_audit(
    uow: UnitOfWork, principal: Principal, action: str, target: str, *, outcome: Outcome = "done", **details: Any
) -> None:
    """`action` as `area.verb` in the past tense (`key.created`); `details` must hold no secrets.

    Where the caller is and which request this is are known already.
    """
    entry = AuditEntry(
        actor=principal.public_id,
        actor_name=principal.name,
        action=action,
        target=target,
        outcome=outcome,
        address=client_address_var.get(),
        details=details,
        request_id=request_id_var.get(),
    )
    uow.db.add(entry)


async def record_alone(
    database: Database, principal: Principal, action: str, target: str, *, outcome: Outcome = "done", **details: Any
) -> None:
    """As record_audit, in a unit of work of its own: for what was read, and for what failed.

    Raises:
        DatabaseUnavailable: it could not be recorded; what was to be shown must not be shown then.
    """
    async with database.unit_of_work() as uow:
        record_audit(uow, principal, action, target, outcome=outcome, **details)
