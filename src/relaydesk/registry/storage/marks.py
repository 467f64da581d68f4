"""Owns the marks of claimed keys: empty files in a folder of each process, which is locked as long as that lives.

The lock is `flock` on a file of the folder, so it ends with its process, however that ends. An empty file takes no
room: models can be deleted from a full disk.
"""

import contextlib
import fcntl
import os
import secrets
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Folder:
    """One process's, held by whoever has its lock: the process, or after its death whoever clears up."""

    path: Path
    lock: BinaryIO

    def marked_keys(self) -> list[str]:
        return sorted(path.name for path in self.path.iterdir() if path.name != _LOCK)

    def remove(self, keys: Iterable[str]) -> None:
        for key in keys:
            (self.path / key).unlink(missing_ok=True)

    def end(self) -> None:
        """Gives the lock back, and takes the folder away if there are no marks in it."""
        if not self.marked_keys():
            (self.path / _LOCK).unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # somebody has just locked it anew, and ends it
                self.path.rmdir()
        self.lock.close()


class Marks:
    """Those of this process, and of processes that are gone. Its methods wait for the disk."""

    def __init__(self, pending: Path) -> None:
        self._pending = pending
        self._own: Folder | None = None
        self._claimed: set[str] = set()
        self._changing = threading.Lock()

    def add(self, keys: Collection[str]) -> None:
        """They are on the disk once this returns."""
        with self._changing:
            own = self._own = self._own or _make(self._pending)
            try:
                for key in keys:
                    os.close(os.open(own.path / key, os.O_CREAT | os.O_WRONLY, 0o600))
                sync(own.path)
            except OSError:
                own.remove(keys)
                raise
            self._claimed.update(keys)

    def remove(self, keys: Collection[str]) -> None:
        with self._changing:
            if self._own is not None:
                self._own.remove(keys)
            self._claimed.difference_update(keys)

    def leave(self, keys: Collection[str]) -> None:
        """For `take_left` to find."""
        with self._changing:
            self._claimed.difference_update(keys)

    def take_left(self) -> list[str]:
        """Keys of this process that were left; they are claimed again."""
        with self._changing:
            left = [key for key in self._own.marked_keys() if key not in self._claimed] if self._own is not None else []
            self._claimed.update(left)
            return left

    def take_abandoned(self) -> list[Folder]:
        """Those of processes that are gone; they are to be ended."""
        own = self._own.path if self._own is not None else None
        folders = [_take(path) for path in sorted(self._pending.iterdir()) if path != own]
        return [folder for folder in folders if folder is not None]

    def close(self) -> None:
        with self._changing:
            if self._own is not None:
                self._own.end()
                self._own = None


def sync(folder: Path) -> None:
    """Has the names in a folder on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _make(pending: Path) -> Folder:
    """A new one; another process may clear it up before it is locked."""
    while True:
        path = pending / secrets.token_hex(8)
        path.mkdir(mode=0o700)
        folder = _take(path)
        if folder is not None:
            sync(pending)
            return folder


def _take(path: Path) -> Folder | None:
    """The folder, locked; None where somebody else has it, or it went meanwhile."""
    try:
        lock = os.fdopen(os.open(path / _LOCK, os.O_RDWR | os.O_CREAT, 0o600), "rb+", buffering=0)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    if os.fstat(lock.fileno()).st_nlink == 0:
        lock.close()
        return None
    return Folder(path, lock)
