"""Rules of client keys: stored hashed, shown once, rotated with an overlap."""

from datetime import datetime, timedelta
from typing import Any

from relaydesk.identity.accounts import store
from relaydesk.identity.accounts.tables import ClientKey
from relaydesk.identity.client_keys.budget import as_budget
from relaydesk.identity.errors import ClientKeyNotFound
from relaydesk.identity.resources import Resource
from relaydesk.identity.types import ClientKeyRecord, ClientKeyRevoked, ClientKeysChanged, Principal, Scope
from relaydesk.kernel.crypto import hash_token
from relaydesk.kernel.database import Database, ReadDb, UnitOfWork, utc_now
from relaydesk.kernel.errors import Invalid
from relaydesk.kernel.ids import new_secret

PREFIX_LENGTH = 9


def _new_token() -> str:
    return new_secret("rd", 40)


async def _served(uow: UnitOfWork) -> None:
    uow.record(ClientKeysChanged())


CLIENT_KEYS = Resource(
    ClientKey,
    kind="client_key",
    label="name",
    target=lambda row: f"client_key {row.id}",
    missing=lambda row_id: ClientKeyNotFound(key_id=row_id),
    saved=_served,
)


async def create_client_key(
    uow: UnitOfWork,
    principal: Principal,
    *,
    name: str,
    scopes: list[Scope],
    expires_at: datetime | None = None,
    rate_limit_per_minute: int | None = None,
    budget: dict[str, Any] | None = None,
    tokens_per_minute: int | None = None,
    max_concurrency: int | None = None,
) -> tuple[ClientKey, str]:
    """The row and the key itself, which is not kept."""
    if expires_at is not None and expires_at <= utc_now():
        raise Invalid.field("expires_at", "lies in the past", reason="in_the_past")
    token = _new_token()
    key = ClientKey(
        name=name,
        prefix=token[:PREFIX_LENGTH],
        token_hash=hash_token(token),
        scopes=sorted({scope.value for scope in scopes}),
        expires_at=expires_at,
        rate_limit_per_minute=rate_limit_per_minute,
        budget=budget,
        tokens_per_minute=tokens_per_minute,
        max_concurrency=max_concurrency,
        created_by=principal.id if principal.kind == "user" else None,
    )
    uow.db.add(key)
    return await CLIENT_KEYS.save(uow, principal, key, "created", scopes=key.scopes), token


async def change_client_key(
    uow: UnitOfWork, principal: Principal, *, key_id: int, changes: dict[str, Any]
) -> ClientKey:
    """`changes` are columns with their new values; where they may be null, None is one."""
    key = await CLIENT_KEYS.lock(uow.db, key_id)
    was_active = key.is_active
    if "scopes" in changes:
        changes = {**changes, "scopes": sorted({Scope(scope).value for scope in changes["scopes"]})}
    key = await CLIENT_KEYS.change(uow, principal, key_id, changes)
    if was_active and not key.is_active:
        uow.record(ClientKeyRevoked(client_key_id=key_id))
    return key


async def rotate_client_key(
    uow: UnitOfWork, principal: Principal, *, key_id: int, overlap_s: int
) -> tuple[ClientKey, str]:
    """A new secret for the same key; the old one works `overlap_s` seconds longer."""
    key = await CLIENT_KEYS.lock(uow.db, key_id)
    token = _new_token()
    key.previous_hash, key.previous_until = key.token_hash, utc_now() + timedelta(seconds=overlap_s)
    key.token_hash, key.prefix = hash_token(token), token[:PREFIX_LENGTH]
    return await CLIENT_KEYS.save(uow, principal, key, "rotated", overlap_s=overlap_s), token


async def delete_client_key(uow: UnitOfWork, principal: Principal, *, key_id: int) -> None:
    await CLIENT_KEYS.delete(uow, principal, key_id)
    uow.record(ClientKeyRevoked(client_key_id=key_id))


Unreadable = tuple[int, str, str]


async def is_client_key(database: Database, token_hash: bytes) -> bool:
    """Whether there is a client key that may be used by this secret now."""
    key = await store.find_client_key_by_hash(database, token_hash)
    return key is not None and key.holds(token_hash, utc_now())


async def list_records(db: ReadDb) -> tuple[list[ClientKeyRecord], list[Unreadable]]:
    """All usable keys as the data plane's snapshot takes them; and (id, name, reason) of those that cannot be read."""
    now = utc_now()
    records: list[ClientKeyRecord] = []
    unreadable: list[Unreadable] = []
    for key in await store.list_usable_client_keys(db):
        try:
            budget = as_budget(key.budget)
        except KeyError as error:
            unreadable.append((key.id, key.name, f"budget.{error.args[0]} is missing"))
            continue
        except (TypeError, ValueError) as error:
            unreadable.append((key.id, key.name, f"budget: {error}"))
            continue
        hashes = [key.token_hash]
        if key.previous_hash and key.previous_until and key.previous_until > now:
            hashes.append(key.previous_hash)
        expires = key.expires_at.timestamp() if key.expires_at else None
        records.append(
            ClientKeyRecord(
                key.id,
                key.name,
                tuple(hashes),
                frozenset(key.scopes),
                key.rate_limit_per_minute,
                expires,
                budget,
                key.tokens_per_minute,
                key.max_concurrency,
            )
        )
    return records, unreadable
