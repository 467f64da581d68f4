"""Model files in a local directory: `files/` has them by key, `pending/` a locked mark for each claimed key.

A mark is locked by `flock`, which ends with its process, however that ends: an unlocked mark is an abandoned claim.
All work with the disk is done in threads of its own, since one that syncs a large file is busy for seconds.
"""

import asyncio
import contextlib
import errno
import fcntl
import hashlib
import os
import threading
import time
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypeVar

import structlog
from typing_extensions import TypeVarTuple

from relaydesk.kernel.errors import RelaydeskError
from relaydesk.registry.errors import StorageFull, StorageUnavailable
from relaydesk.registry.storage.port import Contents

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
log = structlog.get_logger(__name__)

THREADS = 4
WRITE_BYTES, READ_BYTES = 1024 * 1024, 256 * 1024
# left free on the disk: the database, the journal and the log are mostly on the same one
RESERVE_BYTES = 64 * 1024 * 1024
CLAIM_WITHIN_S, CLAIM_AGAIN_S = 5.0, 0.05
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PART = ".part"


@dataclass(frozen=True, slots=True)
class _Places:
    files: Path
    pending: Path

    def make(self) -> None:
        for folder in (self.files, self.pending):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


class LocalStorage:
    """A `Storage`; several processes of one host may share a folder."""

    def __init__(self, folder: Path, *, reserve_bytes: int = RESERVE_BYTES) -> None:
        self._places = _Places(folder / "files", folder / "pending")
        self._reserve_bytes = reserve_bytes
        self._threads = _Threads()

    async def claim(self, keys: Collection[str]) -> "LocalClaim":
        """Waits a moment for a process that holds one of them.

        Raises:
            StorageUnavailable: one of them stays claimed by somebody else.
        """
        return LocalClaim(self._places, self._threads, await self._threads.run(_claim, self._places, sorted(keys)))

    async def claim_abandoned(self) -> "LocalClaim":
        return LocalClaim(self._places, self._threads, await self._threads.run(_claim_abandoned, self._places))

    async def receive(self, key: str) -> "LocalIncoming":
        path = self._places.files / key
        file = await self._threads.run(_create, _part_of(path))
        return LocalIncoming(path, file, self._threads, reserve_bytes=self._reserve_bytes)

    async def read(self, key: str) -> AsyncIterator[bytes]:
        file = await self._threads.run(_open, self._places.files / key)
        return self._pieces(file)

    async def _pieces(self, file: BinaryIO) -> AsyncIterator[bytes]:
        with file:
            while piece := await self._threads.run(file.read, READ_BYTES):
                yield piece

    async def close(self) -> None:
        self._threads.close()


class _Threads:
    """Those that wait for the disk."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(THREADS, thread_name_prefix="model-files")

    async def run(self, work: Callable[[*Ts], T], *arguments: *Ts) -> T:
        """Raises StorageFull or StorageUnavailable for what the disk does not do."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, work, *arguments)
        except OSError as error:
            raise _failure(error) from error

    def close(self) -> None:
        self._executor.shutdown(wait=False)


def _failure(error: OSError) -> RelaydeskError:
    if error.errno in _FULL:
        return StorageFull()
    log.error("model_storage_failed", error=errno.errorcode.get(error.errno or 0), path=error.filename)
    return StorageUnavailable(retry_after_s=5)


class LocalClaim:
    """A `Claim`: the marks, each a file that this process has locked."""

    def __init__(self, places: _Places, threads: _Threads, marks: dict[str, BinaryIO]) -> None:
        self._places, self._threads, self._marks = places, threads, marks

    @property
    def keys(self) -> Sequence[str]:
        return list(self._marks)

    async def settle(self, *, keep: Collection[str]) -> None:
        await self._threads.run(_settle, self._places, self._marks, frozenset(keep))

    async def leave(self) -> None:
        await self._threads.run(_unlock, self._marks)


