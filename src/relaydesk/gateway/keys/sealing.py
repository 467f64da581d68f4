"""How an upstream key is kept: encrypted, with a keyed hash that finds it again and the end that people know it by."""

import asyncio
from collections.abc import Sequence
from typing import Any

from relaydesk.gateway.keys import store
from relaydesk.gateway.upstreams.service import UPSTREAMS
from relaydesk.kernel.crypto import SecretUnreadable, Vault
from relaydesk.kernel.database import Db

HINT_LENGTH = 4
_PART = 2000


def sealed(vault: Vault, secret: str) -> dict[str, Any]:
    """The columns of a secret."""
    hint = secret[-HINT_LENGTH:] if len(secret) >= 2 * HINT_LENGTH else ""
    return {"secret": vault.encrypt(secret), "secret_hash": vault.fingerprint(secret), "key_hint": hint}


async def ensure_hashes(db: Db, vault: Vault, upstream_id: int) -> None:
    """Make the hashes of a pool's keys anew where they are not of today's SECRET_KEY: once after it changed.

    To be called before any of its keys is locked: who changes or deletes an upstream locks its keys after it.

    Raises:
        UpstreamNotFound: there is no such upstream.
    """
    if (await UPSTREAMS.get(db, upstream_id)).keys_hash_id == vault.fingerprint_id:
        return
    upstream = await UPSTREAMS.lock(db, upstream_id)
    if upstream.keys_hash_id == vault.fingerprint_id:
        return  # somebody else did it while this waited
    await store.forget_hashes(db, upstream.id)
    after_id, seen = 0, set[bytes]()
    while part := await store.secrets_after(db, upstream.id, after_id, _PART):
        after_id = part[-1][0]
        hashes = await asyncio.to_thread(_hashes, vault, part, seen)
        await store.set_hashes(db, hashes)
    upstream.keys_hash_id = vault.fingerprint_id


def _hashes(vault: Vault, part: Sequence[tuple[int, str]], seen: set[bytes]) -> dict[bytes, int]:
    """By hash; the first of equal secrets has it, none has an unreadable one."""
    hashes: dict[bytes, int] = {}
    for key_id, secret in part:
        try:
            digest = vault.fingerprint(vault.decrypt(secret))
        except SecretUnreadable:
            continue
        if digest not in seen:
            seen.add(digest)
            hashes[digest] = key_id
    return hashes
