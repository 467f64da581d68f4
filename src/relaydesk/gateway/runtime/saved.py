"""The last snapshot on disk, encrypted: a process that starts while PostgreSQL is away proxies from it."""

import base64
from pathlib import Path

import msgspec

from relaydesk.gateway.relay.snapshot import Snapshot
from relaydesk.kernel.crypto import SecretUnreadable, Vault

_NAME = "snapshot.sealed"


class SavedSnapshot:
    def __init__(self, folder: Path, vault: Vault) -> None:
        self._path = folder / _NAME
        self._vault = vault

    def save(self, snapshot: Snapshot) -> None:
        """Replace the one that was kept."""
        sealed = self._vault.encrypt(base64.b64encode(msgspec.msgpack.encode(snapshot)).decode())
        draft = self._path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(sealed)
        draft.replace(self._path)

    def find(self) -> Snapshot | None:
        """The one that was kept; None when there is none or it cannot be read any more."""
        try:
            plain = base64.b64decode(self._vault.decrypt(self._path.read_text()))
            return msgspec.msgpack.decode(plain, type=Snapshot)
        except (FileNotFoundError, SecretUnreadable, msgspec.DecodeError, ValueError):
            return None
