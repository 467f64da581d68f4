"""Recording what somebody did, in the transaction that did it."""

from typing import Any

from relaydesk.identity.audit.tables import AuditEntry
from relaydesk.identity.types import Principal
from relaydesk.kernel.database import UnitOfWork
from relaydesk.kernel.observe.tracing import request_id_var


def record_audit(uow: UnitOfWork, principal: Principal, action: str, subject: str, **details: Any) -> None:
    """`action` as `area.verb` in the past tense (`key.created`); `details` must hold no secrets."""
    entry = AuditEntry(
        actor=principal.public_id,
        actor_name=principal.name,
        action=action,
        subject=subject,
        details=details,
        request_id=request_id_var.get(),
    )
    uow.db.add(entry)
