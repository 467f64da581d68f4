"""Owns password hashing: Argon2id, off the event loop."""

import asyncio
import functools

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

_hasher = PasswordHash((Argon2Hasher(),))


@functools.cache
def _nobody() -> str:
    """Checked when there is no such account, so that the answer takes as long and tells nothing."""
    return _hasher.hash("relaydesk-nobody")


async def hash_password(password: str) -> str:
    return await asyncio.to_thread(_hasher.hash, password)


async def is_password(password: str, password_hash: str | None) -> bool:
    matches = await asyncio.to_thread(_hasher.verify, password, password_hash or _nobody())
    return matches and password_hash is not None
