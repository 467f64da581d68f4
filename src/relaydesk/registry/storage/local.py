"""Model files in a local directory: `files/` has them by key, `pending/` the marks of claimed keys.

All work with the disk is done in threads of its own, since one that syncs a large file is busy for seconds.
"""

import asyncio
import errno
import hashlib
import os
import secrets
import threading
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, TypeVar

import structlog
from typing_extensions import TypeVarTuple

from relaydesk.kernel.errors import RelaydeskError
from relaydesk.registry.errors import StorageFull, StorageUnavailable
from relaydesk.registry.storage.marks import Folder, Marks, sync
from relaydesk.registry.storage.port import Contents

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
log = structlog.get_logger(__name__)

THREADS = 4
WRITE_BYTES, READ_BYTES = 1024 * 1024, 256 * 1024
# left free on the disk: the database, the journal and the log are mostly on the same one
RESERVE_BYTES = 64 * 1024 * 1024
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_PART, _DOTS_OF_A_COPY = ".part", 2


class LocalStorage:
    """A `Storage`; several processes of one host may share a folder."""

    def __init__(self, folder: Path, *, reserve_bytes: int = RESERVE_BYTES) -> None:
        self._files, self._pending = folder / "files", folder / "pending"
        self._marks = Marks(self._pending)
        self._reserve_bytes = reserve_bytes
        self._threads = _Threads()

    async def claim(self, keys: Collection[str]) -> "LocalClaim":
        await self._threads.run(self._add_marks, keys)
        return LocalClaim(self._files, self._threads, self._marks, keys, [])

    async def claim_abandoned(self) -> "LocalClaim":
        keys, folders = await self._threads.run(self._take_abandoned)
        return LocalClaim(self._files, self._threads, self._marks, keys, folders)

    def _add_marks(self, keys: Collection[str]) -> None:
        self._make_folders()
        self._marks.add(keys)

    def _take_abandoned(self) -> tuple[list[str], list[Folder]]:
        self._make_folders()
        return self._marks.take_left(), self._marks.take_abandoned()

    def _make_folders(self) -> None:
        for folder in (self._files, self._pending):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def receive(self, key: str) -> "LocalIncoming":
        return await self._begin(key, _part_of(self._files / key))

    async def receive_copy(self, key: str) -> "LocalIncoming":
        """As `receive`, of a file that other processes may fetch at the same time."""
        await self._threads.run(self._make_folders)
        return await self._begin(key, self._files / f"{key}.{secrets.token_hex(4)}{_PART}")

    async def _begin(self, key: str, part: Path) -> "LocalIncoming":
        file = await self._threads.run(_create, part)
        return LocalIncoming(self._files / key, part, file, self._threads, reserve_bytes=self._reserve_bytes)

    async def has(self, key: str) -> bool:
        return await self._threads.run(self.path_of(key).exists)

    async def keys_before(self, moment_s: float) -> list[str]:
        """Of files that came before this Unix time. Copies that stopped half way before it are deleted."""
        return await self._threads.run(self._keys_before, moment_s)

    def _keys_before(self, moment_s: float) -> list[str]:
        self._make_folders()
        old = [entry for entry in os.scandir(self._files) if entry.stat().st_mtime < moment_s]
        for entry in old:
            if entry.name.count(".") == _DOTS_OF_A_COPY:
                Path(entry.path).unlink(missing_ok=True)
        return [entry.name for entry in old if "." not in entry.name]

    async def move(self, key: str, other: "LocalStorage") -> None:
        await self._threads.run(self._move, key, other)

    def _move(self, key: str, other: "LocalStorage") -> None:
        other._make_folders()  # noqa: SLF001 - one of its kind
        self.path_of(key).rename(other.path_of(key))

    async def forget(self, keys: Collection[str]) -> None:
        await self._threads.run(self._forget, keys)

    def _forget(self, keys: Collection[str]) -> None:
        self._make_folders()
        _unlink(self._files, keys)

    async def fetch(self, key: str) -> None:
        """All of them are on this machine."""

    async def renew(self, key: str, sha256: str) -> None:
        """There is no other one."""

    async def has_content(self, key: str, sha256: str) -> bool:
        return await self._threads.run(_has_content, self.path_of(key), sha256)

    def path_of(self, key: str) -> Path:
        return self._files / key

    async def read(self, key: str) -> AsyncIterator[bytes]:
        file = await self._threads.run(_open, self._files / key)
        return self._pieces(file)

    async def _pieces(self, file: BinaryIO) -> AsyncIterator[bytes]:
        with file:
            while piece := await self._threads.run(file.read, READ_BYTES):
                yield piece

    async def close(self) -> None:
        await self._threads.run(self._marks.close)
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
    """A `Claim`: keys of this process, and those in `folders` of others that are gone."""

    def __init__(
        self, files: Path, threads: _Threads, marks: Marks, own: Collection[str], folders: Sequence[Folder]
    ) -> None:
        self._files, self._threads, self._marks = files, threads, marks
        self._own, self._folders = list(own), list(folders)
        self._keys = [*self._own, *(key for folder in self._folders for key in folder.marked_keys())]

    @property
    def keys(self) -> Sequence[str]:
        return self._keys

    async def settle(self, *, keep: Collection[str]) -> None:
        await self._threads.run(self._settle, set(self._keys).difference(keep))

    def _settle(self, going: Collection[str]) -> None:
        _unlink(self._files, going)
        self._marks.remove(self._own)
        for folder in self._folders:
            folder.remove(folder.marked_keys())
        self._end()

    async def leave(self) -> None:
        await self._threads.run(self._leave)

    def _leave(self) -> None:
        self._marks.leave(self._own)
        self._end()

    def _end(self) -> None:
        for folder in self._folders:
            folder.end()
        self._keys, self._own, self._folders = [], [], []


class LocalIncoming:
    """An `Incoming`: a file beside its later name until all of it is on the disk."""

    def __init__(self, path: Path, part: Path, file: BinaryIO, threads: _Threads, *, reserve_bytes: int) -> None:
        self._path, self._part, self._file, self._threads = path, part, file, threads
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
            self._part.rename(self._path)
            sync(self._path.parent)

    def _end(self) -> None:
        with self._writing:
            self._file.close()


def _part_of(path: Path) -> Path:
    return path.with_name(path.name + _PART)


def _unlink(files: Path, keys: Collection[str]) -> None:
    for key in keys:
        _part_of(files / key).unlink(missing_ok=True)
        (files / key).unlink(missing_ok=True)
    if keys:
        sync(files)


def _create(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb", buffering=0)


def _open(path: Path) -> BinaryIO:
    return path.open("rb", buffering=0)


def _write_all(file: BinaryIO, data: bytes) -> None:
    """A raw file takes what there is room for and says how much that was."""
    rest = memoryview(data)
    while rest:
        rest = rest[file.write(rest) :]


def _has_content(path: Path, sha256: str) -> bool:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False
