"""A process's own journal: a folder it holds the lock of, files in order, one `write` a record, no fsync.

A killed process loses nothing that was written. A full disk or a full backlog turns requests away instead of losing
their records.
"""

import errno
import fcntl
import os
import secrets
from collections import deque
from pathlib import Path

from relaydesk.gateway.relay.journal.records import Record, encode

LOCK_NAME = "owner.lock"
SUFFIX = ".jsonl"
ROTATE_BYTES = 64 * 1024 * 1024
BACKLOG_BYTES = 1024 * 1024 * 1024
_PENDING_MAX = 10_000


class JournalFullError(Exception):
    """Nothing more can be recorded; do not take the request."""


class Journal:
    """Open one in each process, after any fork. `shipped` tells it how much of its backlog is safe elsewhere."""

    def __init__(
        self, root: Path, *, rotate_bytes: int = ROTATE_BYTES, backlog_limit_bytes: int = BACKLOG_BYTES
    ) -> None:
        self._rotate_bytes = rotate_bytes
        self._backlog_limit = backlog_limit_bytes
        self.folder = root / f"{os.getpid()}-{secrets.token_hex(6)}"
        # Under a name nobody adopts until the lock is held.
        draft = root / f".{self.folder.name}"
        draft.mkdir(parents=True, mode=0o700)
        self._lock = os.open(draft / LOCK_NAME, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        draft.rename(self.folder)
        self._number = 0
        self._size = 0
        self._file = -1
        self._pending: deque[bytes] = deque()
        self.backlog_bytes = 0
        self._rotate()

    def _rotate(self) -> None:
        number = self._number + 1
        path = self.folder / f"{number:08d}{SUFFIX}"
        file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC, 0o600)
        if self._file >= 0:
            os.close(self._file)
        self._file, self._number, self._size = file, number, 0

    def received(self, record: Record) -> None:
        """Write down a request before anything of it is sent.

        Raises:
            JournalFullError: it could not be; nothing is left half-written.
        """
        if self.backlog_bytes >= self._backlog_limit or not self._flush_pending():
            raise JournalFullError
        if not self._write(encode(record)):
            raise JournalFullError

    def finished(self, record: Record) -> None:
        """Write down how a request ended. What the disk does not take now is kept and written first later on."""
        line = encode(record)
        if (self._pending and not self._flush_pending()) or not self._write(line):
            if len(self._pending) >= _PENDING_MAX:
                self._pending.popleft()
            self._pending.append(line)

    def _flush_pending(self) -> bool:
        while self._pending:
            if not self._write(self._pending[0]):
                return False
            self._pending.popleft()
        return True

    def _write(self, line: bytes) -> bool:
        if self._file < 0:
            return False
        try:
            if self._size >= self._rotate_bytes:
                self._rotate()
            written = os.write(self._file, line)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG):
                return False
            raise
        if written != len(line):
            os.ftruncate(self._file, self._size)
            return False
        self._size += written
        self.backlog_bytes += written
        return True

    def shipped(self, size: int) -> None:
        """So many bytes of this journal are acknowledged."""
        self.backlog_bytes = max(0, self.backlog_bytes - size)

    @property
    def is_full(self) -> bool:
        return self.backlog_bytes >= self._backlog_limit

    def close(self) -> None:
        """Give the folder up: another process may ship what is left."""
        if self._file >= 0:
            self._flush_pending()
            os.close(self._file)
            os.close(self._lock)
            self._file = -1
