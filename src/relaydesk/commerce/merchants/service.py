"""The rules of merchants and connections."""

import json
from collections.abc import Mapping
from typing import Any

from relaydesk.commerce.connector import StoreAccess, StoreError
from relaydesk.commerce.errors import ConnectionNotFound, MerchantNotFound, StoreNotConnected
from relaydesk.commerce.merchants import store
from relaydesk.commerce.merchants.connectors import CONNECTORS
from relaydesk.commerce.merchants.schemas import ConnectionTest
from relaydesk.commerce.merchants.tables import Connection, Merchant
from relaydesk.identity.api import PermissionMissing, Principal, record_audit
from relaydesk.kernel.changes import apply_changes
from relaydesk.kernel.crypto import Vault
from relaydesk.kernel.database import ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.ids import new_public_id
from relaydesk.kernel.outbound import DestinationRefused, check_url
from relaydesk.kernel.runtime import Kernel

PRIVATE_NETWORKS = "private_networks.allow"


async def get_merchant(db: ReadDb, merchant_id: str) -> Merchant:
    """Raises MerchantNotFound."""
    merchant = await store.find_merchant(db, merchant_id)
    if merchant is None:
        raise MerchantNotFound(merchant_id=merchant_id)
    return merchant


async def create_merchant(uow: UnitOfWork, principal: Principal, *, name: str, is_demo: bool = False) -> Merchant:
    merchant = Merchant(public_id=new_public_id("merch"), name=name, is_demo=is_demo, connections=[])
    uow.db.add(merchant)
    await uow.db.flush()
    record_audit(uow, principal, "merchant.created", merchant.public_id, name=name)
    return await get_merchant(uow.db, merchant.public_id)


async def change_merchant(
    uow: UnitOfWork, principal: Principal, merchant_id: str, *, changes: dict[str, Any]
) -> Merchant:
    merchant = await get_merchant(uow.db, merchant_id)
    name = merchant.name
    fields = await apply_changes(uow.db, merchant, changes)
    if fields:
        await uow.db.flush()
        changed = {field: changes[field] for field in fields}
        record_audit(uow, principal, "merchant.changed", merchant_id, name=name, changes=changed)
    return await get_merchant(uow.db, merchant_id)


async def connect_store(
    uow: UnitOfWork,
    principal: Principal,
    vault: Vault,
    merchant_id: str,
    *,
    platform: str,
    address: str,
    credentials: Mapping[str, str],
    api_base_url: str | None = None,
    allow_private: bool = False,
) -> Connection:
    """A new connection, or the platform's present one with new values: a merchant has one store a platform.

    Credentials are given with each address: what is kept never goes to another store. Raises PermissionMissing: only
    owners have Relaydesk reach into private networks.
    """
    merchant = await get_merchant(uow.db, merchant_id)
    if allow_private and not principal.may(PRIVATE_NETWORKS):
        raise PermissionMissing(permission=PRIVATE_NETWORKS)
    if url := api_base_url or CONNECTORS[platform].url_of(address):
        check_url(url, field="shop_domain" if api_base_url is None else "api_base_url", allow_private=allow_private)
    connection = await store.find_connection(uow.db, merchant_id=merchant.id, platform=platform)
    if connection is None:
        connection = Connection(merchant_id=merchant.id, platform=platform)
        uow.db.add(connection)
        before = None
    else:
        before = _place_of(connection)
    connection.address = address
    connection.api_base_url = api_base_url.rstrip("/") if api_base_url else None
    connection.allow_private = allow_private
    connection.credentials = vault.encrypt(json.dumps(credentials))
    connection.last_tested_at = connection.last_error = None
    await uow.db.flush()
    await uow.db.refresh(connection)
    details: dict[str, Any] = {
        "name": merchant.name,
        "platform": platform,
        "before": before,
        "after": _place_of(connection),
    }
    record_audit(uow, principal, "merchant.store_connected", merchant_id, **details)
    return connection


def _place_of(connection: Connection) -> dict[str, Any]:
    place = {"api_base_url": connection.api_base_url, "allow_private": connection.allow_private}
    return {"shop_domain": connection.address, **place}


def find_store(merchant: Merchant, platform: str | None) -> Connection:
    """The merchant's connection of `platform`, or its first one. Raises StoreNotConnected."""
    for connection in merchant.connections:
        if platform in {None, connection.platform}:
            return connection
    raise StoreNotConnected(merchant_id=merchant.public_id)


def access_of(connection: Connection, vault: Vault) -> StoreAccess:
    """With the credentials in the clear."""
    return StoreAccess(
        platform=connection.platform,
        base_url=connection.api_base_url or CONNECTORS[connection.platform].url_of(connection.address),
        allow_private=connection.allow_private,
        credentials=_credentials(vault.decrypt(connection.credentials)),
    )


def _credentials(text: str) -> dict[str, str]:
    """Before they were JSON there was one alone: an access token, which begins with no brace."""
    credentials: dict[str, str] = json.loads(text) if text.startswith("{") else {"access_token": text}
    return credentials


async def try_connection(kernel: Kernel, merchant_id: str, connection_id: int) -> ConnectionTest:
    """Calls the store outside any transaction and notes how it went."""
    async with kernel.database.read() as db:
        merchant = await get_merchant(db, merchant_id)
        connection = next((c for c in merchant.connections if c.id == connection_id), None)
        if connection is None:
            raise ConnectionNotFound(merchant_id=merchant_id, connection_id=connection_id)
        access = access_of(connection, kernel.vault)
    outcome = await _try(access)
    async with kernel.database.unit_of_work() as uow:
        await store.note_test(uow.db, connection_id, at=utc_now(), error=None if outcome.ok else outcome.message)
    return outcome


async def _try(access: StoreAccess) -> ConnectionTest:
    try:
        report = await CONNECTORS[access.platform].ask(access)
    except StoreError as error:
        return ConnectionTest(ok=False, reason=error.reason, message=str(error))
    except (DestinationRefused, Invalid) as error:
        return ConnectionTest(ok=False, reason="destination_refused", message=error.message)
    missing = list(report.missing_scopes)
    message = f"The token lacks {', '.join(missing)}." if missing else f"Connected to {report.shop_name}."
    return ConnectionTest(
        ok=not missing,
        reason="missing_scopes" if missing else None,
        message=message,
        shop_name=report.shop_name,
        currency=report.currency,
        missing_scopes=missing,
    )
