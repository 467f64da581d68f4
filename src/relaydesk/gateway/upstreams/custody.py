"""Whether an upstream's keys may go where it points: whoever moves it could otherwise have them sent to a listener.

Keys that were given before the address, the way they are sent or the permission for private networks changed rest,
until they are given again or an owner confirms the change with their password.
"""

from typing import Any

from relaydesk.gateway.config.service import config_moved
from relaydesk.gateway.errors import UpstreamMoved, UpstreamNotFound
from relaydesk.gateway.upstreams import store
from relaydesk.gateway.upstreams.tables import UpstreamRow
from relaydesk.identity.api import PermissionMissing, Principal, record_audit
from relaydesk.kernel.database import UnitOfWork

PRIVATE = "private_networks.allow"


def check_private(principal: Principal, *, allow_private: bool) -> None:
    """Raises PermissionMissing: only owners have Relaydesk reach into private networks."""
    if allow_private and not principal.may(PRIVATE):
        raise PermissionMissing(permission=PRIVATE)


def _destination(values: dict[str, Any]) -> dict[str, Any]:
    """Where a secret goes, and how."""
    auth = values["auth"]
    return {
        "base_url": values["base_url"],
        "auth": {"type": auth["type"], "name": auth.get("name")},
        "allow_private": values["allow_private"],
    }


def destination_of(row: UpstreamRow) -> dict[str, Any]:
    return _destination({"base_url": row.base_url, "auth": row.auth, "allow_private": row.allow_private})


def destination_with(row: UpstreamRow, changes: dict[str, Any]) -> dict[str, Any]:
    """As it will be."""
    return _destination({**destination_of(row), **changes})


async def rest_keys(uow: UnitOfWork, principal: Principal, row: UpstreamRow, before: dict[str, Any]) -> None:
    """To be called once the row has its new values; `before` is where it pointed."""
    after = destination_of(row)
    if after == before:
        return
    if await store.has_keys(uow.db, row.id):
        row.keys_rest_since = await store.present_moment(uow.db)
        await uow.db.flush()
    record_audit(uow, principal, "upstream.moved", f"upstream {row.id}", name=row.name, before=before, after=after)


async def confirm(
    uow: UnitOfWork, principal: Principal, upstream_id: int, *, base_url: str | None, seen: dict[str, Any]
) -> UpstreamRow:
    """Lets the keys go to the present address; `base_url` is the one that the owner has looked at.

    `seen` is where it pointed, and how, before the password was checked, which takes its time.

    Raises:
        UpstreamNotFound: there is no such upstream.
        UpstreamMoved: it points elsewhere by now.
    """
    row = await uow.db.get_locked(UpstreamRow, upstream_id)
    if row is None:
        raise UpstreamNotFound(upstream_id=upstream_id)
    if (base_url is not None and base_url != row.base_url) or destination_of(row) != seen:
        raise UpstreamMoved(base_url=row.base_url)
    row.keys_rest_since = None
    await uow.db.flush()
    await uow.db.refresh(row)
    named: dict[str, Any] = {"name": row.name, "destination": destination_of(row)}
    record_audit(uow, principal, "upstream.confirmed", f"upstream {row.id}", **named)
    await config_moved(uow)
    return row
