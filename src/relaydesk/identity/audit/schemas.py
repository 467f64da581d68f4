"""Wire shapes of the audit log."""

from datetime import datetime
from typing import Any, Literal

from pydantic import ConfigDict

from relaydesk.kernel.http.shapes import Answer

Outcome = Literal["done", "failed", "refused"]


class AuditEntryOut(Answer):
    """`address` is where the request came from; empty where Relaydesk acted by itself."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    at: datetime
    actor: str
    actor_name: str
    action: str
    target: str
    outcome: Outcome
    address: str
    details: dict[str, Any]
    request_id: str
