"""Owns the ids that people and programs see: a prefix and 16 hex digits, as in `merch_5f0c…`."""

import secrets

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u


def new_public_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(8)}"


def new_request_id() -> str:
    return secrets.token_hex(16)


def new_secret(prefix: str, length: int = 32) -> str:
    """A token of `length` × 5 random bits that is easy to read out: `rd_…`."""
    return f"{prefix}_" + "".join(secrets.choice(_ALPHABET) for _ in range(length))
