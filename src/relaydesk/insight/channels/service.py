"""Rules of channels: named once, their URLs checked and encrypted, every notice a task that is tried again."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from typing import Any

from relaydesk.identity.api import PermissionMissing, Principal, Resource, new_value
from relaydesk.insight.channels import sending, store
from relaydesk.insight.channels.errors import ChannelNameTaken, ChannelNotFound
from relaydesk.insight.channels.sending import Address, SendingFailed
from relaydesk.insight.channels.tables import ChannelRow
from relaydesk.insight.channels.types import Notice, NotifyPayload
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.crypto import Vault
from relaydesk.kernel.database import ReadDb, UnitOfWork
from relaydesk.kernel.errors import Invalid
from relaydesk.tasks.api import EnqueueOptions, Kind

NOTIFY = Kind(name="insight.notify", payload=NotifyPayload, max_attempts=5, timeout_s=60, backoff_s=10.0)
KEEP_DELIVERIES = 200
A_MINUTE_S = 60
PRIVATE_NETWORKS = "private_networks.allow"


async def _check(db: ReadDb, values: Mapping[str, Any], row: ChannelRow | None) -> None:
    """Raises ChannelNameTaken."""
    name = new_value(values, row, "name")
    if name is not None and await store.find_channel_by_name(db, name):
        raise ChannelNameTaken(name=name)


CHANNELS = Resource(
    ChannelRow,
    kind="channel",
    label="name",
    target=lambda row: f"channel {row.id}",
    missing=lambda row_id: ChannelNotFound(channel_id=row_id),
    check=_check,
)


async def create_channel(
    uow: UnitOfWork, principal: Principal, vault: Vault, *, url: str, secret: str | None, values: dict[str, Any]
) -> ChannelRow:
    """Raises PermissionMissing, Invalid, ChannelNameTaken."""
    _check_private(principal, allow_private=values["allow_private"])
    await asyncio.to_thread(sending.check_address, values["kind"], url, allow_private=values["allow_private"])
    columns = {**values, **_sealed(vault, values["kind"], url), "signing_secret": _seal(vault, secret)}
    return await CHANNELS.create(uow, principal, columns)


async def change_channel(
    uow: UnitOfWork,
    principal: Principal,
    vault: Vault,
    *,
    channel_id: int,
    url: str | None,
    secret: str | None,
    changes: dict[str, Any],
) -> ChannelRow:
    """Raises ChannelNotFound, PermissionMissing, Invalid, ChannelNameTaken."""
    row = await CHANNELS.lock(uow.db, channel_id)
    await _check(uow.db, changes, row)
    if url is not None and row.signing_secret is not None and secret is None:
        raise Invalid.field("signing_secret", "must be given again where the URL changes", reason="secret_again")
    if url is None and changes.get("allow_private") and not row.allow_private:
        raise Invalid.field("url", "must be given again where allow_private is set", reason="url_again")
    before = row.shown_url
    allow_private = changes.get("allow_private", row.allow_private)
    if url is not None or allow_private != row.allow_private:
        plain = url if url is not None else vault.decrypt(row.url)
        _check_private(principal, allow_private=allow_private)
        await asyncio.to_thread(sending.check_address, row.kind, plain, allow_private=allow_private)
        changes = {**changes, **_sealed(vault, row.kind, plain)}
    if secret is not None:
        changes = {**changes, "signing_secret": _seal(vault, secret)}
    changed = await apply_changes(uow.db, row, changes)
    if not changed:
        return row
    fields = [field for field in changed if field != "shown_url"]
    return await CHANNELS.save(
        uow, principal, row, "changed", fields=fields, url_before=before, url=changes.get("shown_url", before)
    )


def address_of(row: ChannelRow, vault: Vault) -> Address:
    secret = vault.decrypt(row.signing_secret) if row.signing_secret is not None else None
    return Address(row.kind, vault.decrypt(row.url), secret, row.allow_private)


async def try_out(address: Address, notice: Notice) -> tuple[str | None, int]:
    """Sends at once: the kind of failure, and milliseconds."""
    started = time.monotonic()
    error = None
    try:
        await sending.send(address, notice)
    except SendingFailed as failure:
        error = failure.kind
    return error, int((time.monotonic() - started) * 1000)


async def notify(uow: UnitOfWork, channels: Iterable[ChannelRow], notice: Notice, *, once: str | None = None) -> None:
    """Enqueue a notice for each channel. The same `once` is sent at most once a minute over all processes."""
    minute = int(time.time() // A_MINUTE_S)
    for channel in channels:
        if not channel.enabled:
            continue
        key = f"notify:{channel.id}:{once}:{minute}" if once is not None else None
        payload = NotifyPayload(channel_id=channel.id, notice=notice)
        await NOTIFY.enqueue(uow, payload, EnqueueOptions(idempotency_key=key))


def _check_private(principal: Principal, *, allow_private: bool) -> None:
    """Raises PermissionMissing: only owners have Relaydesk reach into private networks."""
    if allow_private and not principal.may(PRIVATE_NETWORKS):
        raise PermissionMissing(permission=PRIVATE_NETWORKS)


def _sealed(vault: Vault, kind: str, url: str) -> dict[str, str]:
    return {"url": vault.encrypt(url), "shown_url": sending.shown(kind, url)}


def _seal(vault: Vault, secret: str | None) -> str | None:
    if secret is None:
        return None
    if not secret.isprintable():
        raise Invalid.field("signing_secret", "must be printable", reason="printable")
    return vault.encrypt(secret)