class LocalIncoming:
    """An `Incoming`: a file beside its later name until all of it is on the disk."""

    def __init__(self, path: Path, file: BinaryIO, threads: _Threads, *, reserve_bytes: int) -> None:
        self._path, self._file, self._threads = path, file, threads
        self._reserve_bytes = reserve_bytes
        self._hash = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._waiting_bytes = 0
        self._size_bytes = 0
        self._writing = threading.Lock()  # a request that is cancelled leaves its thread in the middle of a write

    @property
    def path(self) -> Path:
        return self._path

    @property
    def size_bytes(self) -> int:
        return self._size_bytes

    async def write(self, data: bytes) -> None:
        """Gathers a megabyte before the disk is asked."""
        self._pieces.append(data)
        self._size_bytes += len(data)
        self._waiting_bytes += len(data)
        if self._waiting_bytes >= WRITE_BYTES:
            await self._flush()

    async def _flush(self) -> None:
        pieces, self._pieces, self._waiting_bytes = self._pieces, [], 0
        await self._threads.run(self._append, pieces)

    async def finish(self) -> Contents:
        await self._flush()
        await self._threads.run(self._publish)
        return Contents(self._hash.hexdigest(), self._size_bytes)

    async def close(self) -> None:
        await self._threads.run(self._end)

    def _append(self, pieces: Sequence[bytes]) -> None:
        with self._writing:
            disk = os.fstatvfs(self._file.fileno())
            if disk.f_bavail * disk.f_frsize < self._reserve_bytes + sum(map(len, pieces)):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._path))
            for piece in pieces:
                _write_all(self._file, piece)
                self._hash.update(piece)

    def _publish(self) -> None:
        with self._writing:
            os.fsync(self._file.fileno())
            _part_of(self._path).rename(self._path)
            _sync(self._path.parent)

    def _end(self) -> None:
        with self._writing:
            self._file.close()


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + _PART)


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb", buffering=0)


def _open(path: Path) -> BinaryIO:
    return path.open("rb", buffering=0)


def _write_all(file: BinaryIO, data: bytes) -> None:
    """A raw file takes what there is room for and says how much that was."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _sync(folder: Path) -> None:
    """Has the names in a folder on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _claim(places: _Places, keys: Sequence[str]) -> dict[str, BinaryIO]:
    places.make()
    with _marks_or_none() as marks:
        deadline = time.monotonic() + CLAIM_WITHIN_S
        for key in keys:
            while (mark := _lock(places.pending / key, os.O_CREAT)) is None:
                if time.monotonic() > deadline:
                    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(places.pending / key))
                time.sleep(CLAIM_AGAIN_S)
            marks[key] = mark
        _sync(places.pending)
    return marks


def _claim_abandoned(places: _Places) -> dict[str, BinaryIO]:
    places.make()
    with _marks_or_none() as marks:
        for path in sorted(places.pending.iterdir()):
            mark = _lock(path, 0)
            if mark is not None:
                marks[path.name] = mark
    return marks


@contextlib.contextmanager
def _marks_or_none() -> Iterator[dict[str, BinaryIO]]:
    """Unlocks those that were locked when another cannot be: they are abandoned then."""
    marks: dict[str, BinaryIO] = {}
    try:
        yield marks
    except BaseException:
        _unlock(marks)
        raise


def _lock(path: Path, creation: int) -> BinaryIO | None:
    """The mark, locked; None where somebody else has it, or it went while it was locked."""
    try:
        mark = os.fdopen(os.open(path, os.O_RDWR | creation, 0o600), "rb+", buffering=0)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        mark.close()
        return None
    if os.fstat(mark.fileno()).st_nlink == 0:
        mark.close()
        return None
    return mark


def _settle(places: _Places, marks: dict[str, BinaryIO], keep: frozenset[str]) -> None:
    for key in set(marks) - keep:
        path = places.files / key
        _part_of(path).unlink(missing_ok=True)
        path.unlink(missing_ok=True)
    if set(marks) - keep:
        _sync(places.files)
    for key in marks:
        (places.pending / key).unlink(missing_ok=True)
    _unlock(marks)


def _unlock(marks: dict[str, BinaryIO]) -> None:
    for mark in marks.values():
        mark.close()
    marks.clear()
