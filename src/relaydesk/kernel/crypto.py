"""Owns encryption at rest, fingerprints of what is stored so, and token hashing.

`Vault` encrypts with the first of its keys and decrypts with any of them (Fernet, cryptography's MultiFernet), so a
key is rotated by putting the new one first, calling `rotate` on what is stored, then dropping the old one.
Equal texts are known again by fingerprints, which say nothing to who has only the database: SECRET_KEY makes them.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from relaydesk.kernel.errors import Internal


class SecretUnreadable(Internal):
    """A stored secret cannot be decrypted with the configured ENCRYPTION_KEYS."""

    code = "SECRET_UNREADABLE"


class Vault:
    """Encrypts and decrypts short texts; `keys` are any non-empty strings, the first one encrypts.

    `fingerprint_id` names the key of the fingerprints: those made under another are not comparable. `installation` is
    what others may know this installation by, in all its processes; SECRET_KEY makes it.
    """

    def __init__(self, keys: Sequence[str], secret_key: str) -> None:
        if not keys:
            raise ValueError("Vault needs at least one key")
        self._fernet = MultiFernet([Fernet(_fernet_key(key)) for key in keys])
        self._fingerprint_key = _derived(secret_key, 32, b"relaydesk-finger")
        self.fingerprint_id = _derived(secret_key, 8, b"relaydesk-fp-id")
        self.installation = _derived(secret_key, 6, b"relaydesk-public").hex()

    def encrypt(self, text: str) -> str:
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken as error:
            raise SecretUnreadable from error

    def rotate(self, token: str) -> str:
        """The same text under the first key."""
        try:
            return self._fernet.rotate(token.encode()).decode()
        except InvalidToken as error:
            raise SecretUnreadable from error

    def fingerprint(self, text: str) -> bytes:
        """HMAC-SHA256, 32 bytes: the same for the same text."""
        return hmac.digest(self._fingerprint_key, text.encode(), "sha256")


def _derived(key: str, size: int, purpose: bytes) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=size, person=purpose).digest()


def _fernet_key(key: str) -> bytes:
    return base64.urlsafe_b64encode(_derived(key, 32, b"relaydesk-vault"))


def new_key() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """SHA-256: enough for tokens with 128 random bits or more, and quick enough for every request."""
    return hashlib.sha256(token.encode()).digest()


def is_same(left: str | bytes, right: str | bytes) -> bool:
    """Compares in constant time."""
    left_bytes = left.encode() if isinstance(left, str) else left
    right_bytes = right.encode() if isinstance(right, str) else right
    return hmac.compare_digest(left_bytes, right_bytes)
