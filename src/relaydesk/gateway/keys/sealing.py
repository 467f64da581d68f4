"""How an upstream key is kept: encrypted, with a hash that finds it again and the end that people know it by."""

from typing import Any

from relaydesk.kernel.crypto import Vault, hash_token

HINT_LENGTH = 4


def sealed(vault: Vault, secret: str) -> dict[str, Any]:
    """The columns of a secret."""
    hint = secret[-HINT_LENGTH:] if len(secret) >= 2 * HINT_LENGTH else ""
    return {"secret": vault.encrypt(secret), "secret_hash": hash_token(secret), "key_hint": hint}
