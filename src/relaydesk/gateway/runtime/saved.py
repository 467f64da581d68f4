"""The last snapshot on disk, encrypted: a process that starts while PostgreSQL is away proxies from it.

Each line is sealed by itself: the snapshot without its keys first, then keys by the thousand. So no step of writing
keeps the process's other threads waiting for long, however many keys there are.
"""

import base64
import os
import threading
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec

from relaydesk.gateway.relay.snapshot import Snapshot, UpstreamKey
from relaydesk.kernel.crypto import SecretUnreadable, Vault

_NAME = "snapshot.sealed"
_KEYS_A_LINE = 1000


class SavedSnapshot:
    def __init__(self, folder: Path, vault: Vault) -> None:
        self._path = folder / _NAME
        self._vault = vault
        self._saving = threading.Lock()  # a thread goes on when whoever waited for it was cancelled

    def save(self, snapshot: Snapshot) -> None:
        """Replace the one that was kept. It may take long: call it in a thread."""
        draft = self._path.with_suffix(f".{os.getpid()}.new")  # other processes write theirs
        with self._saving:
            try:
                draft.touch(mode=0o600)
                with draft.open("w") as file:
                    for part in _parts(snapshot):
                        plain = base64.b64encode(msgspec.msgpack.encode(part)).decode()
                        file.write(self._vault.encrypt(plain) + "\n")
                draft.replace(self._path)
            finally:
                draft.unlink(missing_ok=True)

    def find(self) -> Snapshot | None:
        """The one that was kept; None when there is none or it cannot be read any more."""
        try:
            with self._path.open() as file:
                snapshot = self._open(file.readline(), Snapshot)
                pools: dict[int, list[UpstreamKey]] = {}
                for line in file:
                    for key in self._open(line, list[UpstreamKey]):
                        pools.setdefault(key.upstream_id, []).append(key)
        except (FileNotFoundError, SecretUnreadable, msgspec.DecodeError, ValueError):
            return None
        keys = {**snapshot.keys, **{upstream_id: tuple(pool) for upstream_id, pool in pools.items()}}
        complete_snapshot: Snapshot = msgspec.structs.replace(snapshot, keys=keys)
        return complete_snapshot

    def _open(self, line: str, kind: Any) -> Any:
        return msgspec.msgpack.decode(base64.b64decode(self._vault.decrypt(line.strip())), type=kind)


def _parts(snapshot: Snapshot) -> Iterator[Any]:
    yield msgspec.structs.replace(snapshot, keys={})
    keys = chain.from_iterable(snapshot.keys.values())
    while block := list(islice(keys, _KEYS_A_LINE)):
        yield block
