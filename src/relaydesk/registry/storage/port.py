"""The port behind which model files are kept, under keys that nobody chooses.

A key whose file is about to come or to go is *claimed* first. Whoever claims it says in the end whether the file stays;
the claim of a process that died before that is left for the next one to take over and to settle. So no crash leaves a
file that nobody knows, and no file goes that was not claimed.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Contents:
    """Of a file that has come; `sha256` in hexadecimal digits."""

    sha256: str
    size_bytes: int


class Claim(Protocol):
    """Held by one process until it says what becomes of the files, or dies."""

    @property
    def keys(self) -> Sequence[str]:
        """None of them any more once it has ended."""

    async def settle(self, *, keep: Collection[str]) -> None:
        """Deletes the files of all keys that are not to stay, and ends the claim."""

    async def leave(self) -> None:
        """Ends the claim for this process alone: it is to be taken over later."""


class Incoming(Protocol):
    """A file that comes piece by piece."""

    @property
    def path(self) -> Path:
        """A local file with all of its bytes, once it is finished."""

    @property
    def size_bytes(self) -> int:
        """What has come so far."""

    async def write(self, data: bytes) -> None: ...

    async def finish(self) -> Contents:
        """Has all of it on the disk, under its key; before that nobody can read any of it."""

    async def close(self) -> None:
        """Gives back what it holds, finished or not."""


class Storage(Protocol):
    """Any call raises StorageFull or StorageUnavailable."""

    async def claim(self, keys: Collection[str]) -> Claim: ...

    async def claim_abandoned(self) -> Claim:
        """All that processes have left which are gone; there may be none."""

    async def receive(self, key: str) -> Incoming:
        """The beginning of a file under a key that is claimed."""

    def path_of(self, key: str) -> Path:
        """Where the file is on this machine once it is fetched."""

    async def fetch(self, key: str) -> None:
        """Has the file on this machine."""

    async def renew(self, key: str, sha256: str) -> None:
        """As `fetch`, where the file on this machine is another one than the one with this SHA-256."""

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """Its pieces; the file is open once this returns."""

    async def close(self) -> None: ...
